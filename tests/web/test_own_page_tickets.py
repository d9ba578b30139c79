"""What a ticket's code shows to the people at the entrance."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee
from regapp.services.events.drafts import TicketTypeDraft
from regapp.services.registrations import deciding, own_page
from regapp.vocabulary import Attendance, Role
from tests import builders
from tests.builders import ONLINE
from tests.organisers import browser
from tests.web.conftest import Inside, only_sqlite
from tests.web.owners import OWNER, codes, join, leave, let_lapse
from tests.web.visits import words

pytestmark = only_sqlite
ASKS = TicketTypeDraft("in-person", Attendance.IN_PERSON, {"en": "In the room"}, needs_approval=True)


@pytest.fixture
def door(website: Flask) -> FlaskClient:
    """A browser of somebody at the entrance."""
    return browser(website, Role.DOOR)


def _at_the_door(door: FlaskClient, inside: Inside, event: int) -> str:
    return words(door.get(f"/tickets/{codes(inside, event)[0]}"))


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({}, "Has a place in the room"),
        ({"ticket": "online"}, "Has a place online, not in the room"),
        ({"capacity": 1, "ahead": 1}, "Has no place yet: is on the waiting list"),
        ({"capacity": 1, "ahead": 1, "meanwhile": "online"}, "Waits for “In the room”: number 1 in the line"),
        ({"ticket_types": (ASKS, ONLINE)}, "Has no place yet: the host has not decided"),
        ({"proof_minutes": 60}, "Has no place yet: has not confirmed the address"),
    ],
)
def test_the_door_is_told_what_the_guest_has(
    door: FlaskClient, inside: Inside, rules: dict[str, Any], told: str
) -> None:
    event, _ = join(inside, **rules)

    assert told in _at_the_door(door, inside, event)


def test_an_offer_is_no_place_yet(door: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside, capacity=1, ahead=1, offer_minutes=60)
    leave(inside, event)
    shown = _at_the_door(door, inside, event)

    assert "has not accepted the offered one" in shown
    assert "is offered until" in shown


def test_who_cancelled_has_no_place_any_more(door: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    with inside():
        own_page.cancel(token=builders.own_token(event, OWNER))

    assert "the registration is cancelled" in _at_the_door(door, inside, event)


def test_whose_time_ran_out_has_no_place_any_more(door: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside, proof_minutes=60)
    let_lapse(inside, event)

    assert "the registration has lapsed" in _at_the_door(door, inside, event)


def test_a_rejected_guest_has_no_place(door: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside, ticket_types=(ASKS, ONLINE))
    with inside():
        everybody = list(db.session.scalars(select(Attendee.id).where(Attendee.event_id == event)))
        deciding.reject(event_id=event, attendee_ids=everybody, user_id=None, message="")

    assert "the host did not accept the registration" in _at_the_door(door, inside, event)


def test_a_ticket_of_an_event_that_is_over_says_so(door: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    with inside():
        builders.change_event(event, status="cancelled", changed_at=now())

    assert "This event is cancelled" in _at_the_door(door, inside, event)
