"""What is new at an organisation's events to come: numbers only, as many statements for many as for one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from regapp.models import Attendee, Event, Hold, Letter, TicketType, WaitingEntry
from regapp.queries.organisers import Places, own_events
from regapp.queries.outbox import unreached
from regapp.vocabulary import AttendeeState, EventStatus, HoldReason, LetterKind


@dataclass(frozen=True, slots=True)
class EventNews:
    """One event: what came within a time, and how it stands.

    In that time: ``registered``, ``left``, ``joined_line``, ``declined`` (in their calendar), ``lost`` (whom
    the last letter did not reach). Now: ``places``, ``waiting``, ``pending``, ``undelivered``.
    """

    event: Event
    places: Sequence[Places] = ()
    waiting: int = 0
    registered: int = 0
    left: int = 0
    joined_line: int = 0
    declined: int = 0
    lost: int = 0
    pending: int = 0
    undelivered: int = 0

    @property
    def is_news(self) -> bool:
        """Whether something came, or somebody waits for the host's yes."""
        return any((self.registered, self.left, self.joined_line, self.declined, self.lost, self.pending))


@dataclass(frozen=True, slots=True)
class Time:
    """All that came after ``since`` and not after ``until``."""

    since: datetime
    until: datetime

    def holds(self, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Whether the moment in ``column`` lies in it."""
        return (column > self.since) & (column <= self.until)


def news_of(session: Session, organisation_id: int, time: Time) -> list[EventNews]:
    """What came within ``time`` at each published event that was still to come then, the soonest first."""
    events = _events_to_come(session, organisation_id, time.until)
    ids = [event.id for event in events]
    counts = _by_event(
        session,
        _attendees(ids, time),
        _joined_line(ids, time),
        _declined(ids, time),
        _pending(ids),
        _undelivered(ids, time),
    )
    return [
        EventNews(own.event, own.places, own.waiting, **counts[own.event.id])
        for own in own_events(session, events)
    ]


def _events_to_come(session: Session, organisation_id: int, moment: datetime) -> Sequence[Event]:
    return session.scalars(
        select(Event)
        .where(
            Event.organisation_id == organisation_id,
            Event.status == EventStatus.PUBLISHED,
            Event.end_at > moment,
        )
        .order_by(Event.start_at, Event.id)
        .options(
            joinedload(Event.organisation),
            selectinload(Event.ticket_types).selectinload(TicketType.quotas),
            selectinload(Event.quotas),
        )
    ).all()


def _by_event(session: Session, *statements: Select[*tuple[Any, ...]]) -> dict[int, dict[str, int]]:
    """The counted columns of all these statements, by the event and their names."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for statement in statements:
        for row in session.execute(statement).mappings():
            counts = dict(row)
            found[counts.pop("event_id")].update(counts)
    return found


def _attendees(event_ids: Sequence[int], time: Time) -> Select[*tuple[Any, ...]]:
    # Who never proved the address did not come, and has not left.
    came = time.holds(Attendee.created_at) & (Attendee.state != AttendeeState.LAPSED)
    left = time.holds(Attendee.ended_at) & (Attendee.state == AttendeeState.CANCELLED)
    return (
        select(
            Attendee.event_id,
            func.count().filter(came).label("registered"),
            func.count().filter(left).label("left"),
        )
        .where(Attendee.event_id.in_(event_ids), came | left)
        .group_by(Attendee.event_id)
    )


def _joined_line(event_ids: Sequence[int], time: Time) -> Select[*tuple[Any, ...]]:
    return (
        select(WaitingEntry.event_id, func.count().label("joined_line"))
        .where(WaitingEntry.event_id.in_(event_ids), time.holds(WaitingEntry.since))
        .group_by(WaitingEntry.event_id)
    )


def _declined(event_ids: Sequence[int], time: Time) -> Select[*tuple[Any, ...]]:
    # By the letter that asks them back: the answer's own date is whatever their calendar says it is.
    return (
        select(Letter.event_id, func.count().label("declined"))
        .where(
            Letter.event_id.in_(event_ids),
            Letter.kind == LetterKind.DECLINED,
            time.holds(Letter.created_at),
        )
        .group_by(Letter.event_id)
    )


def _pending(event_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Attendee.event_id, func.count(Attendee.id.distinct()).label("pending"))
        .join(Hold, Hold.attendee_id == Attendee.id)
        .where(Attendee.event_id.in_(event_ids), Hold.reason == HoldReason.PENDING)
        .group_by(Attendee.event_id)
    )


def _undelivered(event_ids: Sequence[int], time: Time) -> Select[*tuple[Any, ...]]:
    lost = unreached(event_ids).add_columns(Letter.event_id, Letter.changed_at).subquery()
    return select(
        lost.c.event_id,
        func.count().label("undelivered"),
        func.count().filter(lost.c.changed_at > time.since).label("lost"),
    ).group_by(lost.c.event_id)
