"""Letters to all that are due at a time which follows from an event's start.

The caller holds the event's line, or the event is new.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Event, Mailing
from regapp.services.telling.mailings import add, drop_unsent, not_begun, of_event
from regapp.vocabulary import EventStatus, LetterKind

REMINDED_BEFORE = timedelta(days=1)
# Whole days begin at midnight, when nobody reads: nine in the morning of the day before.
WHOLE_DAYS_REMINDED_BEFORE = timedelta(hours=15)


def plan_ahead(session: Session, event: Event) -> None:
    """Have one reminder planned, for the day before, and one letter for when the way to join is told.

    What was planned for another time is planned again. Where that time is over already nothing is told.
    """
    _plan(session, event, LetterKind.REMINDER, _reminder_due(event))
    if not is_telling_meeting(session, event):
        release = event.join_release_at if event.has_way_to_join else None
        _plan(session, event, LetterKind.MEETING, release)


def tell_meeting(session: Session, event: Event, *, user_id: int | None) -> None:
    """Tell how to join at once, to those who may know."""
    planned = not_begun(session, event, LetterKind.MEETING)
    if planned is None:
        add(session, event, LetterKind.MEETING, now(), {}, user_id=user_id)
    else:
        planned.due_at = min(planned.due_at, now())


def is_telling_meeting(session: Session, event: Event) -> bool:
    """Whether a letter is about to tell everybody how to join, as it is when the worker gets to it."""
    moment = now()
    if not event.has_way_to_join or not event.join_told(moment):
        return False
    planned = not_begun(session, event, LetterKind.MEETING)
    return planned is not None and planned.due_at <= moment


def _reminder_due(event: Event) -> datetime:
    if event.all_day:
        return event.instant(event.start_wall - WHOLE_DAYS_REMINDED_BEFORE)
    return event.start_at - REMINDED_BEFORE


def _plan(session: Session, event: Event, kind: LetterKind, due_at: datetime | None) -> None:
    moment = now()
    last = session.scalars(of_event(event, kind).order_by(None).order_by(Mailing.id.desc()).limit(1)).first()
    if last is not None and last.due_at == due_at and not _was_taken_back(last):
        return
    planned = due_at if _is_ahead(event, due_at, moment) else None
    if last is not None and (planned or kind is LetterKind.REMINDER):
        drop_unsent(session, last)
    if last is not None and last.settled_at is None:
        if planned is None:
            last.settled_at = moment
        else:
            last.due_at, last.reached = planned, 0
    elif planned is not None and not _was_just_told(last, planned):
        add(session, event, kind, planned, {}, user_id=None)


def _is_ahead(event: Event, due_at: datetime | None, moment: datetime) -> bool:
    return event.status is EventStatus.PUBLISHED and due_at is not None and moment < due_at


def _was_taken_back(mailing: Mailing) -> bool:
    """Whether it was given up before its time, so that nobody was told."""
    return mailing.settled_at is not None and mailing.settled_at < mailing.due_at


def _was_just_told(last: Mailing | None, due_at: datetime) -> bool:
    """Whether people were reminded so lately that a start a little later is no reason to do it again."""
    if last is None or last.kind is not LetterKind.REMINDER or not last.reached or last.settled_at is None:
        return False
    return due_at - last.settled_at < REMINDED_BEFORE
