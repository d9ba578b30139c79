"""Places where people meet, as those who hold events see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from regapp.models import Event, Venue
from regapp.models.search import search_text, sort_key
from regapp.vocabulary import EventStatus, Language


@dataclass(frozen=True, slots=True)
class OwnVenue:
    """A venue of an organisation's, and how many events name it."""

    venue: Venue
    events: int


def choosable_venues(session: Session, organisation_id: int, reader: Language, q: str = "") -> list[Venue]:
    """The venues at which an organisation may hold events: its own and the operator's, by their names.

    ``q``: those whose name, address or city has each of its words.
    """
    wanted = search_text(q).split()
    found = [
        venue
        for venue in session.scalars(select(Venue).where(_is_choosable(organisation_id)))
        if all(word in _searched(venue) for word in wanted)
    ]
    return sorted(found, key=lambda venue: (sort_key(venue.name.read(reader)), venue.id))


def find_choosable_venue(session: Session, organisation_id: int, venue_id: int) -> Venue | None:
    """One of them, or None."""
    return session.scalars(
        select(Venue).where(Venue.id == venue_id, _is_choosable(organisation_id))
    ).one_or_none()


def list_own_venues(session: Session, organisation_id: int, reader: Language) -> list[OwnVenue]:
    """The venues that an organisation keeps up to date, by their names."""
    counts = (
        select(Event.venue_id, func.count().label("events"))
        .where(Event.venue_id.is_not(None))
        .group_by(Event.venue_id)
        .subquery()
    )
    rows = session.execute(
        select(Venue, func.coalesce(counts.c.events, 0))
        .outerjoin(counts, counts.c.venue_id == Venue.id)
        .where(Venue.organisation_id == organisation_id)
    )
    own = [OwnVenue(venue, events) for venue, events in rows]
    return sorted(own, key=lambda one: (sort_key(one.venue.name.read(reader)), one.venue.id))


def find_own_venue(session: Session, organisation_id: int, slug: str) -> Venue | None:
    """The venue of that slug, if the organisation keeps it."""
    return session.scalars(
        select(Venue).where(Venue.slug == slug, Venue.organisation_id == organisation_id)
    ).one_or_none()


def events_to_come_at(session: Session, venue_id: int, moment: datetime) -> Sequence[Event]:
    """The events at a venue that are neither over nor cancelled, drafts too, soonest first."""
    return session.scalars(
        select(Event)
        .where(Event.venue_id == venue_id, Event.end_at > moment, Event.status != EventStatus.CANCELLED)
        .order_by(Event.start_at, Event.id)
    ).all()


def _is_choosable(organisation_id: int) -> ColumnElement[bool]:
    return or_(Venue.organisation_id.is_(None), Venue.organisation_id == organisation_id)


def _searched(venue: Venue) -> str:
    return search_text(*venue.name.values(), *venue.city.values(), *venue.address.values())
