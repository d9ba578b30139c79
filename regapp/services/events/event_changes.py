"""An event is moved, gets another place or another meeting, or is cancelled; its people are told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import EditedMeanwhile, NotFound, Over, TimesProblem, UnknownTicket, WrongTimes
from regapp.models import Event, Venue
from regapp.services.allocation.moving_up import move_up
from regapp.services.events.changing import changing
from regapp.services.events.deriving import derive
from regapp.services.events.drafts import MeetingDraft
from regapp.services.events.times import outside, refuse_wrong_times
from regapp.services.events.venues import VenueDraft, store_venue
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
    calendar_by_session: bool | None = None,
    message: str = "",
    revision: int | None = None,
) -> None:
    """Give an event other times: naive, on the wall clock of ``zone``; ``end`` of whole days is exclusive.

    ``sessions`` are start and end of items of the programme, by id; the others move along with the start.
    Windows of ticket types and ends of invitations keep their wall clock. ``calendar_by_session``: None
    leaves the rule as it is. ``message`` is said in the letter that tells it, if anything is to be told.
    ``revision`` is the one that the host had in front of them. Raises NotFound, Over, UnknownTicket,
    EditedMeanwhile or WrongTimes.
    """
    event = _lock(session, event_id, revision)
    refuse_wrong_times(
        zone=zone, start=start, end=end, opens=opens, closes=closes, all_day=all_day, sessions=sessions or {}
    )
    changes = _pairs(event, start_wall=start, end_wall=end, zone=zone)
    changes |= _pairs(event, opens_wall=opens, closes_wall=closes, all_day=all_day)
    with changing(session, event, "event.moved", user_id=user_id, message=message, changes=changes):
        before = _sessions_outside(event)
        _move_programme(event, sessions or {}, start - event.start_wall)
        event.schedule(zone=zone, start=start, end=end, opens=opens, closes=closes, all_day=all_day)
        if _sessions_outside(event) - before:
            raise WrongTimes(TimesProblem.OUTSIDE, "sessions")
        if calendar_by_session is not None:
            event.calendar_by_session = calendar_by_session
        derive(session, event)
    move_up(session, event)  # offers may have stopped before, and go on now


@use_case
def relocate(
    session: Session,
    *,
    event_id: int,
    venue_id: int | None,
    user_id: int | None,
    new_venue: VenueDraft | None = None,
    message: str = "",
    revision: int | None = None,
) -> None:
    """Give an event another venue, or none; ``new_venue`` is made for it. See :func:`move`.

    Raises NotFound, also for a venue of another organisation, EditedMeanwhile or Over.
    """
    event = _lock(session, event_id, revision)
    venue = None if venue_id is None else session.get(Venue, venue_id)
    if new_venue is not None:
        venue = store_venue(session, new_venue, event.organisation_id, user_id=user_id)
    elif venue_id is not None and (venue is None or not _may_be_at(event, venue)):
        raise NotFound
    changes = _pairs(event, venue_id=venue.id if venue else None)
    names = {"venue": [dict(one.name) if one else "" for one in (event.venue, venue)]} if changes else {}
    with changing(
        session, event, "event.relocated", user_id=user_id, message=message, changes={**names, **changes}
    ):
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
    public_stream: str | None = None,
    message: str = "",
    revision: int | None = None,
) -> None:
    """Give an event another meeting, or tell the way to join at another time; see :func:`move`.

    ``join_release_minutes`` count from the start; None: whoever has a place may know. What nobody knew yet
    is not told as a change. ``public_stream`` is the address of a broadcast for everybody; None leaves it.
    Raises NotFound, EditedMeanwhile or Over.
    """
    event = _lock(session, event_id, revision)
    changes = _pairs(
        event,
        meeting_provider=meeting.provider,
        meeting_id_visibility=meeting.id_visibility,
        join_release_minutes=join_release_minutes,
        public_stream=event.public_stream if public_stream is None else public_stream,
    )
    with changing(session, event, "event.meeting_changed", user_id=user_id, message=message, changes=changes):
        event.meeting_provider, event.meeting_id = meeting.provider, meeting.meeting_id
        event.meeting_id_visibility = meeting.id_visibility
        event.join_address, event.passcode = meeting.join_address, meeting.passcode
        event.dial_in = meeting.dial_in
        event.join_release_minutes = join_release_minutes
        if public_stream is not None:
            event.public_stream = public_stream


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


def _lock(session: Session, event_id: int, revision: int | None) -> Event:
    event = lock_event(session, event_id)
    if revision is not None and event.revision != revision:
        raise EditedMeanwhile
    if event.status is not EventStatus.DRAFT:
        _refuse_when_over(event)
    return event


def _refuse_when_over(event: Event) -> None:
    if event.status is EventStatus.CANCELLED or event.end_at <= now():
        raise Over


def _may_be_at(event: Event, venue: Venue) -> bool:
    """Whether the venue is one of the organisation's or the operator's, or stands already."""
    return venue.id == event.venue_id or venue.organisation_id in {None, event.organisation_id}


def _pairs(event: Event, **values: Any) -> dict[str, list[Any]]:
    """What differs from the event's columns, from what to what, for the audit log."""
    return {
        name.removesuffix("_wall"): [_plain(getattr(event, name)), _plain(value)]
        for name, value in values.items()
        if getattr(event, name) != value
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _sessions_outside(event: Event) -> set[int]:
    hours = [(item.id, item.start_wall, item.end_wall) for item in event.sessions]
    return outside(hours, start=event.start_wall, end=event.end_wall, all_day=event.all_day)


def _move_programme(event: Event, sessions: Mapping[int, Hours], shift: timedelta) -> None:
    if sessions.keys() - {item.id for item in event.sessions}:
        raise UnknownTicket
    for item in event.sessions:
        if item.id in sessions:
            item.start_wall, item.end_wall = sessions[item.id]
            continue
        item.start_wall = item.start_wall and item.start_wall + shift
        item.end_wall = item.end_wall and item.end_wall + shift
