"""Registrations as their owners see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import AddressChange, Attendee, Event, Hold, Receipt, Registration, WaitingEntry, emails
from regapp.models.ticket import TicketType
from regapp.vocabulary import Attendance, AttendeeState, HoldReason, Status

_EVERYTHING = (
    joinedload(Registration.event).options(
        joinedload(Event.organisation),
        joinedload(Event.venue),
        selectinload(Event.questions),
        selectinload(Event.hosts),
        selectinload(Event.sessions),
    ),
    selectinload(Registration.attendees).options(
        selectinload(Attendee.holds).joinedload(Hold.ticket_type),
        joinedload(Attendee.waiting_entry).joinedload(WaitingEntry.ticket_type),
        joinedload(Attendee.ticket_type),
        selectinload(Attendee.sessions),
        selectinload(Attendee.drawn),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an attendee has now.

    ``ticket_type`` is that of the status: held, waited for, offered, or asked for last. Beside what is held
    there may be a place in the line (``waits_for``, at ``position``, counted from 1), an offer (``offered``)
    or a question to the organiser (``asks_for``). ``deadline`` (UTC) is the offer's or the proof's.
    """

    status: Status
    ticket_type: TicketType
    waits_for: TicketType | None = None
    position: int | None = None
    offered: TicketType | None = None
    asks_for: TicketType | None = None
    deadline: datetime | None = None

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
    """What the attendee has now: a place, a place in the line, both, or nothing any more."""
    entry, prove_until = attendee.waiting_entry, attendee.registration.prove_until
    by_reason = {hold.reason: hold for hold in attendee.holds}
    status, offer = attendee.status, by_reason.get(HoldReason.OFFERED)
    held = next((hold for hold in attendee.holds if str(hold.reason) == str(status)), None)
    asked = by_reason.get(HoldReason.PENDING)
    ticket_type = held.ticket_type if held else entry.ticket_type if entry else attendee.ticket_type
    return Standing(
        status,
        ticket_type,
        waits_for=entry.ticket_type if entry else None,
        position=_position(session, entry) if entry else None,
        offered=offer.ticket_type if offer else None,
        asks_for=asked.ticket_type if asked else None,
        deadline=prove_until or (offer.deadline if offer else None),
    )


def standings(session: Session, registration: Registration) -> list[tuple[Attendee, Standing]]:
    """The same for each of a registration's people who comes; for the first if nobody does any more."""
    people = registration.coming or [registration.first]
    return [(attendee, standing(session, attendee)) for attendee in people]


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
        .join(Event, Event.id == Registration.event_id)
        .where(
            Registration.email_key == emails.key(address),
            Registration.attendees.any(Attendee.state == AttendeeState.ACTIVE),
            Event.end_at > moment,
        )
        .order_by(Event.start_at, Registration.id)
        .options(*_EVERYTHING)
    ).all()


def _position(session: Session, entry: WaitingEntry) -> int:
    ahead = select(func.count()).where(WaitingEntry.event_id == entry.event_id, WaitingEntry.id <= entry.id)
    return session.scalar(ahead) or 1
