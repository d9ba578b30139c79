"""Whom a letter to an event's people reaches, a part of them at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Exists, exists, or_, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, Hold, Registration, TicketType, WaitingEntry, emails
from regapp.vocabulary import Attendance, AttendeeState, HoldReason, Language


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody with an address, and what those have of whom their letter tells.

    That is everybody registered under the contact's address, or the companion whom ``attendee_id`` names.
    """

    registration_id: int
    attendee_id: int | None
    address: str
    key: str
    language: Language
    calendar_revision: int
    registered_at: datetime
    confirmed: bool
    online: bool
    waiting: bool


def recipients(session: Session, event_id: int, *, after: int, most: int) -> tuple[list[Recipient], bool]:
    """Those of the next ``most`` registrations with somebody active, whose id is greater than ``after``.

    With them whether there may be more. An address that is not proved gets no letters but the one that asks
    for it. A registration in which nobody has an address is none of them.
    """
    active = Attendee.state == AttendeeState.ACTIVE
    found = session.execute(
        select(
            Registration.id,
            Registration.email,
            Registration.email_key,
            Registration.language,
            Registration.calendar_revision,
            Registration.created_at,
        )
        .where(
            Registration.event_id == event_id,
            Registration.id > after,
            Registration.prove_until.is_(None),
            exists().where(
                Attendee.registration_id == Registration.id,
                active,
                or_(Registration.email_key.is_not(None), Attendee.email != ""),
            ),
        )
        .order_by(Registration.id)
        .limit(most)
    ).all()
    people = _people(session, [row.id for row in found])
    reached = [one for row in found for one in _of_registration(row, people[row.id])]
    return reached, len(found) == most


def has_place() -> Exists:
    """Whether an attendee has a place that is theirs."""
    return exists().where(Hold.attendee_id == Attendee.id, Hold.reason == HoldReason.CONFIRMED)


def has_place_online() -> Exists:
    """Whether an attendee has one online."""
    return has_place().where(TicketType.id == Hold.ticket_type_id, TicketType.attendance == Attendance.ONLINE)


def waits() -> Exists:
    """Whether an attendee stands in the line."""
    return exists().where(WaitingEntry.attendee_id == Attendee.id)


def _people(session: Session, registration_ids: Sequence[int]) -> dict[int, list[Any]]:
    rows = session.execute(
        select(
            Attendee.registration_id,
            Attendee.id,
            Attendee.email,
            has_place().label("confirmed"),
            has_place_online().label("online"),
            waits().label("waiting"),
        )
        .where(Attendee.registration_id.in_(registration_ids), Attendee.state == AttendeeState.ACTIVE)
        .order_by(Attendee.registration_id, Attendee.id)
    )
    return {key: list(same) for key, same in groupby(rows, key=lambda row: row.registration_id)}


def _of_registration(contact: Any, people: Sequence[Any]) -> Iterator[Recipient]:
    """The contact, and each companion with an address of their own."""
    if contact.email_key is not None:
        yield _recipient(contact, people, None, contact.email, contact.email_key)
    for one in people:
        if one.email and (key := emails.key(one.email)) != contact.email_key:
            yield _recipient(contact, [one], one.id, one.email, key)


def _recipient(
    contact: Any, people: Sequence[Any], attendee_id: int | None, address: str, key: str
) -> Recipient:
    return Recipient(
        registration_id=contact.id,
        attendee_id=attendee_id,
        address=address,
        key=key,
        language=contact.language,
        calendar_revision=contact.calendar_revision,
        registered_at=contact.created_at,
        confirmed=any(one.confirmed for one in people),
        online=any(one.online for one in people),
        waiting=any(one.waiting for one in people),
    )
