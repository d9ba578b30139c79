"""Several people at once: together or as many as fit; passed three times they stop the line."""

import pytest

from regapp.database import db
from regapp.errors import GroupTooLarge, NotPossible, TooManyPeople
from regapp.models import AttendeeSession, Event
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuotaDraft, SessionDraft
from regapp.services.outgoing.letters import MOST_AN_HOUR
from regapp.services.registrations import own_page, own_place, people
from regapp.vocabulary import Status, Together
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def group(event: int, person: int, size: int, together: Together = Together.ALL) -> None:
    others = tuple(Companion(f"Companion {number}") for number in range(1, size))
    b.register(event, person, companions=others, together=together)


def statuses(event: int, person: int) -> list[Status]:
    return [one.status for one in b.registration(event, person).attendees]


def test_a_group_together_waits_until_all_of_it_fits() -> None:
    event = b.small_event(capacity=3, most_people=3)
    b.register(event, 1)
    group(event, 2, 3)
    assert statuses(event, 2) == [Status.WAITING] * 3
    own_page.cancel(token=b.own_token(event, 1))
    assert statuses(event, 2) == [Status.CONFIRMED] * 3


def test_of_a_group_as_many_as_fit_are_seated_and_the_rest_wait() -> None:
    event = b.small_event(capacity=2, most_people=3)
    group(event, 1, 3, Together.FIT)
    assert statuses(event, 1) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITING]


def test_a_group_larger_than_the_room_is_refused_together() -> None:
    event = b.small_event(capacity=2, most_people=3)
    with pytest.raises(GroupTooLarge):
        group(event, 1, 3)
    assert b.find_registration(event, 1) is None


def test_more_people_than_the_host_allows_are_refused() -> None:
    event = b.small_event(capacity=9, most_people=2)
    with pytest.raises(TooManyPeople):
        group(event, 1, 3)


def test_a_newcomer_who_passes_a_group_counts_and_the_fourth_is_not_let_past() -> None:
    event = b.small_event(capacity=4, most_people=3)
    for person in (1, 2):
        b.register(event, person)
    group(event, 3, 3)
    for person in (4, 5):
        b.register(event, person)
    assert statuses(event, 5) == [Status.CONFIRMED]
    own_page.cancel(token=b.own_token(event, 4))
    b.register(event, 6)  # the third who passes
    own_page.cancel(token=b.own_token(event, 5))
    b.register(event, 7)
    assert statuses(event, 6) == [Status.CONFIRMED]
    assert statuses(event, 7) == [Status.WAITING]
    assert b.findings() == []


def test_a_group_that_stopped_the_line_gets_the_places_once_there_are_enough() -> None:
    event = b.small_event(capacity=3, most_people=3)
    for person in (1, 2, 3):
        b.register(event, person)
    group(event, 4, 3)
    for person in (5, 6, 7, 8):
        b.register(event, person)
    for person in (1, 2, 3):
        own_page.cancel(token=b.own_token(event, person))
    assert b.seated(event) == [f"p{person}@example.org" for person in (5, 6, 7)]
    for person in (5, 6):
        own_page.cancel(token=b.own_token(event, person))
    assert statuses(event, 8) == [Status.WAITING]
    own_page.cancel(token=b.own_token(event, 7))
    assert statuses(event, 4) == [Status.CONFIRMED] * 3
    assert statuses(event, 8) == [Status.WAITING]


def test_a_group_that_is_made_smaller_is_seated_once_it_fits() -> None:
    event = b.small_event(capacity=3, most_people=3)
    b.register(event, 1)
    group(event, 2, 3)
    token, code = b.own_token(event, 2), b.registration(event, 2).attendees[2].code
    people.take_out(token=token, code=code)
    assert statuses(event, 2) == [Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED]


def test_the_only_person_cannot_be_taken_out() -> None:
    event = b.small_event()
    b.register(event, 1)
    with pytest.raises(NotPossible):
        people.take_out(token=b.own_token(event, 1), code=b.registration(event, 1).first.code)


def test_restoring_brings_back_only_those_who_left_last() -> None:
    event = b.small_event(capacity=3, most_people=3)
    group(event, 1, 3)
    token = b.own_token(event, 1)
    people.take_out(token=token, code=b.registration(event, 1).attendees[1].code)
    own_page.cancel(token=token)
    own_page.restore(token=token)
    assert statuses(event, 1) == [Status.CONFIRMED, Status.CANCELLED, Status.CONFIRMED]


def test_one_more_person_is_no_more_than_the_host_allows() -> None:
    event = b.small_event(capacity=3, most_people=2)
    group(event, 1, 2)
    with pytest.raises(TooManyPeople):
        people.add(token=b.own_token(event, 1), name="Third")


def test_one_of_a_party_cannot_want_another_session_while_they_wait() -> None:
    event = b.small_event(
        capacity=2, most_people=2, sessions=(SessionDraft({"en": "Workshop"}, bookable=True),)
    )
    b.register(event, 1)
    b.register(event, 2, companions=(Companion("B"),))
    found = b.registration(event, 2)
    token, code, session = found.token, found.attendees[1].code, found.event.sessions[0].id
    with pytest.raises(NotPossible):
        own_place.choose_sessions(token=token, code=code, sessions=[session])


def test_companions_are_not_flooded_from_the_own_page() -> None:
    event = b.small_event(most_people=2)
    b.register(event, 1, ticket="online")
    token = b.own_token(event, 1)
    for _ in range(MOST_AN_HOUR):
        people.add(token=token, name="B", email="b@example.org")
        code = b.registration(event, 1).coming[-1].code
        people.take_out(token=token, code=code)
    assert len(b.letters("b@example.org")) == MOST_AN_HOUR


def test_a_party_waits_for_every_place_that_one_of_them_wants() -> None:
    event = b.small_event(
        capacity=3,
        most_people=2,
        sessions=(SessionDraft({"en": "Workshop"}, bookable=True),),
        quotas=(
            QuotaDraft({"en": "The room"}, 3, ("in-person",)),
            QuotaDraft({"en": "Workshop"}, 1, (), (0,)),
        ),
    )
    session = db.session.get_one(Event, event).sessions[0].id
    b.register(event, 1, sessions=(session,))
    b.register(event, 2)
    b.register(event, 3)
    group(event, 4, 2)
    db.session.add(AttendeeSession(attendee_id=b.registration(event, 4).attendees[1].id, session_id=session))
    db.session.commit()
    for person in (2, 3):
        own_page.cancel(token=b.own_token(event, person))
    assert statuses(event, 4) == [Status.WAITING] * 2
    own_page.cancel(token=b.own_token(event, 1))
    assert statuses(event, 4) == [Status.CONFIRMED] * 2
