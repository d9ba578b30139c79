"""What those who run an event are told at once: that places are full, that letters do not arrive."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Event, Letter, Mailing, Quota
from regapp.queries.outbox import unreached
from regapp.services.sweeping import each
from regapp.services.telling.members import owe_members
from regapp.vocabulary import UNDELIVERED, EventStatus, LetterKind

# So long the host of an event is told no more of letters that do not arrive.
QUIET = timedelta(hours=1)


def raise_due() -> int:
    """Tell of all that is full or lost and has not been told; how many letters.

    Safe to run in many places at once.
    """
    full = each(
        _full_and_untold(), lambda quota_id: [_tell_full(quota_id)], "the alarm that quota %s is full"
    )
    lost = each(_losing_letters(), lambda event_id: [_tell_lost(event_id)], "the alarm of event %s")
    return sum(full) + sum(lost)


@use_case
def _full_and_untold(session: Session) -> list[int]:
    return list(
        session.scalars(
            select(Quota.id)
            .join(Event, Event.id == Quota.event_id)
            .where(
                Quota.taken >= Quota.capacity,
                Quota.capacity > 0,
                Quota.full_told_at.is_(None),
                Event.status == EventStatus.PUBLISHED,
                Event.end_at > now(),
            )
            .order_by(Quota.id)
        )
    )


@use_case
def _tell_full(session: Session, quota_id: int) -> int:
    event_id = session.scalars(
        update(Quota)
        .where(Quota.id == quota_id, Quota.full_told_at.is_(None), Quota.taken >= Quota.capacity)
        .values(full_told_at=now())
        .returning(Quota.event_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if event_id is None:
        return 0  # another worker was first, or a place is free again
    event = session.get_one(Event, event_id)
    return owe_members(
        session, LetterKind.EVENT_FULL, event.organisation_id, event_id=event.id, quota=quota_id
    )


@use_case
def _losing_letters(session: Session) -> list[int]:
    lost = session.execute(
        select(Letter.event_id, func.max(Letter.changed_at))
        .join(Event, Event.id == Letter.event_id)
        .where(
            Letter.state.in_(UNDELIVERED),
            Event.status == EventStatus.PUBLISHED,
            Event.end_at > now(),
        )
        .group_by(Letter.event_id)
        .order_by(Letter.event_id)
    )
    return _untold(session, dict(lost.all()))  # type: ignore[arg-type]


@use_case
def _tell_lost(session: Session, event_id: int) -> int:
    moment = now()
    event = session.scalars(
        select(Event).where(Event.id == event_id).with_for_update(key_share=True)
    ).one_or_none()
    lost = unreached([event_id]).add_columns(Letter.changed_at).subquery()
    # Only now is it looked at closely: who was reached by a later letter is not lost.
    latest = session.scalar(select(func.max(lost.c.changed_at)))
    if event is None or not _untold(session, {event_id: latest}):
        return 0
    # Kept as one letter to many, that it is known when they were told, also if nobody wants such letters.
    session.add(
        Mailing(event_id=event_id, kind=LetterKind.LETTERS_FAIL, due_at=moment, settled_at=moment, facts={})
    )
    return owe_members(session, LetterKind.LETTERS_FAIL, event.organisation_id, event_id=event_id)


def _untold(session: Session, lost: Mapping[int, datetime | None]) -> list[int]:
    """The events of which letters were lost, given with when the last was, whose hosts are to be told."""
    told = dict(
        session.execute(
            select(Mailing.event_id, func.max(Mailing.created_at))
            .where(Mailing.event_id.in_(lost), Mailing.kind == LetterKind.LETTERS_FAIL)
            .group_by(Mailing.event_id)
        ).all()
    )
    quiet_since = now() - QUIET
    return [
        event_id
        for event_id, moment in lost.items()
        if moment and (event_id not in told or told[event_id] < min(moment, quiet_since))
    ]
