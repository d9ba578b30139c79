"""Where each session is an entry of its own, calendars follow what people choose."""

from collections.abc import Iterable
from typing import Any

import pytest

from regapp.database import db
from regapp.models import Letter
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import SessionDraft
from regapp.services.registrations import own_page, own_place, people
from regapp.vocabulary import LetterKind, LetterState
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

OWN_ADDRESS = "bolat@example.org"


def by_session(*, capacity: int = 2, **rules: Any) -> tuple[int, list[int]]:
    """An event of one talk for all and two workshops to choose from; its id and the workshops'."""
    start = b.draft("x").start
    talk = SessionDraft({"en": "Talk"}, start=start)
    workshops = [SessionDraft({"en": f"Workshop {n}"}, start=start, bookable=True) for n in (1, 2)]
    rules = {"capacity": capacity, "most_people": 3, "calendar_by_session": True, **rules}
    event = b.small_event(sessions=(talk, *workshops), **rules)
    return event, b.event_sessions(event)[1:]


def choose(event: int, chosen: Iterable[int], index: int = 0) -> None:
    registration = b.registration(event, 1)
    token, code = registration.token, registration.attendees[index].code
    own_place.choose_sessions(token=token, code=code, sessions=list(chosen))


def last(person: int | str = 1) -> Letter:
    db.session.rollback()
    return b.letters(person)[-1]


def gone(letter: Letter) -> list[str]:
    """Which sessions a letter takes out of the calendar, or days if there is no letter s."""
    return [fact["uid"].partition("-")[2] for fact in letter.facts.get("gone", [])]


def numbers(*sessions: int) -> list[str]:
    return [f"s{session}" for session in sessions]


def test_a_session_that_is_dropped_goes_and_the_rest_follows_with_a_higher_number() -> None:
    event, (first, second) = by_session()
    b.register(event, 1, sessions=(first,))
    choose(event, [second])
    letter = last()
    assert (letter.kind, letter.facts["calendar"], letter.facts["sequence"]) == ("changed", "REQUEST", 1)
    assert gone(letter) == numbers(first)


def test_the_calendar_stays_as_it_is_where_entries_are_by_day() -> None:
    event, (first, _) = by_session(calendar_by_session=False)
    b.register(event, 1)
    choose(event, [first])
    assert b.registration(event, 1).calendar_revision == 0
    assert "calendar" not in last().facts


def test_it_stays_as_it_is_for_who_only_waits() -> None:
    event, (first, _) = by_session(capacity=1)
    b.register(event, 2)
    b.register(event, 1)
    choose(event, [first])
    assert b.registration(event, 1).calendar_revision == 0
    assert "calendar" not in last().facts


def test_it_stays_as_it_is_where_a_session_has_no_time() -> None:
    event, (first, _) = by_session()
    b.register(event, 1)
    for item in b.registration(event, 1).event.sessions:
        if item.id == first:
            item.start_wall = item.start_at = None
    db.session.commit()
    choose(event, [first])
    assert b.registration(event, 1).calendar_revision == 0


def test_the_days_give_way_to_the_first_session_that_is_chosen() -> None:
    start = b.draft("x").start
    workshop = SessionDraft({"en": "Workshop"}, start=start, bookable=True)
    event = b.small_event(sessions=(workshop,), calendar_by_session=True)
    b.register(event, 1)
    choose(event, b.event_sessions(event))
    assert gone(last()) == [""]


def test_who_leaves_has_every_entry_taken_out() -> None:
    event, (first, _) = by_session()
    b.register(event, 1, sessions=(first,))
    own_page.cancel(token=b.own_token(event, 1))
    letter = last()
    assert (letter.kind, letter.facts["calendar"]) == (LetterKind.CANCELLATION, "CANCEL")
    assert gone(letter)[1:] == numbers(first)


def test_what_a_letter_that_is_not_sent_was_to_take_out_goes_with_the_next_one() -> None:
    event, (first, second) = by_session()
    b.register(event, 1, sessions=(first,))
    choose(event, [second])
    own_page.cancel(token=b.own_token(event, 1))
    assert set(numbers(first, second)) <= set(gone(last()))


def test_what_was_told_is_not_told_again() -> None:
    event, (first, second) = by_session()
    b.register(event, 1, sessions=(first,))
    choose(event, [second])
    last().state = LetterState.SENT
    db.session.commit()
    choose(event, [])
    assert gone(last()) == numbers(second)


def test_a_companions_calendar_follows_what_they_chose_themselves() -> None:
    event, (first, second) = by_session(capacity=3)
    b.register(event, 1, sessions=(first,), companions=(Companion("Bolat", OWN_ADDRESS),))
    choose(event, [second], index=1)
    letter = last(OWN_ADDRESS)
    assert (letter.kind, letter.facts["calendar"]) == (LetterKind.TICKET, "REQUEST")
    assert gone(letter) == numbers(first)
    assert gone(last()) == []


def test_the_contacts_calendar_goes_over_to_the_next_who_has_a_place() -> None:
    event, (first, second) = by_session(capacity=3)
    b.register(event, 1, sessions=(first,), companions=(Companion("Bolat"),))
    choose(event, [second], index=1)
    for letter in b.letters(1):
        letter.state = LetterState.SENT
    db.session.commit()
    registration = b.registration(event, 1)
    people.take_out(token=registration.token, code=registration.attendees[0].code)
    assert gone(last()) == numbers(first)


def test_a_companion_who_is_replaced_loses_every_entry_and_the_next_one_none() -> None:
    event, (first, _) = by_session(capacity=3)
    b.register(event, 1, sessions=(first,), companions=(Companion("Bolat", OWN_ADDRESS),))
    registration = b.registration(event, 1)
    token, code = registration.token, registration.attendees[1].code
    people.rename(token=token, code=code, name="Dana", email="dana@example.org")
    assert last(OWN_ADDRESS).kind is LetterKind.TICKET_ENDED
    assert gone(last(OWN_ADDRESS))[1:] == numbers(first)
    assert (last("dana@example.org").kind, gone(last("dana@example.org"))) == (LetterKind.TICKET, [])
