"""How the owner of a registration gets at it: by its own page's token, under its event's line."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.errors import NotFound, Over
from regapp.models import Attendee, Registration
from regapp.services.allocation import places
from regapp.services.registrations import rows


def find_owned(session: Session, token: str) -> Registration:
    """The registration, under its event's line, marked as used by its owner. Raises NotFound."""
    registration = lock_owned(session, Registration.token == token)
    registration.acted_at = now()
    return registration


def find_person(session: Session, token: str, code: str) -> Attendee:
    """The same for one of its people who still comes, by the code of the ticket. Raises NotFound."""
    registration = find_owned(session, token)
    found = next((one for one in registration.coming if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def lock_owned(session: Session, condition: ColumnElement[bool]) -> Registration:
    """The one registration of this condition, under its event's line. Raises NotFound."""
    event_id = session.scalars(select(Registration.event_id).where(condition)).one_or_none()
    if event_id is None:
        raise NotFound
    places.lock_line(session, event_id)
    registration = rows.lock(session, condition)
    if registration is None:
        raise NotFound  # while we waited, the owner moved to another address
    return registration


def refuse_when_over(registration: Registration) -> None:
    """Raise Over once the event has ended."""
    if registration.event.end_at <= now():
        raise Over
