"""What a host writes to people: a draft, sent once, stopped, and sent on to those who come later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event as hooks
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import EditedMeanwhile, NotFound, NotPossible, Over, TooManyLetters
from regapp.models import AuditEntry, Letter, OptOut, User
from regapp.queries.attendee_matching import last_id
from regapp.queries.audience import Audience
from regapp.queries.recipients import count_audience, find_reader, some_readers
from regapp.services.accounts.hosts import add_organiser
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import own_page
from regapp.services.telling import message_letters, messages, settling
from regapp.services.telling.messages import Written
from regapp.vocabulary import CalendarAnswer, Language, LetterKind, LetterState, Recipients, Role
from regapp.worker import send_due_letters
from tests import builders as b
from tests.services.mailing_scenes import cancel, owed, stored
from tests.services.messages import SUBJECT, TEXT, draft, send, stored_message, write

pytestmark = pytest.mark.usefixtures("app")

MESSAGE = LetterKind.MESSAGE
HOUR = timedelta(hours=1)


@pytest.fixture
def starts() -> datetime:
    return datetime(2031, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def event(clock: time_machine.Traveller) -> int:
    """The first two are seated, the third waits."""
    made = b.small_event(capacity=2)
    for person in (1, 2, 3):
        b.register(made, person)
    return made


def reached(*people: int | str) -> list[int | str]:
    """Which of these had a letter of a message, as often as they had."""
    return [one for one in people for _ in owed(one, MESSAGE)]


def people(event: int, *persons: int) -> dict[str, Any]:
    """The selection of these, ticked."""
    return {"people": [b.registration(event, one).first.id for one in persons]}


def matching(event: int, **query: str) -> dict[str, Any]:
    """The selection of all whom a filter of the list matches."""
    return {"filter": query, "up_to": last_id(db.session(), event)}


def states(number: int) -> list[LetterState]:
    db.session.rollback()
    made = select(Letter.state).where(Letter.mailing_id == number).order_by(Letter.id)
    return list(db.session.scalars(made))


def set_states(number: int, state: LetterState, *persons: int) -> None:
    for person in persons:
        for letter in owed(person, MESSAGE):
            if letter.mailing_id == number:
                letter.state = state
                letter.sent_at, letter.attempts = (now(), 1) if state is LetterState.SENT else (None, 0)
                db.session.commit()


def test_a_draft_goes_to_nobody(event: int) -> None:
    draft(event)
    assert settling.settle_due() == 0
    assert b.findings() == []


def test_a_draft_that_is_sent_twice_goes_once(event: int) -> None:
    number = draft(event)
    for _ in range(2):
        send(event, number)
        settling.settle_due()
    assert reached(1, 2, 3) == [1, 2, 3]


def test_what_was_changed_since_it_was_read_is_not_sent(event: int) -> None:
    number = draft(event)
    seen = messages.digest(stored_message(number).facts)
    other = Written(SUBJECT, {"en": "Park in front."}, about_registration=True, to=Recipients.ALL)
    messages.save(event_id=event, mailing_id=number, written=other, user_id=None)
    with pytest.raises(EditedMeanwhile):
        messages.send(event_id=event, mailing_id=number, seen=seen, user_id=None)
    assert stored_message(number).is_draft


def test_what_was_sent_can_be_neither_changed_nor_thrown_away(event: int) -> None:
    number = write(event)
    other = Written(SUBJECT, {"en": "Park in front."}, about_registration=True, to=Recipients.ALL)
    with pytest.raises(NotPossible):
        messages.save(event_id=event, mailing_id=number, written=other, user_id=None)
    with pytest.raises(NotPossible):
        messages.discard(event_id=event, mailing_id=number)


def test_a_draft_thrown_away_is_gone(event: int) -> None:
    number = draft(event)
    messages.discard(event_id=event, mailing_id=number)
    with pytest.raises(NotFound):
        messages.discard(event_id=event, mailing_id=number)


def test_nobody_touches_a_message_of_another_event(event: int) -> None:
    other = b.small_event()
    with pytest.raises(NotFound):
        messages.send(event_id=other, mailing_id=draft(event), seen="", user_id=None)


def test_those_who_were_ticked_get_it_and_nobody_else(event: int) -> None:
    write(event, Recipients.SELECTED, selection=people(event, 1, 3))
    settling.settle_due()
    assert reached(1, 2, 3) == [1, 3]


def test_nobody_of_another_event_is_reached_by_an_id(event: int) -> None:
    other = b.small_event()
    b.register(other, 7)
    write(event, Recipients.SELECTED, selection=people(other, 7))
    assert settling.settle_due() == 0


def test_newcomers_are_not_caught_by_a_filter_chosen_before(event: int) -> None:
    write(event, Recipients.SELECTED, selection=matching(event, status="waiting"))
    b.register(event, 4)
    settling.settle_due()
    assert reached(1, 2, 3, 4) == [3]


def test_who_has_left_the_filter_when_it_goes_gets_none(event: int, clock: time_machine.Traveller) -> None:
    number = draft(event, Recipients.SELECTED, selection=matching(event, status="confirmed"))
    send(event, number, now() + HOUR)
    own_page.cancel(token=b.own_token(event, 1))  # the third moves up
    clock.shift(2 * HOUR)
    settling.settle_due()
    assert reached(1, 2, 3) == [2, 3]


def test_those_who_declined_in_their_calendar_get_it(event: int) -> None:
    b.registration(event, 2).first.calendar_answer = CalendarAnswer.DECLINED
    db.session.commit()
    write(event, Recipients.DECLINED)
    settling.settle_due()
    assert reached(1, 2, 3) == [2]


def test_a_companion_who_is_meant_is_written_to_alone_at_an_address_of_their_own() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("Companion", "c@example.org"), Companion("Child", "")))
    registration = b.registration(event, 1)
    write(event, Recipients.SELECTED, selection={"people": [registration.attendees[1].id]})
    settling.settle_due()
    assert reached(1, "c@example.org") == ["c@example.org"]
    write(event, Recipients.SELECTED, selection={"people": [registration.attendees[2].id]})
    settling.settle_due()
    assert reached(1, "c@example.org") == [1, "c@example.org"]


@pytest.mark.parametrize("at_once", [1, 5000])
def test_an_address_in_two_registrations_gets_one_letter(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(message_letters, "AT_ONCE", at_once)
    event = b.small_event(capacity=9, most_people=3)
    for person in (1, 2):
        b.register(event, person, companions=(Companion("Twice", "t@example.org"),))
    b.register(event, 3, companions=(Companion("Also", "P2@example.org"),))
    told = count_audience(db.session(), stored(event), Audience(Recipients.ALL)).total()
    write(event)
    assert settling.settle_due() == told == 4
    assert reached(1, 2, 3, "t@example.org") == [1, 2, 3, "t@example.org"]
    assert owed(2, MESSAGE)[0].attendee is None  # the contact's own, with the way to their page


def test_a_planned_message_goes_at_its_time(event: int, clock: time_machine.Traveller) -> None:
    number = draft(event)
    send(event, number, now() + HOUR)
    assert settling.settle_due() == 0
    clock.shift(HOUR)
    b.register(event, 4)
    assert settling.settle_due() == 4


def test_it_is_planned_for_no_time_that_is_past(event: int) -> None:
    with pytest.raises(NotPossible):
        send(event, draft(event), now())


def test_a_planned_message_that_is_stopped_is_a_draft_again(
    event: int, clock: time_machine.Traveller
) -> None:
    number = draft(event)
    send(event, number, now() + HOUR)
    assert messages.stop(event_id=event, mailing_id=number, user_id=None)
    clock.shift(2 * HOUR)
    assert settling.settle_due() == 0
    send(event, number)
    assert settling.settle_due() == 3


def test_what_is_left_when_it_is_stopped_is_not_sent(event: int) -> None:
    number = write(event)
    settling.settle_due()
    set_states(number, LetterState.SENT, 1)
    assert not messages.stop(event_id=event, mailing_id=number, user_id=None)
    assert not messages.stop(event_id=event, mailing_id=number, user_id=None)
    assert states(number) == [LetterState.SENT, LetterState.DROPPED, LetterState.DROPPED]
    assert b.findings() == []


def test_a_message_stopped_amid_the_making_of_its_letters_makes_no_more(
    event: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_letters, "AT_ONCE", 1)
    number = write(event)
    assert settling._settle_some(number) == 1
    messages.stop(event_id=event, mailing_id=number, user_id=None)
    assert settling.settle_due() == 0
    assert states(number) == [LetterState.DROPPED]


def test_a_letter_that_a_worker_has_in_hand_when_it_is_stopped_is_not_sent(event: int, app: Any) -> None:
    number = write(event)
    settling.settle_due()
    set_states(number, LetterState.SENT, 1, 2)
    messages.stop(event_id=event, mailing_id=number, user_id=None)
    set_states(number, LetterState.DUE, 3)
    send_due_letters(app.extensions["settings"])
    assert states(number)[-1] is LetterState.DROPPED


def test_nothing_is_stopped_that_has_gone(event: int) -> None:
    number = write(event)
    settling.settle_due()
    set_states(number, LetterState.SENT, 1, 2, 3)
    with pytest.raises(NotPossible):
        messages.stop(event_id=event, mailing_id=number, user_id=None)


def test_it_is_sent_on_to_those_added_since_and_to_nobody_twice(event: int) -> None:
    number = write(event, Recipients.SELECTED, selection=matching(event))
    settling.settle_due()
    set_states(number, LetterState.FAILED, 2)
    b.register(event, 4)
    for _ in range(2):
        messages.send_on(event_id=event, mailing_id=number, user_id=None)
        settling.settle_due()
    assert reached(1, 2, 3, 4) == [1, 2, 3, 4]


def test_a_stopped_message_is_sent_on_to_those_who_had_none(event: int) -> None:
    number = write(event)
    settling.settle_due()
    set_states(number, LetterState.SENT, 1)
    messages.stop(event_id=event, mailing_id=number, user_id=None)
    messages.send_on(event_id=event, mailing_id=number, user_id=None)
    assert settling.settle_due() == 2
    assert stored_message(number).stopped_at is None


@pytest.mark.parametrize("begun", [True, False])
def test_no_message_goes_on_when_the_event_is_cancelled(
    event: int, clock: time_machine.Traveller, *, begun: bool
) -> None:
    number = draft(event)
    send(event, number, now() + HOUR)
    if begun:
        clock.shift(HOUR)
        settling.settle_due()
        set_states(number, LetterState.SENT, 1)
    cancel(event)
    clock.shift(HOUR)
    settling.settle_due()
    assert states(number) == ([LetterState.SENT] + 2 * [LetterState.DROPPED] if begun else [])
    assert stored_message(number).stopped_at is not None
    with pytest.raises(Over):
        messages.send_on(event_id=event, mailing_id=number, user_id=None)


def test_what_is_written_after_the_cancellation_goes_at_once_or_not_at_all(event: int) -> None:
    cancel(event)
    with pytest.raises(Over):
        send(event, draft(event), now() + HOUR)
    write(event)
    settling.settle_due()
    assert reached(1, 2, 3) == [1, 2, 3]


def test_the_log_says_to_whom_it_went(event: int) -> None:
    number = draft(event, Recipients.SELECTED, selection=people(event, 1, 2))
    seen = messages.digest(stored_message(number).facts)
    messages.send(event_id=event, mailing_id=number, seen=seen, user_id=None, chosen={"people": 2})
    entry = b.rows(AuditEntry)[-1]
    assert (entry["action"], entry["details"]) == ("event.message_written", {"to": "selected", "people": 2})


def owner() -> int:
    add_organiser(email="o@dku.example", organisation="dku", role=Role.OWNER, password="a long password")
    return db.session.scalars(select(User.id).where(User.email == "o@dku.example")).one()


def test_a_test_goes_to_its_writer_alone_and_counts_nowhere(event: int) -> None:
    user, number = owner(), draft(event)
    messages.send_test(event_id=event, mailing_id=number, language=Language.GERMAN, user_id=user)
    [letter] = [one for one in b.letters("o@dku.example") if one.kind is LetterKind.MESSAGE_TEST]
    assert (letter.event_id, letter.mailing_id, letter.language) == (None, None, Language.GERMAN)
    assert reached(1, 2, 3) == []


def test_nobody_tests_more_than_a_few_times_an_hour(event: int, clock: time_machine.Traveller) -> None:
    user, number = owner(), draft(event)
    test = {"event_id": event, "mailing_id": number, "language": Language.ENGLISH, "user_id": user}
    for _ in range(messages.TESTS_AN_HOUR):
        messages.send_test(**test)  # type: ignore[arg-type]
    with pytest.raises(TooManyLetters):
        messages.send_test(**test)  # type: ignore[arg-type]
    clock.shift(HOUR)
    messages.send_test(**test)  # type: ignore[arg-type]


def test_a_few_readers_of_each_language_can_be_chosen_or_found_by_name(event: int) -> None:
    for person in (4, 5, 6, 7):
        b.register(event, person, language=Language.KAZAKH, ticket="online")
    everybody = Audience(Recipients.ALL)
    readers = some_readers(db.session(), stored(event), everybody)
    assert [one.name for one in readers] == [f"Person {n}" for n in (1, 2, 3, 4, 5, 6)]
    [found] = some_readers(db.session(), stored(event), everybody, q="person 7")
    assert find_reader(db.session(), stored(event), everybody, found.ref) == found
    waiting = Audience(Recipients.WAITING)
    assert find_reader(db.session(), stored(event), waiting, found.ref) is None
    assert find_reader(db.session(), stored(event), everybody, "x") is None


def test_a_companion_can_be_the_reader() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("Erlan", "c@example.org"),))
    everybody = Audience(Recipients.ALL)
    found = some_readers(db.session(), stored(event), everybody, q="erlan")
    assert [(one.name, one.address) for one in found][-1] == ("Erlan", "c@example.org")
    assert find_reader(db.session(), stored(event), everybody, found[-1].ref) == found[-1]


def test_thousands_are_a_few_statements(event: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_letters, "AT_ONCE", 2)
    b.register(event, 4, ticket="online")
    number = write(event)
    seen: list[str] = []
    db.session.rollback()
    hooks.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with b.commits() as commits:
        made = 0
        while (some := settling._settle_some(number)) is not None:
            made += some
    assert made == 4
    assert len(commits) == 4  # two with letters, one that finds no more, one that finds it settled
    assert len(seen) <= 10 * len(commits)


def test_each_letter_has_a_secret_of_its_own(event: int) -> None:
    write(event)
    settling.settle_due()
    tokens = {owed(person, MESSAGE)[0].message_token for person in (1, 2, 3)}
    assert len(tokens) == 3
    assert all(len(token) == 32 and set(token) <= set("0123456789abcdef") for token in tokens)


def test_news_reaches_nobody_who_refused_it_also_not_a_companion() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("Erlan", "c@example.org"),))
    db.session.add(OptOut(recipient_key="c@example.org", organisation_id=stored(event).organisation_id))
    db.session.commit()
    write(event, about_registration=False, text=TEXT)
    settling.settle_due()
    assert reached(1, "c@example.org") == [1]
