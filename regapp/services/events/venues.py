"""Venues, as the organisations keep them that own them."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from regapp.clock import now
from regapp.database import insert_if_new, use_case
from regapp.errors import EditedMeanwhile, NotFound, SlugTaken
from regapp.models import Event, LocalizedText, Venue
from regapp.models.slugs import LONGEST_SLUG, proposed_slug
from regapp.services import audit
from regapp.services.events.changing import changing
from regapp.services.events.drafts import Texts
from regapp.services.organising import lock_event
from regapp.vocabulary import EventStatus

AT_ONCE = 500  # events whose rows are read together
MOST_ALIKE = 1000  # venues whose names come to the same slug
RESERVED = "new"  # what our own addresses have where the slug stands
TEXTS = ("name", "address", "city", "accessibility")
WHERE = ("address", "city")  # another one is another place for people, not another word for it


@dataclass(frozen=True, slots=True)
class VenueDraft:
    """A venue as plain values. ``region`` is a code of ISO 3166-2; latitude and longitude are in degrees."""

    name: Texts
    address: Texts = field(default_factory=dict)
    city: Texts = field(default_factory=dict)
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    places: int | None = None
    accessibility: Texts = field(default_factory=dict)


@use_case
def make_venue(session: Session, *, draft: VenueDraft, organisation_id: int, user_id: int | None) -> int:
    """Make a venue of an organisation's; its id."""
    return store_venue(session, draft, organisation_id, user_id=user_id).id


@use_case
def change_venue(
    session: Session,
    *,
    venue_id: int,
    revision: int,
    draft: VenueDraft,
    user_id: int | None,
    message: str = "",
) -> None:
    """Make this of a venue. Events held there show it; people of those to come are told of another place.

    ``message`` stands in their letters. ``revision`` is the one that the host had in front of them. Raises
    NotFound, also for a venue of the operator's, and EditedMeanwhile.
    """
    # Whoever moves an event there keeps its line, and needs no more of the venue than that it stays.
    locked = select(Venue).where(Venue.id == venue_id).with_for_update(key_share=True)
    venue = session.scalars(locked).one_or_none()
    if venue is None or venue.organisation_id is None:
        raise NotFound
    if venue.revision != revision:
        raise EditedMeanwhile
    changes = {
        name: [getattr(venue, name), value]
        for name, value in asdict(draft).items()
        if getattr(venue, name) != value
    }
    if not changes:
        return
    audit.record_organisation(
        session, user_id, "venue.changed", venue.organisation_id, venue=dict(venue.name), changes=changes
    )
    if changes.keys() & set(WHERE):
        _move_people(session, venue, draft, user_id=user_id, message=message)
    else:
        _set(venue, draft)
    _renew_events(session, venue)


def store_venue(session: Session, draft: VenueDraft, organisation_id: int, *, user_id: int | None) -> Venue:
    """A venue as a row, its slug made of its name."""
    values = {**_columns(draft), "organisation_id": organisation_id}
    for slug in _slugs(draft):
        venue = insert_if_new(session, Venue, {**values, "slug": slug})
        if venue is not None:
            name = dict(draft.name)
            audit.record_organisation(session, user_id, "venue.made", organisation_id, venue=name)
            return venue
    raise SlugTaken


def _slugs(draft: VenueDraft) -> Sequence[str]:
    texts = (text for text in (draft.name.get(one) for one in ("en", "ru", "kk", "de")) if text)
    first = next(filter(None, map(proposed_slug, texts)), "venue")
    own = [] if first == RESERVED else [first]
    return [*own, *(f"{first[: LONGEST_SLUG - 5]}-{number}" for number in range(2, MOST_ALIKE))]


def _columns(draft: VenueDraft) -> dict[str, Any]:
    values = asdict(draft)
    return {name: LocalizedText(value) if name in TEXTS else value for name, value in values.items()}


def _set(venue: Venue, draft: VenueDraft) -> None:
    for name, value in _columns(draft).items():
        setattr(venue, name, value)
    venue.revision += 1


def _move_people(
    session: Session, venue: Venue, draft: VenueDraft, *, user_id: int | None, message: str
) -> None:
    """Change the venue under the lines of all events to come there, each of which tells its people."""
    to_come = select(Event.id).where(
        Event.venue_id == venue.id, Event.end_at > now(), Event.status != EventStatus.CANCELLED
    )
    events = [lock_event(session, number) for number in session.scalars(to_come.order_by(Event.id))]
    with ExitStack() as changes:
        for event in events:
            one = changing(session, event, "event.venue_changed", user_id=user_id, message=message)
            changes.enter_context(one)
        _set(venue, draft)


def _renew_events(session: Session, venue: Venue) -> None:
    """Have the venue's events found by its new name, and their pages rendered anew."""
    session.flush()
    ids = session.scalars(select(Event.id).where(Event.venue_id == venue.id).order_by(Event.id)).all()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for event in session.scalars(
            select(Event).where(Event.id.in_(some)).options(selectinload(Event.hosts))
        ):
            event.describe()
        session.flush()
        session.execute(
            update(Event)
            .where(Event.id.in_(some))
            .values(revision=Event.revision + 1)
            .execution_options(synchronize_session=False)
        )
