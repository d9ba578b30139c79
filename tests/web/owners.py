"""What people do on their own page, at small events of a test."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Hold, Registration
from regapp.services.registrations import lapsing, own_page
from tests import builders
from tests.web.visits import send, words

Inside = Callable[[], AbstractContextManager[Any]]
OWNER = "aigul@example.org"


def join(inside: Inside, *, ahead: int = 0, **rules: Any) -> tuple[int, str]:
    """Register the owner at a new event behind so many others, all in the room; event and own page."""
    asked = {key: rules.pop(key) for key in ("ticket", "meanwhile", "companions") if key in rules}
    with inside():
        event = builders.small_event(**rules)
        for person in range(ahead):
            builders.register(event, person)
        builders.register(event, OWNER, **asked)
    return event, own(inside, event)


def own(inside: Inside, event: int, person: int | str = OWNER) -> str:
    """The own page's path."""
    with inside():
        return f"/registrations/{builders.own_token(event, person)}"


def leave(inside: Inside, event: int, person: int = 0) -> None:
    """Somebody else cancels."""
    with inside():
        own_page.cancel(token=builders.own_token(event, person))


def let_lapse(inside: Inside, event: int, *, sweep: bool = True) -> None:
    """The time of every offer and every proof is over; ``sweep``: and the worker has seen it."""
    past = now() - timedelta(minutes=1)
    with inside():
        offers = select(Hold).join(Attendee).where(Attendee.event_id == event, Hold.deadline.is_not(None))
        for hold in db.session.scalars(offers):
            hold.deadline = past
        unproven = select(Registration).where(
            Registration.event_id == event, Registration.prove_until.is_not(None)
        )
        for registration in db.session.scalars(unproven):
            registration.prove_until = past
        db.session.commit()
        if sweep:
            lapsing.lapse_due()


def codes(inside: Inside, event: int, person: int | str = OWNER) -> list[str]:
    """The ticket codes of a registration's people, in their order."""
    with inside():
        return [attendee.code for attendee in builders.registration(event, person).attendees]


def press(client: FlaskClient, path: str, action: str, **fields: Any) -> TestResponse:
    """Open the own page and send the form whose action ends so."""
    return send(client, client.get(path), action, **fields)


def told(client: FlaskClient, answer: TestResponse) -> str:
    """The words of the page that a POST led to, which did something."""
    assert answer.status_code == 303, words(answer)
    return words(client.get(answer.location))
