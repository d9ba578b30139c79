"""Who has a place, and who gets the next one. The only module that changes quotas, holds and the line.

Everything here runs inside a use case, and under the event's line unless a ticket type is unlimited.
Conditional updates of ``taken`` alone are not enough: one that matches no row locks nothing, so somebody
could join the line beside a seat that is freed in that very moment, and wait there for ever.
"""

from sqlalchemy import ColumnElement, case, delete, exists, select, update
from sqlalchemy.orm import Session, selectinload

from regapp.errors import NoPlace
from regapp.models import Attendee, Event, Hold, Line, Quota, QuotaTicketType, TicketType, WaitingEntry
from regapp.vocabulary import Status


def lock_line(session: Session, event_id: int) -> None:
    """Wait for the event's line and keep it until the transaction ends."""
    session.execute(update(Line).where(Line.event_id == event_id).values(tick=Line.tick + 1))


def lock_line_for(session: Session, ticket_type: TicketType) -> None:
    """The same for whoever wants a place of ``ticket_type``; nobody waits for an unlimited one."""
    if ticket_type.quotas:
        lock_line(session, ticket_type.event_id)


def assess(session: Session, event: Event, ticket_type: TicketType) -> Status:
    """What a newcomer gets now: a place or a place in the line. Raises NoPlace if neither.

    The caller holds the event's line unless the ticket type is unlimited, and has read ``event`` under it,
    so the answer holds until the transaction ends. It does not depend on who asks: a known address and an
    unknown one are told the same.
    """
    if not ticket_type.quotas:
        return Status.CONFIRMED
    if _all_have_room(session, ticket_type) and not _somebody_could_use(session, event.id, ticket_type):
        return Status.CONFIRMED
    if not event.waiting_list:
        raise NoPlace
    return Status.WAITING


def take(session: Session, attendee: Attendee, ticket_type: TicketType) -> None:
    """Give the attendee a place of ``ticket_type``, from all of its quotas. Raises NoPlace if one is full."""
    for quota in ticket_type.quotas:
        claim = update(Quota).where(Quota.id == quota.id, Quota.taken < Quota.capacity)
        claimed = session.execute(
            claim.values(taken=Quota.taken + 1)
            .returning(Quota.id)
            .execution_options(synchronize_session=False)
        )
        if claimed.first() is None:
            raise NoPlace
    quota_ids: list[int | None] = [quota.id for quota in ticket_type.quotas] or [None]
    attendee.ticket_type_id = ticket_type.id
    session.add_all(
        Hold(attendee=attendee, ticket_type_id=ticket_type.id, quota_id=quota_id) for quota_id in quota_ids
    )


def join_line(session: Session, attendee: Attendee, ticket_type: TicketType) -> None:
    """Put the attendee at the end of the event's line."""
    attendee.ticket_type_id = ticket_type.id
    session.flush()
    session.add(
        WaitingEntry(event_id=attendee.event_id, attendee_id=attendee.id, ticket_type_id=ticket_type.id)
    )


def leave(session: Session, attendee: Attendee) -> None:
    """Give back what the attendee has: places and the place in the line."""
    given_back = session.scalars(delete(Hold).where(Hold.attendee_id == attendee.id).returning(Hold.quota_id))
    for quota_id in given_back.all():
        session.execute(
            update(Quota)
            .where(Quota.id == quota_id)
            # A place given above the capacity goes first: it was never one to pass on.
            .values(taken=Quota.taken - 1, over=case((Quota.over > 0, Quota.over - 1), else_=0))
            .execution_options(synchronize_session=False)
        )
    session.execute(delete(WaitingEntry).where(WaitingEntry.attendee_id == attendee.id))
    session.expire(attendee)


def move_up(session: Session, event_id: int) -> list[Attendee]:
    """Give every free place to the first in the line who can use it; those who got one, in their order.

    Somebody is passed only while a quota of theirs is full.
    """
    seated = []
    while entry := _first_who_fits(session, event_id):
        attendee, ticket_type = entry.attendee, entry.ticket_type
        session.delete(entry)
        take(session, attendee, ticket_type)
        session.flush()
        seated.append(attendee)
    return seated


def _all_have_room(session: Session, ticket_type: TicketType) -> bool:
    full = exists().where(
        QuotaTicketType.ticket_type_id == ticket_type.id,
        QuotaTicketType.quota_id == Quota.id,
        Quota.taken >= Quota.capacity,
    )
    return not session.scalar(select(full))


def _first_who_fits(session: Session, event_id: int) -> WaitingEntry | None:
    return session.scalars(
        select(WaitingEntry)
        .where(WaitingEntry.event_id == event_id, ~_entry_has_full_quota())
        .order_by(WaitingEntry.id)
        .limit(1)
        .options(selectinload(WaitingEntry.attendee), selectinload(WaitingEntry.ticket_type))
    ).first()


def _somebody_could_use(session: Session, event_id: int, ticket_type: TicketType) -> bool:
    shares_a_quota = exists().where(
        QuotaTicketType.ticket_type_id == WaitingEntry.ticket_type_id,
        QuotaTicketType.quota_id.in_([quota.id for quota in ticket_type.quotas]),
    )
    somebody = exists().where(WaitingEntry.event_id == event_id, shares_a_quota, ~_entry_has_full_quota())
    return bool(session.scalar(select(somebody)))


def _entry_has_full_quota() -> ColumnElement[bool]:
    return exists().where(
        QuotaTicketType.ticket_type_id == WaitingEntry.ticket_type_id,
        QuotaTicketType.quota_id == Quota.id,
        Quota.taken >= Quota.capacity,
    )
