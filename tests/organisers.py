"""Organisers and their browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as hooks

from regapp.database import db
from regapp.models import Event
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Role
from regapp.web.rates import limiter
from regapp.web.signin import security
from tests import builders as b

PASSWORD = "correct horse battery staple"
# Where no SQL matters.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def token(page: str) -> str:
    """The CSRF token in a page."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found, page
    return found[1]


def member(app: Flask, role: Role | str = Role.MANAGER, organisation: str = "dku") -> str:
    """Make an account with a role in an organisation, its password hashed in no time; its address."""
    email = f"{role}@{organisation}.example"
    security.pwd_context.update(argon2__time_cost=1, argon2__memory_cost=64, argon2__parallelism=1)
    with app.app_context():
        add_organiser(email=email, organisation=organisation, role=Role(role), password=PASSWORD)
    return email


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, next: str = "", **more: str):  # noqa: A002
    """Fill in the form of the sign-in page as a browser does."""
    address = f"/login?next={next}" if next else "/login"
    page = client.get(address).text
    data = {"email": email, "password": password, "csrf_token": token(page), **more}
    return client.post(address, data=data)


def browser(app: Flask, role: Role | str = Role.MANAGER, organisation: str = "dku") -> FlaskClient:
    """A browser in which a member of an organisation is signed in."""
    client = app.test_client()
    limiter.reset()  # all tests together sign in more often than anybody may
    assert sign_in(client, member(app, role, organisation)).status_code == 303
    return client


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Note every statement that reaches the database inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    hooks.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        hooks.remove(engine, "before_cursor_execute", note)


@dataclass(frozen=True)
class OwnEvent:
    """An event of the organisation dku, and what tests do and see of it outside of a browser."""

    app: Flask
    id: int
    slug: str

    @property
    def address(self) -> str:
        """Its overview."""
        return f"/organise/events/{self.slug}"

    @property
    def attendees(self) -> str:
        """Its attendees."""
        return f"{self.address}/attendees"

    def register(self, *people: int, **changes: Any) -> None:
        """Register some people by forms of their own."""
        with self.app.app_context():
            for person in people:
                b.register(self.id, person, **changes)

    def ids(self, *people: int) -> list[int]:
        """The ids of the first persons of these registrations."""
        with self.app.app_context():
            return [b.registration(self.id, person).first.id for person in people]

    def person(self, person: int) -> str:
        """The page of somebody."""
        return f"{self.attendees}/{self.ids(person)[0]}"

    def has(self, person: int) -> str:
        """What somebody has, e.g. "confirmed in-person"; of a line beside it nothing is said."""
        with self.app.app_context():
            attendee = b.registration(self.id, person).first
            held = attendee.holds[0].ticket_type if attendee.holds else attendee.ticket_type
            return f"{attendee.status} {held.key}"

    def kinds(self, person: int) -> list[str]:
        """The kinds of letters to somebody."""
        with self.app.app_context():
            return [str(kind) for kind in b.kinds(person)]

    def quota(self) -> tuple[int, int, int, int]:
        """Id, taken, capacity and what is above it, of the first quota."""
        with self.app.app_context():
            found = b.quota(self.id)
            return found.id, found.taken, found.capacity, found.over

    def column(self, name: str) -> Any:
        """A column of the event."""
        with self.app.app_context():
            return getattr(db.session.get_one(Event, self.id), name)

    def sound(self) -> bool:
        """Whether the doctor finds nothing."""
        with self.app.app_context():
            return b.findings() == []


def own_event(app: Flask, **changes: Any) -> OwnEvent:
    """Publish a small event; see builders.draft for ``changes``."""
    with app.app_context():
        event_id = b.small_event(**changes)
        return OwnEvent(app, event_id, db.session.get_one(Event, event_id).slug)


def asks_first(ticket: Any = b.IN_PERSON) -> tuple[Any, ...]:
    """Ticket types of which the first waits for a yes."""
    return (replace(ticket, needs_approval=True), b.ONLINE)
