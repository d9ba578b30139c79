"""From a filled-in form to a place, or a place in the line."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager, joinedload

from regapp.clock import now
from regapp.database import Overtaken, insert_if_new, use_case
from regapp.errors import NotFound, UnknownTicket
from regapp.models import Attendee, Consent, ConsentText, Event, Receipt, Registration, TicketType, emails
from regapp.models.registration import new_token
from regapp.services import audit, letters, places, registrations
from regapp.services.asked import Asked
from regapp.vocabulary import EventStatus, LetterKind, RegistrationState, Status

RECEIPT_LIVES = timedelta(days=30)
# A registration is decided without the texts that the event's page shows.
_DECIDING = ("status", "opens_at", "closes_at", "end_at", "waiting_list", "sequence")
_TICKET_TYPE = (
    select(TicketType)
    .join(TicketType.event)
    .where(TicketType.event_id == bindparam("event_id"), TicketType.key == bindparam("key"))
    .options(
        joinedload(TicketType.quotas),
        contains_eager(TicketType.event).load_only(*(getattr(Event, name) for name in _DECIDING)),
    )
)


@use_case
def register(session: Session, *, event_id: int, asked: Asked, form: str, browser_secret: str) -> str:
    """Register the person who filled in the form; the token of the receipt.

    ``form`` is the form's own random value: the same form sent again with the same address gets its first
    receipt, whatever is left by then. A known address gets a letter and nothing else changes. Raises
    NotFound, UnknownTicket, RegistrationShut or NoPlace, and then leaves nothing behind.
    """
    replay_key = digest(str(event_id), form, emails.key(asked.email)) if form else None
    token = new_token()
    values = {
        "token": token,
        "replay_key": replay_key,
        "event_id": event_id,
        "email": asked.email,
        "language": asked.language,
        "request": asked.as_json(),
        "browser_digest": digest(browser_secret),
        "expires_at": now() + RECEIPT_LIVES,
    }
    try:
        receipt = insert_if_new(session, Receipt, values)
    except IntegrityError as error:
        raise NotFound from error  # the event is all that a new receipt refers to
    if receipt is None:
        return session.scalars(select(Receipt.token).where(Receipt.replay_key == replay_key)).one()
    ticket_type, told = assess(session, event_id, asked.ticket)
    made = admit(session, ticket_type, asked, told)
    receipt.told = told
    receipt.registration_id = made.id if made else None
    return token


def assess(session: Session, event_id: int, key: str) -> tuple[TicketType, Status]:
    """The event's ticket type of that key, and what a newcomer gets of it now.

    Takes the event's line unless the ticket type is unlimited. Raises NotFound, UnknownTicket,
    RegistrationShut or NoPlace.
    """
    ticket_type = _ticket_type(session, event_id, key)
    event = ticket_type.event
    if ticket_type.quotas:
        places.lock_line_for(session, ticket_type)
        session.refresh(event, _DECIDING)  # after the wait: it may have been shut meanwhile
    if event.status is EventStatus.DRAFT:
        raise NotFound
    event.check_open(now())
    return ticket_type, places.assess(session, event, ticket_type)


def admit(session: Session, ticket_type: TicketType, asked: Asked, told: Status) -> Registration | None:
    """Do what ``told`` says for the address that was typed; the registration if this made a new one."""
    event_id, email_key = ticket_type.event_id, emails.key(asked.email)
    values = {
        "event_id": event_id,
        "name": asked.name,
        "email": asked.email,
        "email_key": email_key,
        "language": asked.language,
        "answers": asked.answers,
    }
    registration = insert_if_new(session, Registration, values)
    if registration is not None:
        attendee = Attendee(
            event_id=event_id, registration_id=registration.id, ticket_type_id=ticket_type.id, name=asked.name
        )
        registrations.describe(attendee, registration)
        session.add(attendee)
        _settle(
            session, registration, attendee, ticket_type, asked=asked, told=told, action="registration.made"
        )
        return registration
    known = registrations.lock(
        session, Registration.event_id == event_id, Registration.email_key == email_key
    )
    if known is None:
        raise Overtaken  # its owner moved to another address in this very moment
    if known.active:
        letters.owe(session, LetterKind.ALREADY_REGISTERED, known, by_form=True)
    else:
        _revive(session, known, ticket_type, asked, told)
    return None


def seat_or_queue(session: Session, attendee: Attendee, ticket_type: TicketType, told: Status) -> None:
    """Do what :func:`places.assess` told."""
    step: Callable[[Session, Attendee, TicketType], None]
    step = places.take if told is Status.CONFIRMED else places.join_line
    step(session, attendee, ticket_type)


def digest(*parts: str) -> str:
    """SHA-256 of the parts, in hex."""
    return sha256("\0".join(parts).encode()).hexdigest()


def _ticket_type(session: Session, event_id: int, key: str) -> TicketType:
    found = session.scalars(_TICKET_TYPE, {"event_id": event_id, "key": key}).unique().one_or_none()
    if found is None:
        raise UnknownTicket
    return found


def _revive(
    session: Session, registration: Registration, ticket_type: TicketType, asked: Asked, told: Status
) -> None:
    registration.name = asked.name
    registration.language = asked.language
    registration.answers = asked.answers
    registration.state = RegistrationState.ACTIVE
    registration.calendar_revision += 1
    attendee = registration.contact
    attendee.name = asked.name
    registrations.describe(attendee, registration)
    _settle(
        session, registration, attendee, ticket_type, asked=asked, told=told, action="registration.revived"
    )


def _settle(
    session: Session,
    registration: Registration,
    attendee: Attendee,
    ticket_type: TicketType,
    *,
    asked: Asked,
    told: Status,
    action: str,
) -> None:
    with session.no_autoflush:  # nothing read here depends on what is written here: all goes out at once
        seat_or_queue(session, attendee, ticket_type, told)
        text_id = _consent_text_id(session, asked)
        session.add(Consent(registration_id=registration.id, consent_text_id=text_id))
        letters.owe(session, letters.KIND_FOR[told], registration, by_form=True)
        audit.record(session, audit.PARTICIPANT, action, registration, ticket=ticket_type.key, status=told)


def _consent_text_id(session: Session, asked: Asked) -> int:
    text_digest = digest(asked.consent_version, asked.language, asked.consent_text)
    known = select(ConsentText.id).where(ConsentText.digest == text_digest)
    found = session.scalars(known).one_or_none()
    if found is not None:
        return found
    values = {
        "digest": text_digest,
        "version": asked.consent_version,
        "language": asked.language,
        "text": asked.consent_text,
    }
    new = insert_if_new(session, ConsentText, values)
    return new.id if new else session.scalars(known).one()
