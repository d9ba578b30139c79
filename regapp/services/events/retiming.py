"""The law of a zone may change after an event was announced: the clock on the wall stays, the instant moves.

The law is the tzdata package's, so it changes when that is renewed (clock.py).
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Event
from regapp.queries.instants import misplaced
from regapp.services.allocation.moving_up import move_up
from regapp.services.events.changing import changing
from regapp.services.events.deriving import derive
from regapp.services.organising import lock_event
from regapp.services.sweeping import each
from regapp.vocabulary import Actor

# An event whose stored end is past may be on still by its own clock.
MARGIN = timedelta(days=1)


def retime_all() -> list[str]:
    """Derive the instants of all events to come again, where they are not what today's zone data gives.

    A line about each such event. Those who come are told, and their calendars corrected. Safe to run in many
    places at once.
    """
    return list(each(_misplaced_events(), lambda event_id: [_retime(event_id)], "the times of event %s"))


@use_case
def _misplaced_events(session: Session) -> list[int]:
    found = misplaced(session, ending_after=now() - MARGIN)
    return sorted({event_id for event_id, _ in found})


@use_case
def _retime(session: Session, event_id: int) -> str:
    event = lock_event(session, event_id)
    before = event.start_at
    with changing(session, event, "event.retimed", actor=Actor.SYSTEM, zone=event.zone):
        derive(session, event)
    move_up(session, event)
    return _in_words(event, before)


def _in_words(event: Event, before: datetime) -> str:
    wall = f"{event.start_wall:%Y-%m-%d %H:%M} {event.zone}"
    if event.start_at == before:
        return f"{event.slug}: starts {wall} as before; other times were derived again"
    return f"{event.slug}: {wall} is {event.start_at:%H:%M} UTC now, and was {before:%H:%M}"
