"""From a filled-in form to a place, or a place in the line."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import Overtaken, execute_plain, insert_if_new, use_case
from regapp.errors import NotFound
from regapp.models import Attendee, Consent, ConsentText, Receipt, Registration, emails
from regapp.models.tokens import new_token
from regapp.services.allocation.asked import Asked
from regapp.services.allocation.assessing import Told, assess
from regapp.services.allocation.seating import seat
from regapp.services.allocation.transitions import MADE, REVIVED, Transition
from regapp.services.describing import describe
from regapp.services.outgoing import letters
from regapp.services.registrations import rows
from regapp.services.registrations.answer_files import Files, answer_tokens, forget
from regapp.services.registrations.answer_files import keep as keep_files
from regapp.vocabulary import Actor, AttendeeState, LetterKind, Source

NO_FILES: Files = MappingProxyType({})
RECEIPT_LIVES = timedelta(days=30)
_CONSENT_TEXT = select(ConsentText.id).where(ConsentText.digest == bindparam("sought"))


@use_case
def register(
    session: Session,
    *,
    event_id: int,
    asked: Asked,
    form: str,
    browser_secret: str,
    files: Files = NO_FILES,
) -> str:
    """Register the people of a filled-in form; the token of the receipt.

    ``form`` is the form's own random value: the same form sent again with the same address gets its first
    receipt, whatever is left by then. A known address gets a letter and nothing else changes. ``files`` are
    answers by their questions' keys. Raises
    NotFound, UnknownTicket, RegistrationShut, TooManyPeople, WrongCode or NoPlace, and then leaves nothing
    behind.
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
    told = assess(session, event_id, asked)
    made = admit(session, told, asked, files)
    receipt.told, receipt.told_waiting, receipt.prove_until = told.status, told.waiting, told.prove_until
    receipt.told_meanwhile = told.meanwhile.key if told.meanwhile else ""
    receipt.registration_id = made.id if made else None
    return token


def admit(session: Session, told: Told, asked: Asked, files: Files = NO_FILES) -> Registration | None:
    """Do what ``told`` says for the address that was typed; the registration if this made a new one."""
    registration = insert_registration(session, told.event.id, asked)
    if registration is not None:
        _enter(session, MADE, registration, add_people(session, registration, asked), told=told, asked=asked)
        keep_files(session, registration, files)
        return registration
    known = rows.lock_known(session, told.event.id, asked.email)
    if known is None:
        raise Overtaken  # its owner moved to another address in this very moment
    if known.prove_until is not None and told.prove_until is not None and known.prove_until <= now():
        # The time to prove the address is over, but not swept up yet: it begins anew, as does the letter.
        known.prove_until = told.prove_until
        letters.owe(session, LetterKind.PROVE_REGISTRATION, known, by_form=True)
    elif known.active:
        other_name = asked.name if asked.name != known.name else ""
        letters.owe(
            session,
            LetterKind.ALREADY_REGISTERED,
            known,
            by_form=True,
            **{"other_name": other_name} if other_name else {},
        )
    else:
        before = answer_tokens(session, known)
        _enter(session, REVIVED, known, revive_people(session, known, asked), told=told, asked=asked)
        keep_files(session, known, files)
        forget(session, known, before)
    return None


def insert_registration(
    session: Session, event_id: int, asked: Asked, *, source: Source = Source.FORM
) -> Registration | None:
    """The row of a new registration, without anybody in it; None if the event knows the address."""
    email_key = emails.key(asked.email) if asked.email else None
    values = registration_values(event_id, asked, email_key, source)
    return insert_if_new(session, Registration, values)


def registration_values(event_id: int, asked: Asked, email_key: str | None, source: Source) -> dict[str, Any]:
    """The row of a new registration, as far as the form says."""
    return {
        "event_id": event_id,
        "name": asked.name,
        "email": asked.email,
        "email_key": email_key,
        "language": asked.language,
        "answers": asked.answers,
        "source": source,
    }


def add_people(session: Session, registration: Registration, asked: Asked) -> list[Attendee]:
    """Rows for the contact and their companions, who have nothing yet."""
    people = [(asked.name, ""), *((one.name, one.email) for one in asked.companions)]
    return [rows.add_attendee(session, registration, name, email) for name, email in people]


def revive_people(session: Session, registration: Registration, asked: Asked) -> list[Attendee]:
    """The same for a registration that has ended: its rows are taken up again, in their order."""
    registration.name, registration.language, registration.answers = (
        asked.name,
        asked.language,
        asked.answers,
    )
    registration.invitation_id = None
    people = [(asked.name, ""), *((one.name, one.email) for one in asked.companions)]
    known = list(registration.attendees)
    revived = []
    for number, (name, email) in enumerate(people):
        if number < len(known):
            attendee = known[number]
            attendee.name, attendee.email, attendee.approved_at = name, email, None
            describe(attendee, registration)
        else:
            attendee = rows.add_attendee(session, registration, name, email)
            attendee.state = AttendeeState.CANCELLED  # like the others until they enter
        revived.append(attendee)
    return revived


def digest(*parts: str) -> str:
    """SHA-256 of the parts, in hex."""
    return sha256("\0".join(parts).encode()).hexdigest()


def _enter(
    session: Session,
    transition: Transition,
    registration: Registration,
    people: Sequence[Attendee],
    *,
    told: Told,
    asked: Asked,
) -> None:
    with session.no_autoflush:  # nothing read here depends on what is written here: all goes out at once
        registration.prove_until = told.prove_until
        seat(session, transition, people, told, asked.together, actor=Actor.PARTICIPANT, by_form=True)
        text_id = _consent_text_id(session, asked)
        session.add(Consent(registration_id=registration.id, consent_text_id=text_id))


def _consent_text_id(session: Session, asked: Asked) -> int:
    text_digest = digest(asked.consent_version, asked.language, asked.consent_text)
    sought = {"sought": text_digest}
    found = execute_plain(session, _CONSENT_TEXT, sought).scalar()
    if found is not None:
        return int(found)
    values = {
        "digest": text_digest,
        "version": asked.consent_version,
        "language": asked.language,
        "text": asked.consent_text,
    }
    new = insert_if_new(session, ConsentText, values)
    return new.id if new else int(execute_plain(session, _CONSENT_TEXT, sought).scalar_one())
