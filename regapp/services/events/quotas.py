"""How many places there are, and what draws on them: changed while people register."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from regapp.database import use_case
from regapp.errors import CapacityTooLow, NotFound, UnknownTicket
from regapp.models import Attendee, Event, Hold, LocalizedText, Quota, TicketType
from regapp.models import Session as ProgrammeSession
from regapp.services import audit
from regapp.services.allocation import places
from regapp.services.allocation.moving_up import move_up
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
    """Say anew which ticket types (by key) and sessions (by id) draw on a quota.

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
def remove(session: Session, *, event_id: int, quota_id: int, user_id: int | None) -> None:
    """Lift a limit. Raises NotFound."""
    event = lock_event(session, event_id)
    quota = _find(session, event_id, quota_id)
    _count_holds(session, quota, ())
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
    session.flush()
    _count_holds(session, quota, _holders(session, event, chosen, items))
    _finish(session, event)


def _holders(
    session: Session,
    event: Event,
    ticket_types: Sequence[TicketType],
    sessions: Sequence[ProgrammeSession],
) -> Sequence[tuple[Attendee, Hold]]:
    """Who has a place that draws on these, with the hold that says so. Nobody whose place is not counted."""
    keys = {one.id for one in ticket_types}
    limited = {one.id for one in event.ticket_types if one.quotas}
    chosen = {one.id for one in sessions}
    people = session.scalars(
        select(Attendee)
        .join(Hold)
        .where(Attendee.event_id == event.id)
        .distinct()
        .order_by(Attendee.id)
        .options(selectinload(Attendee.holds), selectinload(Attendee.sessions))
    )
    return [
        (attendee, hold)
        for attendee in people
        for hold in attendee.holds
        if _counts(hold, limited, event)
        and (hold.ticket_type_id in keys or chosen & {item.id for item in attendee.sessions})
    ]


def _counts(hold: Hold, limited: set[int], event: Event) -> bool:
    return hold.quota_id is not None or not (
        hold.ticket_type_id in limited and hold.ticket_type.needs_approval and not event.pending_holds
    )


def _count_holds(session: Session, quota: Quota, holders: Sequence[tuple[Attendee, Hold]]) -> None:
    """Make the holds on ``quota`` those of ``holders``, and count them."""
    wanted = {(attendee.id, hold.ticket_type_id): hold for attendee, hold in holders}
    present = session.scalars(select(Hold).where(Hold.quota_id == quota.id)).all()
    for hold in present:
        if wanted.pop((hold.attendee_id, hold.ticket_type_id), None) is None:
            _take_off(session, hold)
    for (attendee_id, ticket_type_id), like in wanted.items():
        if like.quota_id is None:
            like.quota_id = quota.id
            continue
        session.add(
            Hold(
                attendee_id=attendee_id,
                ticket_type_id=ticket_type_id,
                quota_id=quota.id,
                reason=like.reason,
                deadline=like.deadline,
            )
        )
    taken = len({attendee.id for attendee, _ in holders})
    if taken > quota.capacity + quota.over:
        raise CapacityTooLow(taken)
    quota.taken, quota.over = taken, max(0, taken - quota.capacity)
    session.flush()


def _take_off(session: Session, hold: Hold) -> None:
    """End a hold on one quota; a place of a ticket type without any other stays as an unlimited one."""
    others = select(Hold.id).where(
        Hold.attendee_id == hold.attendee_id,
        Hold.ticket_type_id == hold.ticket_type_id,
        Hold.id != hold.id,
    )
    if session.scalars(others.limit(1)).first() is None:
        hold.quota_id = None
    else:
        session.delete(hold)
    session.flush()


def _finish(session: Session, event: Event) -> None:
    event.revision += 1
    session.flush()
    session.expire_all()  # holds were written beside the collections that we have read
    move_up(session, event)
