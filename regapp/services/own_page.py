"""What the owner of a registration may do. The own page's token proves who asks."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import AddressTaken, NotFound, Over
from regapp.models import AddressChange, Registration, TicketType, emails
from regapp.services import audit, letters, places, registrations
from regapp.services.leaving import end
from regapp.services.registering import seat_or_queue
from regapp.vocabulary import Language, LetterKind, RegistrationState, Status

PROOF_LIVES = timedelta(days=2)


@use_case
def cancel(session: Session, *, token: str) -> None:
    """Give the place, or the place in the line, back at once. Cancelling twice is cancelling once.

    Raises NotFound, or Over when the event has ended.
    """
    registration = _find(session, token)
    if not registration.active:
        return
    _refuse_when_over(registration)
    held_a_place = bool(registration.contact.holds)
    letters.drop_unsent(session, registration)
    end(session, registration, RegistrationState.CANCELLED)
    letters.owe(session, LetterKind.CANCELLATION, registration, held_a_place=held_a_place)
    audit.record(session, audit.PARTICIPANT, "registration.cancelled", registration)


@use_case
def restore(session: Session, *, token: str) -> Status:
    """Come back after a cancellation, like a newcomer: a place if one is left, else the end of the line.

    Raises NotFound, RegistrationShut, or NoPlace where neither is to be had.
    """
    registration = _find(session, token)
    attendee = registration.contact
    if registration.active:
        return Status.WAITING if attendee.waiting_entry else Status.CONFIRMED
    event = registration.event
    event.check_open(now())
    ticket_type = session.get_one(TicketType, attendee.ticket_type_id)
    told = places.assess(session, event, ticket_type)
    registration.state = RegistrationState.ACTIVE
    registration.calendar_revision += 1
    seat_or_queue(session, attendee, ticket_type, told)
    letters.owe(session, letters.KIND_FOR[told], registration)
    audit.record(session, audit.PARTICIPANT, "registration.restored", registration, status=told)
    return told


@use_case
def change_details(
    session: Session, *, token: str, name: str, answers: dict[str, str], language: Language
) -> None:
    """Change name, answers and the language of pages and letters. Raises NotFound or Over."""
    registration = _find(session, token)
    _refuse_when_over(registration)
    registration.name = name
    registration.answers = {**registration.answers, **answers}
    registration.language = language
    attendee = registration.contact
    attendee.name = name
    registrations.describe(attendee, registration)
    audit.record(session, audit.PARTICIPANT, "registration.changed", registration)


@use_case
def ask_for_address_change(session: Session, *, token: str, email: str) -> None:
    """Send a letter to the new address; nothing changes until the button in its page is pressed.

    Raises NotFound or Over.
    """
    registration = _find(session, token)
    _refuse_when_over(registration)
    if emails.key(email) == registration.email_key:
        return
    change = AddressChange(registration_id=registration.id, email=email, expires_at=now() + PROOF_LIVES)
    session.add(change)
    session.flush()
    letters.owe_to(
        session,
        email,
        LetterKind.PROVE_ADDRESS,
        registration.language,
        registration=registration,
        facts={"address_change": change.id},
        by_form=True,
    )


@use_case
def prove_address(session: Session, *, token: str) -> str:
    """Make the new address the registration's; the token of its own page, a new one.

    The old address may have belonged to somebody else, so the old page is gone. Raises NotFound for an
    unknown or expired change and AddressTaken if the event knows the new address already.
    """
    of_change = Registration.id.in_(
        select(AddressChange.registration_id).where(
            AddressChange.token == token, AddressChange.expires_at > now()
        )
    )
    registration = _lock(session, of_change)
    # Read under the lock: an owner who has moved since takes back every change asked for before.
    email = session.scalars(select(AddressChange.email).where(AddressChange.token == token)).one_or_none()
    if email is None:
        raise NotFound
    if registration.email_key == emails.key(email):
        return registration.token
    if registrations.is_known(session, registration.event_id, email):
        raise AddressTaken
    registrations.move(session, registration, email)
    registration.acted_at = now()
    if registration.active:
        letters.owe(session, letters.kind_for(registration), registration)
    audit.record(session, audit.PARTICIPANT, "registration.address_changed", registration)
    return registration.token


def _find(session: Session, token: str) -> Registration:
    """The registration, under its event's line, marked as used by its owner. Raises NotFound."""
    registration = _lock(session, Registration.token == token)
    registration.acted_at = now()
    return registration


def _lock(session: Session, condition: ColumnElement[bool]) -> Registration:
    event_id = session.scalars(select(Registration.event_id).where(condition)).one_or_none()
    if event_id is None:
        raise NotFound
    places.lock_line(session, event_id)
    registration = registrations.lock(session, condition)
    if registration is None:
        raise NotFound  # while we waited, the owner moved to another address
    return registration


def _refuse_when_over(registration: Registration) -> None:
    if registration.event.end_at <= now():
        raise Over
