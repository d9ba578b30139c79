"""How many places there are, and what draws on them: changed while people register."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import CapacityTooLow, NotFound, UnknownTicket
from regapp.models import AttendeeQuota, Event, LocalizedText, Quota
from regapp.services import audit
from regapp.services.allocation import places
from regapp.services.allocation.moving_up import move_up
from regapp.services.events.counting import recount
from regapp.services.events.editing import editing
from regapp.services.organising import lock_event


@use_case
def set_capacity(
    session: Session, *, event_id: int, quota_id: int, capacity: int, user_id: int | None
) -> None:
    """Change how many places a quota has; what is new goes to the line at once.

    Raises NotFound, or CapacityTooLow if more than ``capacity`` are taken.
    """
    event = lock_event(session, event_id)
    quota = _find(session, event_id, quota_id)
    if capacity < quota.taken and capacity < quota.capacity:
        raise CapacityTooLow(quota.taken)
    before = quota.capacity
    if capacity > before:
        quota.full_told_at = None  # when the new places are taken, that is news again
    quota.capacity, quota.over = capacity, max(0, quota.taken - capacity)
    event.revision += 1
    audit.record_event(
        session, user_id, "quota.changed", event_id, quota=quota_id, before=before, capacity=capacity
    )
    session.flush()
    move_up(session, event)


@use_case
def add(
    session: Session,
    *,
    event_id: int,
    name: Mapping[str, str],
    capacity: int,
    ticket_types: Sequence[str],
    sessions: Sequence[int] = (),
    user_id: int | None,
) -> int:
    """Make a quota on which these ticket types (by key) and sessions (by id) draw from now on; its id.

    Raises NotFound, UnknownTicket, or CapacityTooLow if more people have such a ticket already.
    """
    places.keep_the_unlimited_out(session, event_id)
    event = lock_event(session, event_id)
    quota = Quota(event_id=event_id, name=LocalizedText(name), capacity=capacity, taken=0, over=0)
    session.add(quota)
    session.flush()
    _draw(session, event, quota, ticket_types, sessions)
    audit.record_event(session, user_id, "quota.added", event_id, quota=quota.id, capacity=capacity)
    return quota.id


@use_case
def draw(
    session: Session,
    *,
    event_id: int,
    quota_id: int,
    ticket_types: Sequence[str],
    sessions: Sequence[int] = (),
    user_id: int | None,
) -> None:
    """Say anew which ticket types (by key) and sessions (by id) draw on a quota; choices of the form stay.

    Who has a place already is counted at once, or not any more. Raises NotFound, UnknownTicket, or
    CapacityTooLow if they are more than it has places.
    """
    places.keep_the_unlimited_out(session, event_id)
    event = lock_event(session, event_id)
    quota = _find(session, event_id, quota_id)
    _draw(session, event, quota, ticket_types, sessions)
    audit.record_event(
        session, user_id, "quota.drawn", event_id, quota=quota_id, tickets=sorted(ticket_types)
    )


@use_case
def rename(
    session: Session,
    *,
    event_id: int,
    revision: int,
    quota_id: int,
    name: Mapping[str, str],
    user_id: int | None,
) -> None:
    """Call a quota something else. Raises NotFound or EditedMeanwhile."""
    with editing(session, event_id, revision, "quota.renamed", user_id=user_id, quota=quota_id):
        _find(session, event_id, quota_id).name = LocalizedText(name)


@use_case
def remove(session: Session, *, event_id: int, quota_id: int, user_id: int | None) -> None:
    """Lift a limit. Raises NotFound."""
    event = lock_event(session, event_id)
    quota = _find(session, event_id, quota_id)
    quota.ticket_types, quota.sessions, quota.choices = [], [], []
    session.execute(delete(AttendeeQuota).where(AttendeeQuota.quota_id == quota.id))
    recount(session, event, [quota])
    session.delete(quota)
    session.flush()
    _finish(session, event)
    audit.record_event(session, user_id, "quota.removed", event_id, quota=quota_id)


def _find(session: Session, event_id: int, quota_id: int) -> Quota:
    quota = session.get(Quota, quota_id)
    if quota is None or quota.event_id != event_id:
        raise NotFound
    return quota


def _draw(
    session: Session, event: Event, quota: Quota, ticket_types: Sequence[str], sessions: Sequence[int]
) -> None:
    chosen = [one for one in event.ticket_types if one.key in ticket_types]
    items = [one for one in event.sessions if one.id in sessions]
    if len(chosen) != len(set(ticket_types)) or len(items) != len(set(sessions)):
        raise UnknownTicket
    quota.ticket_types, quota.sessions = chosen, items
    recount(session, event, [quota])
    _finish(session, event)


def _finish(session: Session, event: Event) -> None:
    event.revision += 1
    session.flush()
    move_up(session, event)
