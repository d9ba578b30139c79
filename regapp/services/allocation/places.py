"""Places are counted, taken and given back here: the only module that changes quotas and holds.

Everything here runs inside a use case, and under the event's line unless what is asked for is unlimited.
Conditional updates of ``taken`` alone are not enough: one that matches no row locks nothing, so somebody
could join the line beside a seat that is freed in that very moment, and wait there for ever.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from regapp.database import execute_plain
from regapp.errors import NoPlace
from regapp.models import Attendee, AttendeeQuota, Event, Hold, Line, Quota, Registration, TicketType
from regapp.models import Session as ProgrammeSession
from regapp.queries.drawing import NO_DRAWS, Draws
from regapp.vocabulary import HoldReason

# Statements of every registration stand ready: to put one together takes longer than to run it.
_TURN = update(Line).where(Line.event_id == bindparam("event")).values(tick=Line.tick + 1)
_ROOM = select(func.min(Quota.capacity - Quota.taken)).where(
    Quota.id.in_(bindparam("quota_ids", expanding=True))
)
_CLAIM = (
    update(Quota)
    .where(Quota.id == bindparam("quota"), Quota.taken + bindparam("people") <= Quota.capacity)
    .values(taken=Quota.taken + bindparam("people"))
    .returning(Quota.id)
)
_CLAIM_ABOVE = (
    update(Quota)
    .where(Quota.id == bindparam("quota"))
    .values(
        taken=Quota.taken + 1,
        over=case((Quota.taken >= Quota.capacity, Quota.over + 1), else_=Quota.over),
    )
    .returning(Quota.id)
)
_EDITING = 1  # the first half of the keys of advisory locks; see keep_editors_out


def lock_line(session: Session, event_id: int) -> None:
    """Wait for the event's line and keep it until the transaction ends."""
    execute_plain(session, _TURN, {"event": event_id})


def keep_editors_out(session: Session, event_id: int) -> None:
    """Keep an unlimited ticket type of the event unlimited until the transaction ends.

    For those who need not wait for the line. What they read before may be of the past. On SQLite nobody
    else writes meanwhile.
    """
    _lock_edits(session, event_id, func.pg_advisory_xact_lock_shared)


def keep_the_unlimited_out(session: Session, event_id: int) -> None:
    """Wait for everybody who is about to take an unlimited place; to be called before :func:`lock_line`."""
    _lock_edits(session, event_id, func.pg_advisory_xact_lock)


def others_write(session: Session) -> bool:
    """Whether others may write while this transaction waits; on SQLite it has the whole database."""
    return session.get_bind().dialect.name == "postgresql"


def demand(
    ticket_type: TicketType, sessions: Iterable[ProgrammeSession] = (), draws: Draws = NO_DRAWS
) -> set[int]:
    """The ids of the quotas on which a ticket draws, with these sessions and what was answered."""
    drawn = [*ticket_type.quotas, *(quota for item in sessions for quota in item.quotas)]
    return {quota.id for quota in drawn}.union(draws.get(ticket_type.id, ()))


def demand_of(attendee: Attendee, ticket_type: TicketType) -> set[int]:
    """The same for somebody with the sessions and answers that they have."""
    return demand(ticket_type, attendee.sessions, attendee.draws)


def note_draws(attendee: Attendee, draws: Draws) -> None:
    """Write down on what somebody draws by their answers; what they hold is as it was."""
    wanted = {(ticket_type, quota) for ticket_type, quotas in draws.items() for quota in quotas}
    if wanted != {(row.ticket_type_id, row.quota_id) for row in attendee.drawn}:
        attendee.drawn = [
            AttendeeQuota(ticket_type_id=ticket_type, quota_id=quota) for ticket_type, quota in sorted(wanted)
        ]


def held_quotas(attendee: Attendee) -> set[int]:
    """The ids of the quotas of which the attendee has a place."""
    return {hold.quota_id for hold in attendee.holds if hold.quota_id is not None}


def room(session: Session, quota_ids: set[int]) -> int | None:
    """How many people find a place in all of these quotas; None if there is no limit."""
    if not quota_ids:
        return None
    left = execute_plain(session, _ROOM, {"quota_ids": list(quota_ids)}).scalar()
    return max(0, left or 0)


