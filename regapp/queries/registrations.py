"""Registrations as their owners see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import AddressChange, Attendee, Event, Receipt, Registration, WaitingEntry, emails
from regapp.models.ticket import TicketType
from regapp.vocabulary import Attendance, RegistrationState, Status

_EVERYTHING = (
    joinedload(Registration.event).options(
        joinedload(Event.organisation),
        joinedload(Event.venue),
        selectinload(Event.questions),
        selectinload(Event.hosts),
        selectinload(Event.sessions),
    ),
    selectinload(Registration.attendees).options(
        selectinload(Attendee.holds),
        joinedload(Attendee.waiting_entry).joinedload(WaitingEntry.ticket_type),
        joinedload(Attendee.ticket_type),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an attendee has now."""

    status: Status
    ticket_type: TicketType
    position: int | None  # in the event's line, from 1

    @property
    def in_person(self) -> bool:
        """Whether the ticket is for the room."""
        return self.ticket_type.attendance is Attendance.IN_PERSON

    @property
    def confirmed(self) -> bool:
        """Whether there is a place."""
        return self.status is Status.CONFIRMED


def find_registration(session: Session, token: str) -> Registration | None:
    """The registration with all that its own page shows, or None."""
    return session.scalars(
        select(Registration).where(Registration.token == token).options(*_EVERYTHING)
    ).one_or_none()


def find_registration_by_id(session: Session, registration_id: int) -> Registration | None:
    """The same by id, for letters."""
    return session.scalars(
        select(Registration).where(Registration.id == registration_id).options(*_EVERYTHING)
    ).one_or_none()


def standing(session: Session, attendee: Attendee) -> Standing:
    """What the attendee has now: a place, a place in the line, or nothing any more."""
    if entry := attendee.waiting_entry:
        return Standing(Status.WAITING, entry.ticket_type, _position(session, entry))
    status = Status.CONFIRMED if attendee.holds else Status.CANCELLED
    return Standing(status, attendee.ticket_type, None)


def find_receipt(session: Session, token: str, moment: datetime) -> Receipt | None:
    """A receipt that has not expired at ``moment``, or None."""
    return session.scalars(
        select(Receipt)
        .where(Receipt.token == token, Receipt.expires_at > moment)
        .options(joinedload(Receipt.event).joinedload(Event.venue))
    ).one_or_none()


def find_address_change(session: Session, token: str, moment: datetime) -> AddressChange | None:
    """A new address that still waits for its proof at ``moment``, or None."""
    return session.scalars(
        select(AddressChange)
        .where(AddressChange.token == token, AddressChange.expires_at > moment)
        .options(joinedload(AddressChange.registration).joinedload(Registration.event))
    ).one_or_none()


def find_ticket(session: Session, code: str) -> Attendee | None:
    """The attendee whose ticket has this code, or None."""
    return session.scalars(
        select(Attendee)
        .where(Attendee.code == code)
        .options(joinedload(Attendee.registration).joinedload(Registration.event))
    ).one_or_none()


def registrations_to_come(session: Session, address: str, moment: datetime) -> Sequence[Registration]:
    """Active registrations of an address whose events end after ``moment``, soonest first."""
    return session.scalars(
        select(Registration)
        .join(Event)
        .where(
            Registration.email_key == emails.key(address),
            Registration.state == RegistrationState.ACTIVE,
            Event.end_at > moment,
        )
        .order_by(Event.start_at, Registration.id)
        .options(*_EVERYTHING)
    ).all()


def _position(session: Session, entry: WaitingEntry) -> int:
    ahead = select(func.count()).where(WaitingEntry.event_id == entry.event_id, WaitingEntry.id <= entry.id)
    return session.scalar(ahead) or 1
