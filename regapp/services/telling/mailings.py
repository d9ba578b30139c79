"""One letter to each of many, written down with its reason; the worker makes the letters (settling.py).

Whoever plans one holds the event's line.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Event, Letter, Mailing
from regapp.services.outgoing.letters import WAITS_AT_MOST, WAITS_FOR_EDITS
from regapp.services.telling.already_told import was_anybody_told
from regapp.services.telling.differences import Facts, as_one
from regapp.vocabulary import UNSENT, LetterKind, LetterState

_AHEAD = (LetterKind.EVENT_CHANGED, LetterKind.REMINDER, LetterKind.MEETING)


def plan_change(session: Session, event: Event, facts: Facts, *, user_id: int | None) -> None:
    """Tell an event's people what is no longer as they were told, a minute after the last edit.

    A change that follows before that is told in the same letter; nothing is told of one that is taken back,
    but to those who had a letter in between. ``facts["at"]`` is the last edit's moment: who registers later
    knows no other times.
    """
    moment = now()
    facts = {**facts, "at": moment.isoformat()}
    mailing = not_begun(session, event, LetterKind.EVENT_CHANGED)
    if mailing is None:
        add(session, event, LetterKind.EVENT_CHANGED, moment + WAITS_FOR_EDITS, facts, user_id=user_id)
        return
    mailing.facts = {**as_one(mailing.facts, facts, event), "at": facts["at"]}
    mailing.due_at = min(moment + WAITS_FOR_EDITS, mailing.created_at + WAITS_AT_MOST)
    if not mailing.facts["what"]:
        mailing.settled_at = moment
        if was_anybody_told(session, event, mailing.created_at):
            some = {**facts, "since": mailing.created_at.isoformat()}
            due_at = moment + WAITS_FOR_EDITS
            add(session, event, LetterKind.EVENT_CHANGED, due_at, some, user_id=user_id)


def plan_cancellation(session: Session, event: Event, *, user_id: int | None) -> None:
    """Tell an event's people at once that it does not take place, and nothing else that was planned.

    A message of its host's goes no further: it was written about an event that was to be.
    """
    # Entries that are gone stand in the calendars of those who were not told yet: they go with the others.
    untold = session.scalars(of_event(event, LetterKind.EVENT_CHANGED).where(is_untold()))
    entries = {entry["uid"]: entry for mailing in untold for entry in mailing.facts["gone"]}
    for mailing in session.scalars(of_event(event, *_AHEAD).where(Mailing.settled_at.is_(None))):
        mailing.settled_at = now()
    begun = of_event(event, LetterKind.MESSAGE).where(Mailing.stopped_at.is_(None), is_untold())
    for mailing in session.scalars(begun):
        stop(session, mailing)
    facts = {"gone": list(entries.values())}
    add(session, event, LetterKind.EVENT_CANCELLED, now(), facts, user_id=user_id)


def of_event(event: Event, *kinds: LetterKind) -> Select[Mailing]:
    """The event's mailings of these kinds, in the order in which they were planned."""
    return select(Mailing).where(Mailing.event_id == event.id, Mailing.kind.in_(kinds)).order_by(Mailing.id)


def not_begun(session: Session, event: Event, kind: LetterKind) -> Mailing | None:
    """The mailing of that kind that waits for its time, if there is one; it goes to all whom it concerns."""
    waiting = of_event(event, kind).where(Mailing.settled_at.is_(None), Mailing.reached == 0)
    return next((one for one in session.scalars(waiting) if "since" not in one.facts), None)


def is_untold() -> Any:
    """Whether somebody has not been sent a mailing's letter yet."""
    unsent = exists().where(Letter.mailing_id == Mailing.id, Letter.state.in_(UNSENT))
    return or_(Mailing.settled_at.is_(None), unsent)


def stop(session: Session, mailing: Mailing) -> None:
    """Send nothing more of it: what is made and not sent is dropped, and no more is made."""
    moment = now()
    mailing.stopped_at, mailing.settled_at = moment, mailing.settled_at or moment
    drop_unsent(session, mailing)


def drop_unsent(session: Session, mailing: Mailing) -> None:
    """Drop its letters that wait. One that a worker has in hand asks at the last moment (mail/truth.py)."""
    session.execute(
        update(Letter)
        .where(Letter.mailing_id == mailing.id, Letter.state.in_(UNSENT))
        .values(state=LetterState.DROPPED)
    )


def add(
    session: Session, event: Event, kind: LetterKind, due_at: datetime, facts: Facts, *, user_id: int | None
) -> Mailing:
    """Write down a mailing; its letters are made when it is due."""
    mailing = Mailing(event_id=event.id, kind=kind, due_at=due_at, facts=facts, user_id=user_id)
    session.add(mailing)
    return mailing
