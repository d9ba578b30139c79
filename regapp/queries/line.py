"""The event's line, read: who is first for a free place, and what it means for a newcomer.

The rule: one line per event, in the order of joining. A free place goes to the first who can use it.
Somebody is passed only while another quota of theirs is full, or their party is larger than what is free; a
party that was passed three times stops the line for its quotas until it fits. A newcomer is seated at once
only if nobody in the line could use, or is collecting, that place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from regapp.database import execute_plain
from regapp.models import (
    Attendee,
    AttendeeQuota,
    AttendeeSession,
    Hold,
    Quota,
    QuotaSession,
    QuotaTicketType,
    Registration,
    TicketType,
    WaitingEntry,
)

MOST_PASSES = 3


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the line means for a newcomer.

    ``claims``: somebody in it could use, or is collecting, the place they want. ``has_parties``: it holds
    parties, which they may pass.
    """

    claims: bool
    has_parties: bool


def ahead_of(session: Session, event_id: int, quota_ids: set[int]) -> Ahead:
    """What the line means for a newcomer who wants a place of these quotas."""
    found = execute_plain(session, _ahead_of(), {"event_id": event_id, "quota_ids": list(quota_ids)})
    return Ahead(*map(bool, found.one()))


def first_who_fit(session: Session, event_id: int) -> Sequence[WaitingEntry]:
    """The entries of the first person or party in the line for whom there is room now; empty if nobody."""
    first = session.scalars(_first_who_fits(), {"event_id": event_id}).first()
    if first is None:
        return []
    members = WaitingEntry.id == first.id if first.party is None else WaitingEntry.party == first.party
    return session.scalars(
        select(WaitingEntry)
        .where(members)
        .order_by(WaitingEntry.id)
        .options(
            selectinload(WaitingEntry.ticket_type).selectinload(TicketType.quotas),
            selectinload(WaitingEntry.attendee).options(
                selectinload(Attendee.registration).selectinload(Registration.event),
                selectinload(Attendee.holds),
                selectinload(Attendee.sessions),
                selectinload(Attendee.drawn),
            ),
        )
    ).all()


@cache  # to put it together takes longer than to run it
def _ahead_of() -> Select[bool, bool]:
    entry = aliased(WaitingEntry)
    event_id: BindParameter[int] = bindparam("event_id")
    quota_ids: BindParameter[Any] = bindparam("quota_ids", expanding=True)
    rivals = and_(entry.event_id == event_id, draws_on_any(entry, quota_ids))
    fits = and_(_might_fit(entry, event_id), waits_beside_a_place(entry))
    claims = exists().where(rivals, or_(fits, _collects(entry)))
    parties = exists().where(rivals, entry.party.is_not(None))
    return select(claims, parties)


@cache
def _first_who_fits() -> Select[WaitingEntry]:
    entry, earlier = aliased(WaitingEntry), aliased(WaitingEntry)
    event_id: BindParameter[int] = bindparam("event_id")
    is_not_first = exists().where(earlier.party == entry.party, earlier.id < entry.id)
    return (
        select(entry)
        .where(
            entry.event_id == event_id,
            _might_fit(entry, event_id),
            or_(entry.party.is_(None), ~is_not_first.correlate_except(earlier)),
            waits_beside_a_place(entry),
        )
        .order_by(entry.id)
        .limit(1)
    )


def waits_beside_a_place(entry: type[WaitingEntry]) -> ColumnElement[bool]:
    """Whether an entry could be given places now: there is room, and nobody ahead collects it."""
    return and_(~_is_short(entry), ~_stands_behind_a_stop(entry))


def uses_what_is_left(entry: type[WaitingEntry]) -> ColumnElement[bool]:
    """Whether an entry could be given, or is collecting, the places that are left of what it waits for."""
    return or_(waits_beside_a_place(entry), _collects(entry))


def draws_on(entry: type[WaitingEntry], quota_id: SQLCoreOperations[int]) -> ColumnElement[bool]:
    """Whether the entry waits for a place of this quota."""
    by_ticket = (
        exists()
        .where(QuotaTicketType.ticket_type_id == entry.ticket_type_id, QuotaTicketType.quota_id == quota_id)
        .correlate_except(QuotaTicketType)
    )
    by_session = (
        exists()
        .where(
            AttendeeSession.attendee_id == entry.attendee_id,
            AttendeeSession.session_id == QuotaSession.session_id,
            QuotaSession.quota_id == quota_id,
        )
        .correlate_except(AttendeeSession, QuotaSession)
    )
    by_answer = (
        exists()
        .where(
            AttendeeQuota.attendee_id == entry.attendee_id,
            AttendeeQuota.ticket_type_id == entry.ticket_type_id,
            AttendeeQuota.quota_id == quota_id,
        )
        .correlate_except(AttendeeQuota)
    )
    return or_(by_ticket, by_session, by_answer)


