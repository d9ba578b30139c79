"""A new event from a filled-in draft, and another edition of one that there was."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import Overtaken, use_case
from regapp.errors import NotFound, SlugTaken
from regapp.models import Event, Organisation
from regapp.services.events.copying import draft_of
from regapp.services.events.creating import add, free_slug
from regapp.services.events.drafts import EventDraft, Texts
from regapp.services.events.times import refuse_wrong_times
from regapp.services.events.venues import VenueDraft, store_venue
from regapp.services.organising import lock_event


@use_case
def start(
    session: Session,
    draft: EventDraft,
    *,
    called: str,
    user_id: int | None,
    venue: VenueDraft | None = None,
) -> str:
    """Store a draft of an event, with a venue made on the spot if one is given; its slug.

    The slug is a free one, as near as can be to what the event is ``called``. Raises NotFound for an
    unknown host or venue, or WrongTimes.
    """
    refuse_wrong_draft(draft)
    if venue is not None:
        keeper = _keeper(session, draft.organisation)
        draft = replace(draft, venue=store_venue(session, venue, keeper, user_id=user_id).slug)
    return _add(session, replace(draft, slug=free_slug(session, called)), "event.created", user_id)


@use_case
def duplicate(
    session: Session, *, event_id: int, first: date, user_id: int | None, title: Texts | None = None
) -> str:
    """Make a draft of another edition that starts on ``first``, all else moved along; its slug.

    ``title`` is that of the copy; None: the same.

    Raises NotFound, or WrongTimes where the clock of that day lacks one of the hours or the day is past.
    """
    event = lock_event(session, event_id)
    shift = first - event.start_wall.date()
    draft = draft_of(event, slug=free_slug(session, event.slug), shift=shift)
    if title is not None:
        draft = replace(draft, title=title)
    refuse_wrong_draft(draft)
    return _add(session, draft, "event.duplicated", user_id, of=event.slug)


def refuse_wrong_draft(draft: EventDraft) -> None:
    """Raise WrongTimes unless an event may be at the times of a draft."""
    timed = {
        number: (item.start, item.end)
        for number, item in enumerate(draft.sessions)
        if item.start and item.end
    }
    refuse_wrong_times(
        zone=draft.zone,
        start=draft.start,
        end=draft.end,
        opens=draft.opens,
        closes=draft.closes,
        all_day=draft.all_day,
        sessions=timed,
    )


def _add(session: Session, draft: EventDraft, action: str, user_id: int | None, **details: Any) -> str:
    try:
        event: Event = add(session, draft, action, user_id=user_id, **details)
    except SlugTaken as error:
        raise Overtaken from error  # somebody else had the same name in mind in this very moment
    return event.slug


def _keeper(session: Session, slug: str) -> int:
    found = session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one_or_none()
    if found is None:
        raise NotFound(slug)
    return found
