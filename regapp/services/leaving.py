"""A registration ends: what it had goes to those who wait, in the same transaction."""

from sqlalchemy.orm import Session

from regapp.models import Registration
from regapp.services import audit, letters, places
from regapp.vocabulary import LetterKind, RegistrationState


def end(session: Session, registration: Registration, state: RegistrationState) -> None:
    """Free all places of the registration and seat the first in the line; they are told by letter.

    The caller holds the event's line.
    """
    registration.state = state
    registration.calendar_revision += 1
    for attendee in list(registration.attendees):
        places.leave(session, attendee)
    for attendee in places.move_up(session, registration.event_id):
        letters.owe(session, LetterKind.PLACE, attendee.registration)
        audit.record(session, audit.SYSTEM, "registration.moved_up", attendee.registration)
