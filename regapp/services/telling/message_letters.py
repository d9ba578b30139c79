"""A message's letters are made in SQL, thousands in a statement: nothing of them hangs on what Python knows.

The rows that need Python are companions with an address of their own, whose key is not stored. Whoever has a
letter of the message gets no other, however often this runs: it is called under the event's line.
"""

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import ColumnElement, CursorResult, Insert, Select, Table, func, insert, literal, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, Event, Letter, Mailing, Registration
from regapp.queries.audience import Audience, contacts
from regapp.queries.recipients import Reader, companions_reached
from regapp.vocabulary import LetterKind, LetterState

AT_ONCE = 5_000  # registrations whose letters are made in one transaction


def make_some(session: Session, mailing: Mailing, event: Event, moment: datetime) -> int:
    """Make the letters for the next few registrations; how many. The mailing says how far it has come."""
    audience = Audience.of(mailing.facts, not_yet=mailing.id)
    last = _end_of_part(session, event, mailing.reached)
    part = _part(Attendee.registration_id, mailing.reached, last)
    others = companions_reached(session, event, audience, *part)
    part = _part(Registration.id, mailing.reached, last)
    wanted = select(Registration).where(*contacts(event, audience), *part)
    made = _make_contacts(session, mailing, wanted, moment)
    if others:
        session.execute(insert(Letter), [_letter(mailing, one) for one in others])
    if last is None:
        mailing.settled_at = moment
        newest = select(func.max(Registration.id)).where(Registration.event_id == event.id)
        mailing.reached = session.scalar(newest) or mailing.reached
    else:
        mailing.reached = last
    return made + len(others)


def _end_of_part(session: Session, event: Event, after: int) -> int | None:
    """The id of the last registration of a full part; None where fewer are left."""
    following = (
        select(Registration.id)
        .where(Registration.event_id == event.id, Registration.id > after)
        .order_by(Registration.id)
    )
    return session.scalar(following.offset(AT_ONCE - 1).limit(1))


def _part(column: Any, after: int, last: int | None) -> list[ColumnElement[bool]]:
    return [column > after, *([column <= last] if last is not None else [])]


def _make_contacts(session: Session, mailing: Mailing, wanted: Select[Any], moment: datetime) -> int:
    values: dict[str, ColumnElement[Any]] = {
        "registration_id": Registration.id.expression,
        "recipient": Registration.email.expression,
        "recipient_key": Registration.email_key.expression,
        "language": Registration.language.expression,
        "message_token": _token(session.get_bind().dialect.name),
        **{name: _same(name, value) for name, value in _in_common(mailing, moment).items()},
    }
    letters: Insert = insert(cast("Table", Letter.__table__)).from_select(
        list(values), wanted.with_only_columns(*values.values()).order_by(Registration.id)
    )
    result = cast(
        "CursorResult[Any]",
        session.connection().execute(letters, execution_options={"preserve_rowcount": True}),
    )
    return result.rowcount


def _in_common(mailing: Mailing, moment: datetime) -> dict[str, Any]:
    return {
        "mailing_id": mailing.id,
        "event_id": mailing.event_id,
        "kind": LetterKind.MESSAGE,
        "facts": {},
        "by_form": False,
        "state": LetterState.DUE,
        "due_at": moment,
        "attempts": 0,
        "last_error": "",
        "created_at": moment,
        "changed_at": moment,
    }


def _same(name: str, value: Any) -> ColumnElement[Any]:
    """A value that is the same in all rows."""
    return literal(value, getattr(Letter, name).type)


def _token(dialect: str) -> ColumnElement[str]:
    """A secret of its own for each row, like ``new_message_token``: both databases draw from the system's."""
    if dialect == "postgresql":
        return func.replace(sa.cast(func.gen_random_uuid(), sa.Text), "-", "")
    return func.lower(func.hex(func.randomblob(16)))


def _letter(mailing: Mailing, one: Reader) -> dict[str, Any]:
    return {
        "mailing_id": mailing.id,
        "event_id": mailing.event_id,
        "registration_id": one.registration_id,
        "attendee_id": one.attendee_id,
        "kind": LetterKind.MESSAGE,
        "recipient": one.address,
        "recipient_key": one.key,
        "language": one.language,
        "facts": {},
    }
