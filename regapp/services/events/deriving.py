"""Instants follow the clock on the wall, also when an event moves or the law of its zone changes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.models import Event, Invitation, Registration
from regapp.queries.instants import planned_messages
from regapp.services.allocation import places


def derive(session: Session, event: Event) -> None:
    """Derive every instant of an event again from its wall clock, and what is kept for a time with them.

    The caller holds the event's line. An hour that the clock shows twice stays the one that it was.
    """
    _derive_instants(session, event)
    _limit_proofs(session, event)
    places.limit_offers(session, event)


def _derive_instants(session: Session, event: Event) -> None:
    event.start_at, event.end_at = event.start.astimezone(UTC), event.end.astimezone(UTC)
    for owner, name in _clocked(session, event):
        wall: datetime | None = getattr(owner, f"{name}_wall")
        if not event.shows(wall, getattr(owner, f"{name}_at")):
            setattr(owner, f"{name}_at", event.instant(wall) if wall else None)
    for message, wall in planned_messages(session, Event.id == event.id):
        if not event.shows(wall, message.due_at):
            message.due_at = event.instant(wall)


def _clocked(session: Session, event: Event) -> Iterator[tuple[Any, str]]:
    for owner in (event, *event.ticket_types):
        yield from ((owner, name) for name in ("opens", "closes"))
    for item in event.sessions:
        yield from ((item, name) for name in ("start", "end"))
    ending = select(Invitation).where(Invitation.event_id == event.id, Invitation.expires_wall.is_not(None))
    yield from ((invitation, "expires") for invitation in session.scalars(ending))


def _limit_proofs(session: Session, event: Event) -> None:
    """Nothing is kept for a proof beyond the end of the event."""
    session.execute(
        update(Registration)
        .where(Registration.event_id == event.id, Registration.prove_until > event.end_at)
        .values(prove_until=event.end_at)
    )
