"""The events in a calendar that people subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from regapp.models import Event
from regapp.queries.events import EventFilter, latest_end, list_events

MOST_TO_COME, MOST_PAST, PAST = 1000, 500, timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Feed:
    """Events by their start, and since when they are these; None where that cannot be told."""

    events: Sequence[Event]
    changed_at: datetime | None


def events_of_feed(session: Session, wanted: EventFilter, moment: datetime) -> Feed:
    """Published events to come, and those that were held of late; cancelled ones stay among them."""
    to_come = list_events(session, wanted, moment, size=MOST_TO_COME)
    past = list_events(session, replace(wanted, past=True), moment, size=MOST_PAST)
    recent = [event for event in past.rows if moment - PAST < event.end_at]
    # By the start alone, so that an event keeps its place in the file when it is over.
    events = sorted([*recent, *to_come.rows], key=lambda event: (event.start_at, event.id))
    _load_sessions(session, [event.id for event in events if event.calendar_by_session])
    is_whole = to_come.total <= MOST_TO_COME and len(recent) < MOST_PAST
    return Feed(events, _changed_at(session, wanted, moment) if is_whole else None)


def _load_sessions(session: Session, ids: Sequence[int]) -> None:
    """Read the programmes of these events at once, not one by one."""
    if ids:
        session.scalars(select(Event).where(Event.id.in_(ids)).options(selectinload(Event.sessions))).all()


def _changed_at(session: Session, wanted: EventFilter, moment: datetime) -> datetime | None:
    """When an event changed last, whether or not it is still in the feed, or left it by growing old."""
    changes = select(func.max(Event.changed_at)).where(Event.end_at > moment - PAST)
    left_at = latest_end(session, wanted, before=moment - PAST)
    instants = [session.scalar(changes), left_at and left_at + PAST]
    return max((one for one in instants if one), default=None)
