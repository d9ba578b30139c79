"""One letter to each of many, written down with its reason; the worker makes the letters (settling.py).

Whoever plans one holds the event's line.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Event, Letter, Mailing
from regapp.services import audit
from regapp.services.organising import lock_event
from regapp.services.outgoing.letters import WAITS_AT_MOST, WAITS_FOR_EDITS
from regapp.services.telling.already_told import was_anybody_told
from regapp.services.telling.differences import Facts, as_one
from regapp.vocabulary import UNSENT, LetterKind, Recipients

SAME_CLICK = timedelta(minutes=10)  # within which the same text is not sent twice
_AHEAD = (LetterKind.EVENT_CHANGED, LetterKind.REMINDER, LetterKind.MEETING)


@use_case
def write_to_people(
    session: Session,
    *,
    event_id: int,
    subject: dict[str, str],
    text: dict[str, str],
    about_registration: bool,
    to: Recipients,
    user_id: int | None,
) -> int:
    """Owe these people of an event a letter in the host's own words; the mailing's id.

    ``subject`` and ``text`` map a language to plain text. Unless it is ``about_registration``, whoever wants
    no letters from the organisation gets none. The same text again within ten minutes is the same mailing.
    Raises NotFound.
    """
    event = lock_event(session, event_id)
    facts = {"subject": subject, "text": text, "about_registration": about_registration, "to": str(to)}
    lately = of_event(event, LetterKind.MESSAGE).where(Mailing.created_at > now() - SAME_CLICK)
    if same := next((one for one in session.scalars(lately) if one.facts == facts), None):
        return same.id
    mailing = add(session, event, LetterKind.MESSAGE, now(), facts, user_id=user_id)
    audit.record_event(session, user_id, "event.message_written", event_id, to=str(to))
    session.flush()
    return mailing.id


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
    """Tell an event's people at once that it does not take place, and nothing else that was planned."""
    # Entries that are gone stand in the calendars of those who were not told yet: they go with the others.
    untold = session.scalars(of_event(event, LetterKind.EVENT_CHANGED).where(is_untold()))
    entries = {entry["uid"]: entry for mailing in untold for entry in mailing.facts["gone"]}
    for mailing in session.scalars(of_event(event, *_AHEAD).where(Mailing.settled_at.is_(None))):
        mailing.settled_at = now()
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


def add(
    session: Session, event: Event, kind: LetterKind, due_at: datetime, facts: Facts, *, user_id: int | None
) -> Mailing:
    """Write down a mailing; its letters are made when it is due."""
    mailing = Mailing(event_id=event.id, kind=kind, due_at=due_at, facts=facts, user_id=user_id)
    session.add(mailing)
    return mailing