def draws_on_any(entry: type[WaitingEntry], quota_ids: set[int] | BindParameter[Any]) -> ColumnElement[bool]:
    """Whether the entry waits for a place of one of these quotas."""
    by_ticket = select(QuotaTicketType.ticket_type_id).where(QuotaTicketType.quota_id.in_(quota_ids))
    by_session = (
        select(AttendeeSession.attendee_id)
        .join(QuotaSession, QuotaSession.session_id == AttendeeSession.session_id)
        .where(QuotaSession.quota_id.in_(quota_ids))
    )
    by_answer = (
        exists()
        .where(
            AttendeeQuota.attendee_id == entry.attendee_id,
            AttendeeQuota.ticket_type_id == entry.ticket_type_id,
            AttendeeQuota.quota_id.in_(quota_ids),
        )
        .correlate_except(AttendeeQuota)
    )
    return or_(entry.ticket_type_id.in_(by_ticket), entry.attendee_id.in_(by_session), by_answer)


def _is_short(entry: type[WaitingEntry]) -> ColumnElement[bool]:
    """A quota has fewer places left than the entry's party needs of it."""
    quota = aliased(Quota)
    left = case((quota.taken < quota.capacity, quota.capacity - quota.taken), else_=0)
    return (
        exists()
        .where(quota.event_id == entry.event_id, left < _needed(entry, quota.id))
        .correlate_except(quota)
    )


def _needed(entry: type[WaitingEntry], quota_id: SQLCoreOperations[int]) -> ScalarSelect[int]:
    """How many of the entry's party want a place of the quota and do not hold one already."""
    member = aliased(WaitingEntry)
    holds = (
        exists()
        .where(Hold.attendee_id == member.attendee_id, Hold.quota_id == quota_id)
        .correlate_except(Hold)
    )
    return (
        select(func.count())
        .select_from(member)
        .where(or_(member.id == entry.id, member.party == entry.party), draws_on(member, quota_id), ~holds)
        .correlate_except(member)
        .scalar_subquery()
    )


def _collects(entry: type[WaitingEntry]) -> ColumnElement[bool]:
    """The entry's party was passed often enough to stop the line, and could fit some day."""
    member, quota = aliased(WaitingEntry), aliased(Quota)
    size = (
        select(func.count())
        .select_from(member)
        .where(member.party == entry.party)
        .correlate_except(member)
        .scalar_subquery()
    )
    too_large = (
        exists()
        .where(quota.event_id == entry.event_id, draws_on(entry, quota.id), quota.capacity < size)
        .correlate_except(quota)
    )
    return and_(entry.passed >= MOST_PASSES, ~too_large)


def _stands_behind_a_stop(entry: type[WaitingEntry]) -> ColumnElement[bool]:
    stop, shared = aliased(WaitingEntry), aliased(Quota)
    is_shared = (
        exists()
        .where(shared.event_id == entry.event_id, draws_on(entry, shared.id), draws_on(stop, shared.id))
        .correlate_except(shared)
    )
    return (
        exists()
        .where(
            stop.event_id == entry.event_id,
            stop.id < entry.id,
            or_(entry.party.is_(None), stop.party != entry.party),
            _collects(stop),
            is_shared,
        )
        .correlate_except(stop)
    )


def _might_fit(entry: type[WaitingEntry], event_id: BindParameter[Any]) -> ColumnElement[bool]:
    """False for most who wait for a full room, without a look at each of them.

    Whoever holds something may hold a place of the full quota already.
    """
    full = (
        select(QuotaTicketType.ticket_type_id)
        .join(Quota, Quota.id == QuotaTicketType.quota_id)
        .where(Quota.event_id == event_id, Quota.taken >= Quota.capacity)
        .scalar_subquery()
    )
    holds_something = exists().where(Hold.attendee_id == entry.attendee_id).correlate_except(Hold)
    return or_(entry.ticket_type_id.not_in(full), holds_something)
