"""One person as their organisers see them: what they have, what happened, and what they were written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from regapp.models import Attendee, AuditEntry, Consent, Event, Letter, Registration, User, emails
from regapp.models.search import sort_key
from regapp.queries.registrations import find_registration_by_id
from regapp.vocabulary import Actor, AttendeeState

MOST_ELSEWHERE = 20


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the audit log. ``organiser`` is the account's address, if one did it and it still is."""

    at: datetime
    action: str
    actor: str
    organiser: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody at another event of the same organisation."""

    event: Event
    attendee: Attendee


def find_person(session: Session, event_id: int, attendee_id: int) -> Attendee | None:
    """Somebody of the event, with their registration and its people, or None."""
    registration_id = session.scalars(
        select(Attendee.registration_id).where(Attendee.event_id == event_id, Attendee.id == attendee_id)
    ).one_or_none()
    registration = find_registration_by_id(session, registration_id) if registration_id else None
    if registration is None:
        return None
    for attendee in registration.attendees:
        set_committed_value(attendee, "registration", registration)  # it is read already
    return next(attendee for attendee in registration.attendees if attendee.id == attendee_id)


def find_by_address(session: Session, event_id: int, email: str) -> Registration | None:
    """The event's registration under an address, or None. Raises ValueError if it is no address."""
    return session.scalars(
        select(Registration).where(
            Registration.event_id == event_id, Registration.email_key == emails.key(email)
        )
    ).one_or_none()


def find_namesake(session: Session, event_id: int, name: str) -> Attendee | None:
    """The first who still comes to the event under this name, spelled as the list sorts it, or None."""
    return session.scalars(
        select(Attendee)
        .where(
            Attendee.event_id == event_id,
            Attendee.sort_key == sort_key(name),
            Attendee.state == AttendeeState.ACTIVE,
        )
        .order_by(Attendee.id)
        .limit(1)
    ).one_or_none()


def history(session: Session, registration_id: int) -> list[Happened]:
    """What happened to a registration, the latest first."""
    return _happened(session, select(AuditEntry).where(AuditEntry.registration_id == registration_id))


def last_change(session: Session, registration_id: int, actions: Collection[str]) -> Happened | None:
    """The latest of these things that happened to a registration, by the log's terms; None if none did."""
    if not actions:
        return None
    of_these = select(AuditEntry).where(
        AuditEntry.registration_id == registration_id, AuditEntry.action.in_(actions)
    )
    return next(iter(_happened(session, of_these.limit(1))), None)


def _happened(session: Session, wanted: Select[AuditEntry]) -> list[Happened]:
    entries = session.scalars(wanted.order_by(AuditEntry.id.desc())).all()
    accounts = {_account(entry.actor) for entry in entries} - {None}
    users = dict(session.execute(select(User.id, User.email).where(User.id.in_(accounts))).all())
    return [
        Happened(
            entry.at,
            entry.action,
            entry.actor.partition(":")[0],
            users.get(_account(entry.actor) or 0, ""),
            entry.details,
        )
        for entry in entries
    ]


def other_registrations(session: Session, attendee: Attendee) -> list[Elsewhere]:
    """What else somebody has registered for with the event's organisation, the latest event first.

    It is the contact's address by which they are known: of who has none, nothing is found.
    """
    registration = attendee.registration
    if registration.email_key is None:
        return []
    rows = session.scalars(
        select(Attendee)
        .join(Registration, Registration.id == Attendee.registration_id)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Registration.email_key == registration.email_key,
            Registration.id != registration.id,
            Event.organisation_id == registration.event.organisation_id,
            Attendee.name == Registration.name,
        )
        .order_by(Event.start_at.desc(), Attendee.id)
        .limit(MOST_ELSEWHERE)
        .options(
            contains_eager(Attendee.registration).contains_eager(Registration.event),
            selectinload(Attendee.holds),
        )
    )
    return [Elsewhere(one.registration.event, one) for one in rows]


def consents(session: Session, registration_id: int) -> Sequence[Consent]:
    """To which words somebody agreed, and when; the latest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.registration_id == registration_id)
        .order_by(Consent.id.desc())
        .options(joinedload(Consent.text))
    ).all()


def letters_about(session: Session, registration_id: int) -> Sequence[Letter]:
    """The letters about a registration, the latest first."""
    return session.scalars(
        select(Letter).where(Letter.registration_id == registration_id).order_by(Letter.id.desc())
    ).all()


def _account(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == Actor.ORGANISER and number.isdecimal() else None
