"""Registration is closed and opened by hand, for an event or one of its ticket types."""

from datetime import datetime

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotPossible
from regapp.models import Event, TicketType
from regapp.services import audit
from regapp.services.organising import lock_event


@use_case
def close(session: Session, *, event_id: int, user_id: int | None, ticket: str = "") -> None:
    """End the registration window now, of the event or of the ticket type of that key.

    Raises NotFound or UnknownTicket.
    """
    event = lock_event(session, event_id)
    window = _window(event, ticket)
    before, moment = window.closes_at, now()
    window.closes_at, window.closes_wall = moment, event.wall(moment)
    event.revision += 1
    audit.record_event(
        session,
        user_id,
        "registration.closed_by_hand",
        event_id,
        ticket=ticket,
        before=before.isoformat() if before else None,
    )


@use_case
def open_now(
    session: Session,
    *,
    event_id: int,
    user_id: int | None,
    ticket: str = "",
    until: datetime | None = None,
) -> None:
    """Open the registration window now, of the event or of the ticket type of that key.

    ``until`` is naive, on the wall clock of the event's zone; without it the window's end stays if it is to
    come, and else is the event's start. Raises NotFound, UnknownTicket, or NotPossible for an end that is
    past or after the event.
    """
    event = lock_event(session, event_id)
    window, moment = _window(event, ticket), now()
    if until is None and window.closes_at is not None and window.closes_at <= moment:
        until = event.start_wall
    if until is not None:
        closes_at = event.instant(until)
        if not moment < closes_at <= event.end_at:
            raise NotPossible
        window.closes_at, window.closes_wall = closes_at, until
    window.opens_at = window.opens_wall = None
    event.revision += 1
    audit.record_event(session, user_id, "registration.opened_by_hand", event_id, ticket=ticket)


def _window(event: Event, ticket: str) -> Event | TicketType:
    return event.find_ticket_type(ticket) if ticket else event
