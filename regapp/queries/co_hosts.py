"""Who holds an event together with its owner, and at which events an organisation is named so."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Event, EventHost, Organisation
from regapp.models.search import search_text
from regapp.queries.pages import Page
from regapp.vocabulary import EventStatus

MOST_FOUND, PAGE_SIZE = 10, 20


def co_hosts(session: Session, event_id: int) -> Sequence[EventHost]:
    """The co-hosts of an event in their order."""
    return session.scalars(
        select(EventHost)
        .where(EventHost.event_id == event_id)
        .order_by(EventHost.position, EventHost.id)
        .options(joinedload(EventHost.own_logo))
    ).all()


def possible_hosts(session: Session, event: Event, wanted: str) -> Sequence[Organisation]:
    """The first organisations by name that could join the event's hosts, and have all these words in it."""
    taken = {event.organisation_id, *(one.organisation_id for one in co_hosts(session, event.id))}
    words = search_text(wanted).split()
    # An installation has a thousand of them at most; their names are texts by language.
    found = [
        one
        for one in session.scalars(select(Organisation))
        if one.id not in taken and _has(search_text(one.slug, *one.name.values()), words)
    ]
    return sorted(found, key=lambda one: (search_text(*one.name.values()), one.id))[:MOST_FOUND]


def co_hosted_events(
    session: Session, organisation_id: int, moment: datetime, *, page: int = 1
) -> Page[EventHost]:
    """Where an organisation is named as a co-host: events to come, soonest first, then past ones.

    Drafts are among them only where the owner lets its members see them.
    """
    found = _co_hosted(organisation_id)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    to_come = Event.end_at > moment
    rows = session.scalars(
        select(EventHost)
        .join(Event, Event.id == EventHost.event_id)
        .where(EventHost.id.in_(found))
        .order_by(
            case((to_come, 0), else_=1), case((to_come, Event.start_at)), Event.start_at.desc(), Event.id
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(EventHost.event).joinedload(Event.organisation))
    ).all()
    return Page(rows, number, PAGE_SIZE, total)


def find_co_hosted(session: Session, organisation_id: int, slug: str) -> EventHost | None:
    """Where it is named at the event of that slug, if it is among those; see :func:`co_hosted_events`."""
    return session.scalars(
        select(EventHost)
        .join(Event, Event.id == EventHost.event_id)
        .where(EventHost.id.in_(_co_hosted(organisation_id)), Event.slug == slug)
    ).one_or_none()


def is_named(session: Session, event_id: int, organisation_id: int) -> bool:
    """Whether the organisation is named as a co-host of the event."""
    named = select(EventHost.id).where(
        EventHost.event_id == event_id, EventHost.organisation_id == organisation_id
    )
    return session.scalars(named).first() is not None


def _co_hosted(organisation_id: int) -> Select[int]:
    return (
        select(EventHost.id)
        .join(Event, Event.id == EventHost.event_id)
        .where(
            EventHost.organisation_id == organisation_id,
            or_(Event.status != EventStatus.DRAFT, EventHost.role.is_not(None)),
        )
    )


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
