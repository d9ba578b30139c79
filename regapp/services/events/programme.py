"""A host edits the programme: its sessions, and points of the agenda, which have no time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound, Over, SessionChosen, TimesProblem, WrongTimes
from regapp.models import Attendee, Event, LocalizedText, Speaker
from regapp.models import Session as ProgrammeSession
from regapp.queries.programme import chosen_by
from regapp.services.allocation import places
from regapp.services.allocation.moving_up import move_up
from regapp.services.events.editing_parts import Notes, editing_part, find, next_position, shift
from regapp.services.events.session_places import own_quotas, set_places
from regapp.services.events.times import FIRST_YEAR, LAST_YEAR, find_zone, is_shown, outside
from regapp.vocabulary import EventStatus

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as a host says it; times on the wall clock of the event's zone, both or none.

    They are naive; where the clock shows an hour twice, their fold says which one is meant.

    ``speakers`` are ids of people of the event; ``places``: so many of its own, for one that is chosen.
    """

    title: Texts
    start: datetime | None = None
    end: datetime | None = None
    description: Texts = field(default_factory=dict)
    room: Texts = field(default_factory=dict)
    language: str = ""
    bookable: bool = False
    speakers: Sequence[int] = ()
    places: int | None = None


@use_case
def add(
    session: Session,
    *,
    event_id: int,
    revision: int,
    facts: SessionFacts,
    user_id: int | None,
    message: str = "",
) -> int:
    """Put a session on the programme; its id.

    Where calendars have an entry for each, people are told, with ``message``. Raises NotFound,
    EditedMeanwhile, or WrongTimes, which is about ``start`` or ``end``.
    """
    places.keep_the_unlimited_out(session, event_id)
    with editing_part(
        session, event_id, revision, "session.added", user_id=user_id, message=message, title=facts.title
    ) as (event, notes):
        item = ProgrammeSession(
            event_id=event_id, position=next_position(event.sessions), title=LocalizedText(facts.title)
        )
        event.sessions.append(item)
        _say(session, event, item, facts, Notes())
        notes.clear()
        session.flush()
    move_up(session, event)
    return item.id


@use_case
def change(
    session: Session,
    *,
    event_id: int,
    revision: int,
    session_id: int,
    facts: SessionFacts,
    user_id: int | None,
    message: str = "",
) -> None:
    """Say anew what a session is; see :func:`add`.

    Raises SessionChosen where it would no longer be anybody's to choose although some have, CapacityTooLow
    where more have than it would have places, and Over for another time of a past or cancelled event.
    """
    places.keep_the_unlimited_out(session, event_id)
    with editing_part(
        session,
        event_id,
        revision,
        "session.changed",
        user_id=user_id,
        message=message,
        item=session_id,
        title=facts.title,
    ) as (event, notes):
        item = find(session, ProgrammeSession, event, session_id)
        if item.bookable and not facts.bookable:
            _refuse_chosen(session, item)
        _say(session, event, item, facts, notes)
    move_up(session, event)  # there may be more places than before


@use_case
def remove(
    session: Session,
    *,
    event_id: int,
    revision: int,
    session_id: int,
    user_id: int | None,
    message: str = "",
) -> None:
    """Take a session off the programme, with the places that were its own.

    Raises NotFound, EditedMeanwhile, or SessionChosen as long as somebody has a place in it or waits.
    """
    with editing_part(
        session, event_id, revision, "session.removed", user_id=user_id, message=message, item=session_id
    ) as (event, notes):
        item = find(session, ProgrammeSession, event, session_id)
        _refuse_chosen(session, item)
        notes["title"] = [dict(item.title), {}]
        for quota in own_quotas(item):
            session.delete(quota)
        for attendee in session.scalars(select(Attendee).where(Attendee.sessions.contains(item))):
            attendee.sessions.remove(item)  # who had chosen it, and has left
        session.delete(item)
        session.flush()
        session.expire(event, ["sessions", "quotas"])


@use_case
def put(session: Session, *, event_id: int, session_id: int, up: bool, user_id: int | None) -> None:
    """Let a session change places with the one before or after it at the same time. Raises NotFound."""
    with editing_part(session, event_id, None, "session.ordered", user_id=user_id, item=session_id) as (
        event,
        _notes,
    ):
        item = find(session, ProgrammeSession, event, session_id)
        beside = [one for one in event.sessions if one.start_at == item.start_at]
        shift(event.sessions, item, up=up, among=beside)


def may_be_timed(event: Event) -> bool:
    """Whether what is on the programme may still be at other times."""
    return event.status is not EventStatus.CANCELLED and event.end_at > now()


def _say(session: Session, event: Event, item: ProgrammeSession, facts: SessionFacts, notes: Notes) -> None:
    _set_times(event, item, facts, notes)
    texts: dict[str, Any] = {"title": facts.title, "description": facts.description, "room": facts.room}
    for name, text in texts.items():
        if getattr(item, name) is None:
            setattr(item, name, LocalizedText(text))
    notes.assign(item, {**texts, "language": facts.language, "bookable": facts.bookable})
    people = session.scalars(
        select(Speaker).where(Speaker.event_id == event.id, Speaker.id.in_(facts.speakers))
    ).all()
    if len(people) != len(set(facts.speakers)):
        raise NotFound
    item.speakers = list(people)
    session.flush()
    before = [quota.capacity for quota in own_quotas(item)]
    set_places(session, event, item, facts.places if facts.bookable else None)
    after = [quota.capacity for quota in own_quotas(item)]
    if before != after:
        notes["capacity"] = [str(*before), str(*after)]


def _set_times(event: Event, item: ProgrammeSession, facts: SessionFacts, notes: Notes) -> None:
    starts = event.instant(facts.start) if facts.start else None
    ends = event.instant(facts.end) if facts.end else None
    stored = (item.start_wall, item.end_wall, item.start_at, item.end_at)
    if (facts.start, facts.end, starts, ends) == stored:
        return
    if item.id is not None and not may_be_timed(event):
        raise Over
    _refuse_wrong(event, facts)
    for name, wall in (("start", facts.start), ("end", facts.end)):
        notes.assign(item, {f"{name}_wall": wall})
        if changed := notes.pop(f"{name}_wall", None):
            notes[name] = changed
    item.start_at, item.end_at = starts, ends


def _refuse_wrong(event: Event, facts: SessionFacts) -> None:
    zone = find_zone(event.zone)
    for name, wall in (("start", facts.start), ("end", facts.end)):
        if wall is None:
            continue
        if not FIRST_YEAR <= wall.year <= LAST_YEAR:
            raise WrongTimes(TimesProblem.YEAR, name)
        if outside([(0, wall, None)], start=event.start_wall, end=event.end_wall, all_day=event.all_day):
            raise WrongTimes(TimesProblem.OUTSIDE, name)
        if not is_shown(wall, zone):
            raise WrongTimes(TimesProblem.GAP, name)
    if facts.start and facts.end and _utc(event, facts.end) <= _utc(event, facts.start):
        raise WrongTimes(TimesProblem.SESSION, "end")


def _utc(event: Event, wall: datetime) -> datetime:
    return event.instant(wall).astimezone(UTC)


def _refuse_chosen(session: Session, item: ProgrammeSession) -> None:
    if count := chosen_by(session, item.id):
        raise SessionChosen(count)
