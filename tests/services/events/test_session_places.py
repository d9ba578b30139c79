"""The places that a session of the programme has for itself, and what people have chosen."""

from collections.abc import Callable

import pytest

from regapp.database import db
from regapp.errors import CapacityTooLow, SessionChosen
from regapp.models import Quota, Session
from regapp.services.registrations import own_page
from tests import builders as b
from tests.services.events.sessions import add, change, found, remove, titles

pytestmark = pytest.mark.usefixtures("app")


def test_a_session_has_places_of_its_own():
    event = b.small_event()
    number = add(event, bookable=True, places=1)
    b.register(event, 1, ticket="online", sessions=(number,))
    [quota] = [one for one in found(event).quotas if one.sessions]
    assert (quota.capacity, quota.taken, [one.id for one in quota.sessions]) == (1, 1, [number])
    assert b.findings() == []


def test_people_who_chose_it_before_it_had_places_are_counted():
    event = b.small_event()
    number = add(event, bookable=True)
    for person in (1, 2):
        b.register(event, person, ticket="online", sessions=(number,))
    with pytest.raises(CapacityTooLow) as error:
        change(event, number, bookable=True, places=1)
    assert error.value.taken == 2
    change(event, number, bookable=True, places=5)
    [quota] = [one for one in found(event).quotas if one.sessions]
    assert (quota.taken, quota.capacity) == (2, 5)
    assert b.findings() == []


def test_more_places_go_to_those_who_wait_at_once():
    event = b.small_event()
    number = add(event, bookable=True, places=1)
    for person in (1, 2):
        b.register(event, person, ticket="online", sessions=(number,))
    assert b.waiting(event) == ["p2@example.org"]
    change(event, number, bookable=True, places=2)
    assert b.waiting(event) == []
    assert b.findings() == []


def test_fewer_places_than_people_are_refused():
    event = b.small_event()
    number = add(event, bookable=True, places=2)
    for person in (1, 2):
        b.register(event, person, ticket="online", sessions=(number,))
    with pytest.raises(CapacityTooLow):
        change(event, number, bookable=True, places=1)


def test_its_places_go_with_the_limit_and_people_keep_theirs():
    event = b.small_event()
    number = add(event, bookable=True, places=2)
    b.register(event, 1, ticket="online", sessions=(number,))
    change(event, number, bookable=True, places=None)
    assert [one for one in found(event).quotas if one.sessions] == []
    assert b.seated(event, "online") == ["p1@example.org"]
    assert b.findings() == []


@pytest.mark.parametrize("act", [remove, change])
def test_what_somebody_has_chosen_stays(act: Callable[[int, int], None]):
    event = b.small_event()
    number = add(event, bookable=True, places=2)
    b.register(event, 1, ticket="online", sessions=(number,))
    with pytest.raises(SessionChosen) as error:
        act(event, number)
    assert error.value.count == 1
    assert db.session.get_one(Session, number).bookable


def test_a_session_goes_with_its_places_once_nobody_has_chosen_it():
    event = b.small_event()
    number = add(event, bookable=True, places=2)
    b.register(event, 1, ticket="online", sessions=(number,))
    own_page.cancel(token=b.own_token(event, 1))
    remove(event, number)
    assert titles(event) == []
    assert len(found(event).quotas) == 1
    assert b.findings() == []


def test_places_that_others_draw_on_stay():
    event = b.small_event()
    first, second = add(event, bookable=True), add(event, "Second", bookable=True)
    shared = Quota(event_id=event, name={"en": "Both"}, capacity=5)
    shared.sessions = [db.session.get_one(Session, one) for one in (first, second)]
    db.session.add(shared)
    db.session.commit()
    change(event, second, "Second", bookable=True, places=3)
    remove(event, first)
    assert sorted(one.capacity for one in found(event).quotas if one.sessions) == [3, 5]
