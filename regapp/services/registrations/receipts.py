"""What the person in front of the receipt may still do: correct the address, ask for the letter again."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NoPlace, NotFound, RegistrationShut, TooManyPeople, UnknownTicket, WrongCode
from regapp.models import Receipt, Registration, emails
from regapp.models.tokens import new_token
from regapp.services import audit
from regapp.services.allocation import places, transitions
from regapp.services.allocation.asked import Asked
from regapp.services.allocation.assessing import assess
from regapp.services.outgoing import letters
from regapp.services.registrations import rows
from regapp.services.registrations.giving_back import give_all_back
from regapp.services.registrations.registering import admit, digest
from regapp.vocabulary import Actor, LetterKind

CORRECTABLE = timedelta(minutes=60)
MOST_CORRECTIONS = 3


@use_case
def correct_address(session: Session, *, token: str, email: str, browser_secret: str) -> None:
    """Send the letter to another address than the one that was typed. Raises NotFound.

    If this receipt's own form made the registration, the same browser asks, soon, and nothing was done on
    the own page, the registration moves to the new address and its old own page is gone. Otherwise the new
    address is registered like any newcomer. The receipt reads the same either way, whatever happened: a
    stranger learns nothing, and the owner of the new address has a letter that tells.
    """
    receipt = _find(session, token)
    if emails.key(email) == emails.key(receipt.email):
        return
    registration = _correctable(session, receipt, browser_secret)
    receipt.email = email
    receipt.corrections += 1
    receipt.request = {**receipt.request, "email": email}
    if registration is None:
        _register_newcomer(session, receipt)
    elif not rows.is_known(session, receipt.event_id, email):
        rows.move(session, registration, email)
        letters.owe(session, letters.kind_for(registration), registration, by_form=True)
        audit.record(session, Actor.PARTICIPANT, "registration.address_corrected", registration)
    else:
        _withdraw(session, registration)
        receipt.registration_id = None
        _register_newcomer(session, receipt)


@use_case
def send_again(session: Session, *, token: str) -> None:
    """Owe the address on the receipt its letter once more. Raises NotFound."""
    receipt = _find(session, token)
    registration = rows.lock_known(session, receipt.event_id, receipt.email)
    if registration is None or not registration.active:
        return
    own = registration.id == receipt.registration_id
    kind = letters.kind_for(registration) if own else LetterKind.ALREADY_REGISTERED
    letters.owe(session, kind, registration, by_form=True)


def _find(session: Session, token: str) -> Receipt:
    receipt = session.scalars(select(Receipt).where(Receipt.token == token).with_for_update()).one_or_none()
    if receipt is None or receipt.expires_at <= now():
        raise NotFound
    return receipt


def _correctable(session: Session, receipt: Receipt, browser_secret: str) -> Registration | None:
    if (
        receipt.registration_id is None
        or receipt.browser_digest != digest(browser_secret)
        or receipt.created_at + CORRECTABLE <= now()
        or receipt.corrections >= MOST_CORRECTIONS
    ):
        return None
    places.keep_editors_out(session, receipt.event_id)  # first, as everybody does who may need both
    places.lock_line(session, receipt.event_id)
    registration = rows.lock(session, Registration.id == receipt.registration_id)
    untouched = registration and registration.active and not registration.acted_at
    if registration and registration.invitation and registration.invitation.email_key:
        return None  # a personal invitation is for that address alone
    return registration if untouched else None


def _withdraw(session: Session, registration: Registration) -> None:
    registration.token = new_token()
    give_all_back(session, registration, transitions.WITHDRAWN)


def _register_newcomer(session: Session, receipt: Receipt) -> None:
    asked = Asked.from_json(receipt.request)
    try:
        told = assess(session, receipt.event_id, asked)
    except (NoPlace, RegistrationShut, TooManyPeople, UnknownTicket, WrongCode):
        letters.owe_to(
            session, asked.email, LetterKind.NO_PLACE, asked.language, event_id=receipt.event_id, by_form=True
        )
    else:
        admit(session, told, asked)
