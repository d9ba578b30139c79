"""An event is moved, gets another place or another meeting, or is cancelled; its people are told."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound, Over, UnknownTicket
from regapp.models import Event, Venue
from regapp.services.allocation.moving_up import move_up
from regapp.services.events.changing import changing
from regapp.services.events.deriving import derive
from regapp.services.events.drafts import MeetingDraft
from regapp.services.events.times import refuse_wrong_times
from regapp.services.organising import lock_event
from regapp.vocabulary import EventStatus

Hours = tuple[datetime, datetime]


@use_case
def move(
    session: Session,
    *,
    event_id: int,
    zone: str,
    start: datetime,
    end: datetime,
    closes: datetime,
    opens: datetime | None,
    user_id: int | None,
    all_day: bool = False,
    sessions: Mapping[int, Hours] | None = None,
    message: str = "",
) -> None:
    """Give an event other times: naive, on the wall clock of ``zone``; ``end`` of whole days is exclusive.

    ``sessions`` are start and end of items of the programme, by id; the others move along with the start.
    Windows of ticket types and ends of invitations keep their wall clock. ``message`` is said in the letter
    that tells it, if anything is to be told. Raises NotFound, Over, UnknownTicket or WrongTimes.
    """
    event = _lock(session, event_id)
    refuse_wrong_times(
        zone=zone, start=start, end=end, opens=opens, closes=closes, all_day=all_day, sessions=sessions or {}
    )
    first, last = start.isoformat(), end.isoformat()
    with changing(
        session, event, "event.moved", user_id=user_id, message=message, start=first, end=last, zone=zone
    ):
        _move_programme(event, sessions or {}, start - event.start_wall)
        event.schedule(zone=zone, start=start, end=end, opens=opens, closes=closes, all_day=all_day)
        derive(session, event)
    move_up(session, event)  # offers may have stopped before, and go on now


@use_case
def relocate(
    session: Session, *, event_id: int, venue_id: int | None, user_id: int | None, message: str = ""
) -> None:
    """Give an event another venue, or none. Raises NotFound or Over; see :func:`move` for ``message``."""
    event = _lock(session, event_id)
    venue = None if venue_id is None else session.get(Venue, venue_id)
    if venue is None and venue_id is not None:
        raise NotFound
    with changing(session, event, "event.relocated", user_id=user_id, message=message, venue=venue_id):
        event.venue = venue
        event.describe()


@use_case
def change_meeting(
    session: Session,
    *,
    event_id: int,
    meeting: MeetingDraft,
    join_release_minutes: int | None,
    user_id: int | None,
    message: str = "",
) -> None:
    """Give an event another meeting, or tell the way to join at another time; see :func:`move`.

    ``join_release_minutes`` count from the start; None: whoever has a place may know. What nobody knew yet
    is not told as a change. Raises NotFound or Over.
    """
    event = _lock(session, event_id)
    with changing(session, event, "event.meeting_changed", user_id=user_id, message=message):
        event.meeting_provider, event.meeting_id = meeting.provider, meeting.meeting_id
        event.meeting_id_visibility = meeting.id_visibility
        event.join_address, event.passcode = meeting.join_address, meeting.passcode
        event.join_release_minutes = join_release_minutes


@use_case
def cancel(session: Session, *, event_id: int, reason: str, user_id: int | None) -> None:
    """Call an event off, for ever; everybody is told why. What people have stays as it is.

    Cancelling twice is cancelling once. Raises NotFound, or Over when it has ended.
    """
    event = lock_event(session, event_id)
    if event.status is EventStatus.CANCELLED:
        return
    _refuse_when_over(event)
    with changing(session, event, "event.cancelled", user_id=user_id):
        event.status, event.cancellation_reason = EventStatus.CANCELLED, reason


def _lock(session: Session, event_id: int) -> Event:
    event = lock_event(session, event_id)
    _refuse_when_over(event)
    return event


def _refuse_when_over(event: Event) -> None:
    if event.status is EventStatus.CANCELLED or event.end_at <= now():
        raise Over


def _move_programme(event: Event, sessions: Mapping[int, Hours], shift: timedelta) -> None:
    if sessions.keys() - {item.id for item in event.sessions}:
        raise UnknownTicket
    for item in event.sessions:
        if item.id in sessions:
            item.start_wall, item.end_wall = sessions[item.id]
            continue
        item.start_wall = item.start_wall and item.start_wall + shift
        item.end_wall = item.end_wall and item.end_wall + shift
