"""What a letter is about, read when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from regapp.models import AddressChange, Event, Letter, Registration
from regapp.queries.registrations import Standing, find_registration_by_id, registrations_to_come, standing
from regapp.vocabulary import LetterKind


@dataclass(frozen=True, slots=True)
class Subject:
    """The things a letter tells of; what it does not need is None or empty."""

    event: Event | None = None
    registration: Registration | None = None
    standing: Standing | None = None
    proof_token: str = ""
    registrations_to_come: Sequence[Registration] = ()


def find_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    """What ``letter`` is about, or None if it is gone or over by ``moment``."""
    if letter.kind is LetterKind.LOST_LINKS:
        others = registrations_to_come(session, letter.recipient, moment)
        return Subject(registrations_to_come=others) if others else None
    if letter.registration_id is None:
        return _event_subject(session, letter.event_id, moment)
    registration = find_registration_by_id(session, letter.registration_id)
    if registration is None or registration.event.end_at <= moment:
        return None
    proof_token = ""
    if letter.kind is LetterKind.PROVE_ADDRESS:
        change = session.get(AddressChange, letter.facts["address_change"])
        if change is None or change.expires_at <= moment:
            return None
        proof_token = change.token
    return Subject(
        event=registration.event,
        registration=registration,
        standing=standing(session, registration.contact),
        proof_token=proof_token,
    )


def _event_subject(session: Session, event_id: int | None, moment: datetime) -> Subject | None:
    event = session.scalars(
        select(Event)
        .where(Event.id == event_id, Event.end_at > moment)
        .options(joinedload(Event.organisation), joinedload(Event.venue))
    ).one_or_none()
    return Subject(event=event) if event else None
