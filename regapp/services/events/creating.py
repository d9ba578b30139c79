"""From a draft to an event."""

from typing import Any
from uuid import uuid4

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import SlugTaken
from regapp.models import Event, FormerSlug, Registration
from regapp.models.slugs import LONGEST_SLUG, proposed_slug
from regapp.services import audit
from regapp.services.events.changing import changing
from regapp.services.events.drafts import EventDraft
from regapp.services.events.storing import schedule, set_time, set_window, store
from regapp.services.organising import lock_event
from regapp.services.telling.planning import plan_ahead
from regapp.vocabulary import EventStatus

MOST_ALIKE = 100  # events that are called alike and numbered
RESERVED = frozenset({"new"})  # at this address of organisers new events are made


@use_case
def create(
    session: Session,
    draft: EventDraft,
    *,
    user_id: int | None = None,
    status: EventStatus = EventStatus.DRAFT,
) -> int:
    """Store a new event, by default as a draft that only its hosts see; its id.

    Raises NotFound for an unknown host or venue, and SlugTaken.
    """
    return add(session, draft, "event.created", user_id=user_id, status=status).id


def add(
    session: Session,
    draft: EventDraft,
    action: str,
    *,
    user_id: int | None,
    status: EventStatus = EventStatus.DRAFT,
    **details: Any,
) -> Event:
    """The same for a use case that does more than that; ``action`` and ``details`` go to the audit log."""
    if session.scalar(select(exists().where(FormerSlug.slug == draft.slug))):
        raise SlugTaken
    try:
        event = store(session, draft)
    except IntegrityError as error:
        if "slug" not in str(error.orig):
            raise
        raise SlugTaken from error
    event.status = status
    session.flush()
    audit.record_event(session, user_id, action, event.id, **details)
    plan_ahead(session, event)
    return event


@use_case
def reschedule(session: Session, event_id: int, draft: EventDraft) -> bool:
    """Give an event that nobody has registered for the times of ``draft``; False if somebody has."""
    event = lock_event(session, event_id)
    somebody = select(Registration.id).where(Registration.event_id == event_id).limit(1)
    if session.scalars(somebody).first() is not None:
        return False
    with changing(session, event, "event.moved", start=draft.start.isoformat(), zone=draft.zone):
        schedule(event, draft)
        for item, item_draft in zip(event.sessions, draft.sessions, strict=True):
            set_time(event, item, item_draft)
        for ticket_type, ticket_draft in zip(event.ticket_types, draft.ticket_types, strict=True):
            set_window(event, ticket_type, ticket_draft)
    return True


def slug_is_free(session: Session, slug: str, *, besides: int | None = None) -> bool:
    """Whether an event may get this slug: no other has it, or had it; ``besides``: the id of one that may."""
    of_event = select(Event.id).where(Event.slug == slug)
    of_old = select(FormerSlug.event_id).where(FormerSlug.slug == slug)
    return slug not in RESERVED and {*session.scalars(of_event), *session.scalars(of_old)} <= {besides}


def free_slug(session: Session, text: str) -> str:
    """A slug that no event has or had, as near as can be to what the event is called."""
    wanted = proposed_slug(text) or "event"
    tries = (
        wanted,
        *(f"{wanted[: LONGEST_SLUG - 4].rstrip('-')}-{number}" for number in range(2, MOST_ALIKE)),
    )
    free = (slug for slug in tries if slug_is_free(session, slug))
    return next(free, f"event-{uuid4().hex[:12]}")