def reason_for(attendee: Attendee, registration: Registration, ticket_type: TicketType) -> HoldReason:
    """As what the attendee gets a place of ``ticket_type`` now: theirs, or something is still missing."""
    if registration.prove_until:
        return HoldReason.UNPROVEN
    if ticket_type.needs_approval and not attendee.approved_at:
        return HoldReason.PENDING
    return HoldReason.CONFIRMED


def is_counted(attendee: Attendee, ticket_type: TicketType, *, pending_holds: bool) -> bool:
    """Whether a place is taken for the attendee, or the event keeps none before an organiser's yes."""
    return pending_holds or not ticket_type.needs_approval or attendee.approved_at is not None


def take(
    session: Session,
    attendee: Attendee,
    ticket_type: TicketType,
    reason: HoldReason,
    *,
    deadline: datetime | None = None,
    beside: bool = False,
    above: bool = False,
    counted: bool = True,
) -> set[int]:
    """Give a place of ``ticket_type``, from all of its quotas, instead of what the attendee holds.

    With ``beside`` what they hold stays. With ``above`` a full quota gives one place more than it has. Not
    ``counted``: no quota is touched. Returns the ids of the quotas that gave a place, which are those not
    held already. Raises NoPlace if a quota is full.
    """
    held = held_quotas(attendee)
    wanted = demand_of(attendee, ticket_type) if counted else set()
    claimed = wanted - held
    for quota_id in sorted(claimed):
        claim(session, quota_id, above=above)
    if not beside and attendee.holds:
        _release(session, held - wanted)
        attendee.holds.clear()
        session.flush()  # the rows that go must be gone before those that come
    quota_ids: list[int | None] = [*sorted(wanted)] or [None]
    attendee.holds.extend(
        Hold(ticket_type_id=ticket_type.id, ticket_type=ticket_type, quota_id=quota_id, reason=reason)
        for quota_id in quota_ids
    )
    for hold in attendee.holds:
        if hold.reason is HoldReason.OFFERED:
            hold.deadline = deadline
    return claimed


def claim(session: Session, quota_id: int, people: int = 1, *, above: bool = False) -> None:
    """Count places of a quota as taken. ``above`` is for one person. Raises NoPlace if it has not so many."""
    values = {"quota": quota_id} if above else {"quota": quota_id, "people": people}
    if execute_plain(session, _CLAIM_ABOVE if above else _CLAIM, values).first() is None:
        raise NoPlace


def give_back(session: Session, attendee: Attendee, *reasons: HoldReason) -> None:
    """Free what the attendee holds for one of these reasons, or whatever they hold."""
    going = [hold for hold in attendee.holds if not reasons or hold.reason in reasons]
    staying = {hold.quota_id for hold in attendee.holds if hold not in going}
    _release(session, {hold.quota_id for hold in going if hold.quota_id is not None} - staying)
    for hold in going:
        attendee.holds.remove(hold)
    session.flush()


def limit_offers(session: Session, event: Event) -> None:
    """Let no offer of an event stand beyond the moment at which its offers stop."""
    offered = select(Attendee.id).where(Attendee.event_id == event.id)
    session.execute(
        update(Hold)
        .where(
            Hold.reason == HoldReason.OFFERED,
            Hold.deadline > event.offers_stop_at,
            Hold.attendee_id.in_(offered),
        )
        .values(deadline=event.offers_stop_at)
    )


def _release(session: Session, quota_ids: set[int]) -> None:
    for quota_id in sorted(quota_ids):
        session.execute(
            update(Quota)
            .where(Quota.id == quota_id)
            # A place given above the capacity goes first: it was never one to pass on.
            .values(taken=Quota.taken - 1, over=case((Quota.over > 0, Quota.over - 1), else_=0))
            .execution_options(synchronize_session=False)
        )


def _lock_edits(session: Session, event_id: int, lock: Callable[..., Any]) -> None:
    if others_write(session):
        session.execute(select(lock(_EDITING, event_id)))
