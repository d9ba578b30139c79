"""What every change of an event has in common: its number rises where it has to, and its people are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Event
from regapp.services import audit
from regapp.services.telling.differences import Standing, differences, facts_of_change, standing
from regapp.services.telling.mailings import plan_cancellation, plan_change
from regapp.services.telling.planning import is_telling_meeting, plan_ahead, tell_meeting
from regapp.vocabulary import Actor, Difference, EventStatus


@contextmanager
def changing(
    session: Session,
    event: Event,
    action: str,
    *,
    user_id: int | None = None,
    actor: Actor = Actor.ORGANISER,
    message: str = "",
    **details: Any,
) -> Iterator[None]:
    """Change an event inside the block; everything that follows from it is done when the block ends.

    The caller holds the event's line. ``message`` is what the host says in the letter, if there is one;
    ``action`` and ``details`` go to the audit log. ``Event.sequence`` (RFC 5545 3.8.7.4) rises when start,
    end, instant, status, place, or what people know of the meeting changes; for nothing else.
    """
    before = standing(event, now())
    yield
    session.flush()
    audit.record_event(session, user_id, action, event.id, actor=actor, **details)
    event.revision += 1
    plan_ahead(session, event)
    if event.status is not before.status:
        _raise_number(event)
        if event.status is EventStatus.CANCELLED:
            plan_cancellation(session, event, user_id=user_id)
    else:
        _tell(session, event, before, message=message, user_id=user_id)


def _tell(session: Session, event: Event, before: Standing, *, message: str, user_id: int | None) -> None:
    after = standing(event, now())
    found = differences(before, after)
    if is_telling_meeting(session, event):
        found.discard(Difference.MEETING)
    if found:
        _raise_number(event)
    if event.status is not EventStatus.PUBLISHED or event.end_at <= now():
        return
    if found:
        facts = facts_of_change(before, after, found, message)
        plan_change(session, event, facts, user_id=user_id)
    elif after.joining and not before.joining:
        tell_meeting(session, event, user_id=user_id)


def _raise_number(event: Event) -> None:
    event.sequence += 1
    event.changed_at = now()
