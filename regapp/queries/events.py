"""Events as visitors find them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    extract,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import (
    Attachment,
    Event,
    EventHost,
    FormerSlug,
    Line,
    Organisation,
    Quota,
    Speaker,
    TicketType,
    Venue,
    WaitingEntry,
)
from regapp.models import Session as ProgrammeSession
from regapp.models.search import search_text
from regapp.prepared import Glance
from regapp.queries.pages import Page
from regapp.vocabulary import Attendance, EventStatus, EventVisibility

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a visitor looks for; an empty field means any. ``month`` is like 2026-11."""

    q: str = ""
    mode: str = ""
    region: str = ""
    venue: str = ""
    organisation: str = ""
    month: str = ""
    past: bool = False


def list_events(
    session: Session, wanted: EventFilter, moment: datetime, *, page: int = 1, size: int = PAGE_SIZE
) -> Page[Event]:
    """Published events that end after ``moment``, soonest first; or past ones, latest first."""
    matching = _matching(wanted, moment)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // size)))
    order = (
        (Event.start_at.desc(), Event.id.desc()) if wanted.past else (Event.start_at.asc(), Event.id.asc())
    )
    ids = matching.order_by(*order).limit(size).offset((number - 1) * size)
    rows = session.scalars(
        select(Event)
        .where(Event.id.in_(ids.scalar_subquery()))
        .order_by(*order)
        .options(
            joinedload(Event.organisation),
            joinedload(Event.venue),
            joinedload(Event.cover),
            selectinload(Event.hosts),
            selectinload(Event.ticket_types).selectinload(TicketType.quotas),
        )
    ).all()
    return Page(rows, number, size, total)


def latest_end(session: Session, wanted: EventFilter, *, before: datetime) -> datetime | None:
    """When the last of the wanted events ended that were over by ``before``; None if none was."""
    matching = _matching(replace(wanted, past=True), before)
    return session.scalar(select(func.max(Event.end_at)).where(Event.id.in_(matching)))


def find_event(session: Session, slug: str) -> Event | None:
    """A published or cancelled event with everything its page shows, or None."""
    shown = _shown().where(Event.slug == slug, Event.status != EventStatus.DRAFT)
    return session.scalars(shown).one_or_none()


def find_by_former_slug(session: Session, slug: str) -> Event | None:
    """The event that had this slug before, whatever its status; None if none did."""
    return session.scalars(
        select(Event).join(FormerSlug, FormerSlug.event_id == Event.id).where(FormerSlug.slug == slug)
    ).one_or_none()


def find_event_to_preview(session: Session, event_id: int) -> Event | None:
    """The event with everything its page shows, or will show once it is published; None if there is none."""
    return session.scalars(_shown().where(Event.id == event_id)).one_or_none()


def _shown() -> Select[Event]:
    return select(Event).options(
        joinedload(Event.organisation).joinedload(Organisation.logo),
        joinedload(Event.venue),
        joinedload(Event.cover),
        selectinload(Event.hosts).options(
            joinedload(EventHost.organisation).joinedload(Organisation.logo), joinedload(EventHost.own_logo)
        ),
        selectinload(Event.ticket_types).selectinload(TicketType.quotas),
        selectinload(Event.questions),
        selectinload(Event.sessions).options(
            selectinload(ProgrammeSession.quotas), selectinload(ProgrammeSession.speakers)
        ),
        selectinload(Event.speakers).joinedload(Speaker.photograph),
        selectinload(Event.speaker_groups),
        selectinload(Event.attachments).joinedload(Attachment.file),
    )


def regions(session: Session, moment: datetime, *, past: bool = False) -> Sequence[str]:
    """Regions in which an event is to come, or was held, by code."""
    return session.scalars(
        select(Venue.region)
        .join(Event, Event.venue_id == Venue.id)
        .where(_past(moment) if past else _to_come(moment), Venue.region != "")
        .distinct()
        .order_by(Venue.region)
    ).all()


def months(session: Session, moment: datetime, *, past: bool = False) -> list[date]:
    """First days of the months in which an event to come (or a past one) starts, in the list's order."""
    year, month = extract("year", Event.start_wall), extract("month", Event.start_wall)
    found = session.execute(
        select(year, month).where(_past(moment) if past else _to_come(moment)).distinct()
    ).all()
    return sorted((date(int(year), int(month), 1) for year, month in found), reverse=past)


def _past(moment: datetime) -> ColumnElement[bool]:
    return and_(_is_listed(), Event.end_at <= moment)


def _to_come(moment: datetime) -> ColumnElement[bool]:
    return and_(_is_listed(), Event.end_at > moment)


def _is_listed() -> ColumnElement[bool]:
    return and_(Event.status != EventStatus.DRAFT, Event.visibility == EventVisibility.PUBLIC)


def _matching(wanted: EventFilter, moment: datetime) -> Select[int]:
    query = select(Event.id).where(_past(moment) if wanted.past else _to_come(moment))
    for word in search_text(wanted.q).split():
        query = query.where(Event.search_text.contains(word, autoescape=True))
    if wanted.mode == "hybrid":
        query = query.where(*(_has(attendance) for attendance in Attendance))
    elif wanted.mode in list(Attendance):
        query = query.where(_has(Attendance(wanted.mode)))
    if wanted.region or wanted.venue:
        query = query.join(Venue, Event.venue_id == Venue.id)
    if wanted.region:
        query = query.where(Venue.region == wanted.region)
    if wanted.venue:
        query = query.where(Venue.slug == wanted.venue)
    if wanted.organisation:
        query = query.where(_held_by(wanted.organisation))
    if month := _month(wanted.month):
        query = query.where(Event.start_wall >= month[0], Event.start_wall < month[1])
    return query


def _has(attendance: Attendance) -> ColumnElement[bool]:
    return exists().where(
        TicketType.event_id == Event.id,
        TicketType.attendance == attendance,
        TicketType.needs_code.is_(False),  # who is not invited does not learn of it here either
    )


def _held_by(slug: str) -> ColumnElement[bool]:
    owner = exists().where(Organisation.id == Event.organisation_id, Organisation.slug == slug)
    co_host = exists().where(
        EventHost.event_id == Event.id,
        EventHost.organisation_id == Organisation.id,
        Organisation.slug == slug,
    )
    return or_(owner, co_host)


def _month(text: str) -> tuple[datetime, datetime] | None:
    try:
        first = datetime.strptime(text, "%Y-%m")  # noqa: DTZ007 - compared with wall-clock times
        return first, first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    except ValueError:
        return None


# Whether a place left is a newcomer's, or the line's, may change with each turn of the line; but only where
# somebody waits and something is left.
_TURN = case(
    (
        and_(Quota.taken < Quota.capacity, exists().where(WaitingEntry.event_id == Event.id)),
        Line.tick,
    )
)

public_state = Glance(
    select(Event.revision, Event.status, Event.places_shown, Quota.id, Quota.capacity, Quota.taken, _TURN)
    .outerjoin(Quota, Quota.event_id == Event.id)
    .outerjoin(Line, Line.event_id == Event.id)
    .where(Event.slug == bindparam("slug"), Event.status != literal_column(f"'{EventStatus.DRAFT}'"))
    .order_by(Quota.id)
)
"""All that decides what the public pages of the event with ``slug`` say, beside the time; empty if none."""
