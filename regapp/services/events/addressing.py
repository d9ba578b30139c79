"""Who finds an event, and at which address."""

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import SlugTaken
from regapp.models import AuditEntry, Event, FormerSlug
from regapp.services.events.creating import slug_is_free
from regapp.services.events.editing import editing
from regapp.vocabulary import EventStatus, EventVisibility, PlacesShown


@use_case
def change_visibility(
    session: Session,
    *,
    event_id: int,
    revision: int,
    visibility: EventVisibility,
    places_shown: PlacesShown,
    slug: str,
    user_id: int | None,
) -> None:
    """Say who finds the event, what everybody learns of its places, and its address.

    An address that the public has seen leads to the event for ever. Raises NotFound, EditedMeanwhile or
    SlugTaken.
    """
    with editing(session, event_id, revision, "event.edited", user_id=user_id) as event:
        event.visibility, event.places_shown = visibility, places_shown
        if slug != event.slug:
            _readdress(session, event, slug)


def _readdress(session: Session, event: Event, slug: str) -> None:
    if not slug_is_free(session, slug, besides=event.id):
        raise SlugTaken
    session.execute(delete(FormerSlug).where(FormerSlug.slug == slug))
    if _was_public(session, event):
        session.add(FormerSlug(slug=event.slug, event_id=event.id))
    event.slug = slug
    try:
        session.flush()
    except IntegrityError as error:
        raise SlugTaken from error


def _was_public(session: Session, event: Event) -> bool:
    published = exists().where(AuditEntry.event_id == event.id, AuditEntry.action == "event.published")
    return event.status is not EventStatus.DRAFT or bool(session.scalar(select(published)))
