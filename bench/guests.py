"""Thousands of people who are owed a letter, made from one who registered by the form."""

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, select

import config
from bench.installation import SLUG
from regapp import create_app
from regapp.database import Base, db
from regapp.models import Attendee, Event, Hold, Letter, Registration
from regapp.models.tokens import new_code
from regapp.services.allocation.asked import Asked
from regapp.services.registrations.registering import register
from regapp.vocabulary import Language

DOMAINS = 40  # of which people have their addresses
FIRST_ID = 1_000_000  # of the rows made here
MOST_AT_ONCE = 1_000

Row = dict[str, Any]


def make(environ: dict[str, str], ticket: str, count: int) -> None:
    """Register somebody, and copy what the database has of them until there are so many."""
    app = create_app(config.read(environ))
    with app.app_context():
        event_id = db.session.scalars(select(Event.id).where(Event.slug == SLUG)).one()
        _register(event_id, ticket)
        with db.engine.begin() as connection:
            for model, change in _CHANGES.items():
                _copy(connection, model, change, count - 1)
        db.session.remove()
        db.engine.dispose()


def _register(event_id: int, ticket: str) -> None:
    asked = Asked(
        name="Aigerim Bekova",
        email=_address(0),
        ticket=ticket,
        answers={},
        language=Language.RUSSIAN,
        consent_version="bench",
        consent_text="yes",
    )
    register(event_id=event_id, asked=asked, form="form", browser_secret="secret")  # noqa: S106


def _copy(connection: Connection, model: type[Base], change: Callable[[int], Row], count: int) -> None:
    table = model.__table__
    newest = select(table).order_by(table.c.id.desc()).limit(1)
    row = dict(connection.execute(newest).mappings().one())
    for start in range(1, count + 1, MOST_AT_ONCE):
        numbers = range(start, min(start + MOST_AT_ONCE, count + 1))
        rows = [{**row, "id": FIRST_ID + number, **change(number)} for number in numbers]
        connection.execute(insert(model), rows)


def _address(number: int) -> str:
    return f"person{number:06}@d{number % DOMAINS:02}.example"


def _registration(number: int) -> Row:
    return {"token": secrets.token_urlsafe(24), "email": _address(number), "email_key": _address(number)}


def _attendee(number: int) -> Row:
    codes = {"code": new_code(), "reply_token": secrets.token_hex(10)}
    return {"registration_id": FIRST_ID + number, **codes}


def _hold(number: int) -> Row:
    return {"attendee_id": FIRST_ID + number}


def _letter(number: int) -> Row:
    return {
        "registration_id": FIRST_ID + number,
        "recipient": _address(number),
        "recipient_key": _address(number),
        "message_token": secrets.token_hex(16),
    }


_CHANGES: dict[type[Base], Callable[[int], Row]] = {
    Registration: _registration,
    Attendee: _attendee,
    Hold: _hold,
    Letter: _letter,
}
