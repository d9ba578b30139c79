"""What a letter is about, read when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from regapp.models import AddressChange, Attendee, Event, Invitation, Letter, Registration
from regapp.queries.registrations import (
    Standing,
    find_registration_by_id,
    registrations_to_come,
    standing,
    standings,
)
from regapp.vocabulary import LetterKind


@dataclass(frozen=True, slots=True)
class Subject:
    """The things a letter tells of; what it does not need is None or empty.

    ``standing`` is that of ``Letter.attendee`` or of the registration's first, ``people`` those who come.
    """

    event: Event | None = None
    registration: Registration | None = None
    standing: Standing | None = None
    people: Sequence[tuple[Attendee, Standing]] = ()
    invitation: Invitation | None = None
    address_change: AddressChange | None = None
    registrations_to_come: Sequence[Registration] = ()


def find_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    """What ``letter`` is about, or None if it is gone or over by ``moment``."""
    if letter.kind is LetterKind.LOST_LINKS:
        others = registrations_to_come(session, letter.recipient, moment)
        return Subject(registrations_to_come=others) if others else None
    if letter.registration_id is None:
        return _event_subject(session, letter, moment)
    registration = find_registration_by_id(session, letter.registration_id)
    if registration is None or registration.event.end_at <= moment:
        return None
    change = None
    if letter.kind is LetterKind.PROVE_ADDRESS:
        change = session.get(AddressChange, letter.facts["address_change"])
        if change is None or change.expires_at <= moment:
            return None
    return Subject(
        event=registration.event,
        registration=registration,
        standing=standing(session, letter.attendee or registration.first),
        people=standings(session, registration),
        address_change=change,
    )


def _event_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    event = session.scalars(
        select(Event)
        .where(Event.id == letter.event_id, Event.end_at > moment)
        .options(joinedload(Event.organisation), joinedload(Event.venue))
    ).one_or_none()
    if event is None or letter.kind is not LetterKind.INVITATION:
        return Subject(event=event) if event else None
    invitation = session.get(Invitation, letter.facts["invitation"])
    is_open = invitation is not None and invitation.is_open_to(letter.recipient_key, 1, moment)
    return Subject(event=event, invitation=invitation) if is_open else None
