"""Where every letter is: on its way and not forgotten, or at an end that is told."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Event, Letter, Mailing
from regapp.queries.outbox import pause
from regapp.vocabulary import UNDELIVERED, UNSENT, LetterKind, LetterState

OVERDUE = timedelta(minutes=15)
PACE_OVER = timedelta(minutes=10)  # how far back "letters a minute" looks

_WAITS = Letter.state.in_(UNSENT)
_LEFT = Letter.state.in_([LetterState.SENT, LetterState.RETURNED])
_WAS_TRIED = Letter.state.not_in([LetterState.DUE, LetterState.DROPPED])
_FAILS = Letter.state.in_(UNDELIVERED | {LetterState.RETRYING})

_CONTRADICTIONS: dict[str, ColumnElement[bool]] = {
    "and its lease disagree": (Letter.state == LetterState.SENDING) != Letter.lease_until.is_not(None),
    "and the time it was sent disagree": Letter.sent_at.is_not(None) != _LEFT,
    "was never tried": _WAS_TRIED & (Letter.attempts == 0),
    "has no reason": _FAILS & (Letter.last_error == ""),
}


def count_letters_by_state(session: Session) -> dict[LetterState, int]:
    """How many letters there are of each state, also of those that none has."""
    rows = session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    return {**dict.fromkeys(LetterState, 0), **{row.state: row[1] for row in rows}}


def oldest_waiting(session: Session, moment: datetime) -> datetime | None:
    """Since when the letter or the mailing that is due longest waits at ``moment``; None if none does."""
    found = [
        session.scalar(select(func.min(due_at)).where(state, due_at <= moment))
        for due_at, state in (
            (Letter.due_at, Letter.state == LetterState.DUE),
            (Letter.due_at, Letter.state == LetterState.RETRYING),
            (Letter.lease_until, Letter.state == LetterState.SENDING),
            (Mailing.due_at, Mailing.settled_at.is_(None)),
        )
    ]
    return min((instant for instant in found if instant), default=None)


def waits_too_long(session: Session, moment: datetime) -> datetime | None:
    """The same if that is longer than anything should wait; None while sending is paused."""
    since = oldest_waiting(session, moment)
    is_late = since is not None and since < moment - OVERDUE
    return since if is_late and pause(session) is None else None


def letters_a_minute(session: Session, moment: datetime) -> float:
    """How many were sent in a minute, over the last ten."""
    sent = session.scalar(select(func.count()).where(Letter.sent_at > moment - PACE_OVER)) or 0
    return sent / (PACE_OVER / timedelta(minutes=1))


def every_mailing_becomes_letters(session: Session) -> Iterator[str]:
    """What is owed to many is not kept back beyond its time, also while nothing is sent.

    What was to be told before an event that is over is owed no more.
    """
    overdue = (
        select(Mailing.id, Mailing.kind)
        .join(Event, Event.id == Mailing.event_id)
        .where(
            Mailing.settled_at.is_(None),
            Mailing.due_at < now() - OVERDUE,
            or_(Event.end_at > now(), Mailing.kind == LetterKind.MESSAGE),
        )
    )
    rows = session.execute(overdue.order_by(Mailing.id))
    yield from (f"mailing {one} ({kind}) is long overdue: does a worker run?" for one, kind in rows)


def every_letter_is_accounted_for(session: Session) -> Iterator[str]:
    """No letter is overdue or stuck with a worker that died, and what is noted of each fits together.

    That some fail is no fault of the data: the doctor counts them in a note.
    """
    overdue = now() - OVERDUE
    late: ColumnElement[bool] = (Letter.state == LetterState.SENDING) & (Letter.lease_until < overdue)
    if pause(session) is None:
        late = or_(late, _WAITS & (Letter.due_at < overdue))
    waiting = session.execute(select(Letter.id, Letter.state).where(late).order_by(Letter.id))
    yield from (f"letter {letter} is {state}, long overdue: does a worker run?" for letter, state in waiting)
    for words, contradiction in _CONTRADICTIONS.items():
        rows = session.execute(select(Letter.id, Letter.state).where(contradiction).order_by(Letter.id))
        yield from (f"letter {letter}: {state} {words}" for letter, state in rows)
