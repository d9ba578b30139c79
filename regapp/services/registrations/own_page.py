"""What the owner of a registration may do with it. The own page's token proves who asks."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound, NotPossible
from regapp.models import AddressChange, Registration, emails
from regapp.models.form import Answer
from regapp.services import audit
from regapp.services.allocation.proving import accept_proof
from regapp.services.describing import describe
from regapp.services.outgoing import letters
from regapp.services.registrations import restoring
from regapp.services.registrations.answer_files import Files, answer_tokens, forget
from regapp.services.registrations.answer_files import keep as keep_files
from regapp.services.registrations.answering import answer_anew
from regapp.services.registrations.giving_back import give_all_back
from regapp.services.registrations.moving import move_to
from regapp.services.registrations.owning import find_owned, lock_owned, refuse_when_over
from regapp.vocabulary import Actor, Language, LetterKind, Status

NO_FILES: Files = MappingProxyType({})
PROOF_LIVES = timedelta(days=2)


@use_case
def cancel(session: Session, *, token: str) -> None:
    """Give everything back at once, for everybody registered here. Cancelling twice is cancelling once.

    Raises NotFound, or Over when the event has ended.
    """
    registration = find_owned(session, token)
    if not registration.active:
        return
    refuse_when_over(registration)
    give_all_back(session, registration)


@use_case
def restore(session: Session, *, token: str) -> Status:
    """Come back, like a newcomer: to a place if one is left, else to the end of the line.

    Those come back who left last. Raises NotFound, RegistrationShut, WrongCode if the invitation is used up,
    or NoPlace where neither is to be had.
    """
    registration = find_owned(session, token)
    if not registration.active:
        registration.event.check_open(now())
        restoring.restore_own(session, registration)
    return registration.first.status


@use_case
def prove(session: Session, *, token: str) -> Status:
    """Keep the place: whoever presses the button on the own page has had the letter.

    Pressing it twice is pressing it once. Raises NotFound, or NotPossible when the time for it is over.
    """
    registration = find_owned(session, token)
    if registration.prove_until is not None and now() < registration.prove_until:
        accept_proof(session, registration, actor=Actor.PARTICIPANT)
    elif registration.prove_until is not None or not registration.active:
        raise NotPossible
    return registration.first.status


@use_case
def change_details(
    session: Session,
    *,
    token: str,
    name: str,
    answers: Mapping[str, Answer],
    language: Language,
    files: Files = NO_FILES,
) -> None:
    """Change name, answers and the language of pages and letters.

    Answers that are not among these and ``files`` stay as they are; an empty one goes. Raises NotFound or
    Over, NoPlace if a choice has no place left, or NotPossible while the places that go with answers cannot
    be exchanged.
    """
    registration = find_owned(session, token)
    refuse_when_over(registration)
    first = registration.first
    if first.name == registration.name:
        first.name = name
    registration.name = name
    before = answer_tokens(session, registration)
    answer_anew(session, registration, {**registration.answers, **answers})
    keep_files(session, registration, files)
    forget(session, registration, before - answer_tokens(session, registration))
    registration.language = language
    for attendee in registration.attendees:
        describe(attendee, registration)
    audit.record(session, Actor.PARTICIPANT, "registration.changed", registration)


@use_case
def ask_for_address_change(session: Session, *, token: str, email: str) -> None:
    """Send a letter to the new address; nothing changes until the button in its page is pressed.

    Raises NotFound or Over.
    """
    registration = find_owned(session, token)
    refuse_when_over(registration)
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
    registration = lock_owned(session, of_change)
    # Read under the lock: an owner who has moved since takes back every change asked for before.
    email = session.scalars(select(AddressChange.email).where(AddressChange.token == token)).one_or_none()
    if email is None:
        raise NotFound
    if registration.email_key == emails.key(email):
        return registration.token
    move_to(session, registration, email, actor=Actor.PARTICIPANT)
    audit.record(session, Actor.PARTICIPANT, "registration.address_changed", registration)
    return registration.token
