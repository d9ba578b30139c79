"""What is owed to many becomes letters, a part of them at a time, when it is due.

Each part is a transaction of its own, and the mailing says how far it has come: a worker that dies in the
midst of it loses nothing and sends nothing twice.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Event, Letter, Mailing
from regapp.queries.reached import Recipient, recipients
from regapp.services.allocation import places
from regapp.services.sweeping import each
from regapp.services.telling import already_told, message_letters
from regapp.vocabulary import Difference, EventStatus, LetterKind

AT_ONCE = 500  # registrations whose letters are made in one transaction
MARGIN = timedelta(seconds=10)  # in which a first letter may still tell what was so before
_METHODS = {
    LetterKind.EVENT_CHANGED: "REQUEST",
    LetterKind.MEETING: "REQUEST",
    LetterKind.EVENT_CANCELLED: "CANCEL",
}


def settle_due() -> int:
    """Make the letters of every mailing that is due; how many. Safe to run in many places at once."""
    return sum(each(_due(), _settle, "the letters of mailing %s"))


def _settle(mailing_id: int) -> Iterator[int]:
    while (made := _settle_some(mailing_id)) is not None:
        yield made


@use_case
def _due(session: Session) -> list[int]:
    due = select(Mailing.id).where(Mailing.settled_at.is_(None), Mailing.due_at <= now())
    return list(session.scalars(due.order_by(Mailing.due_at, Mailing.id)))


@use_case
def _settle_some(session: Session, mailing_id: int) -> int | None:
    """Make letters for the next few; how many, or None when there is nothing more to be done."""
    moment = now()
    mailing, event = _lock(session, mailing_id)
    if mailing.settled_at is not None or moment < mailing.due_at:
        return None  # another worker was faster, or it was put off
    if not _has_reason(mailing, event, moment):
        mailing.settled_at = moment
        return None
    if mailing.kind is LetterKind.MESSAGE:
        return message_letters.make_some(session, mailing, event, moment)
    if mailing.kind is LetterKind.MEETING and not mailing.reached:
        # The place in the calendars of those who join online becomes another.
        event.sequence, event.revision, event.changed_at = event.sequence + 1, event.revision + 1, moment
    some, more = recipients(session, event.id, after=mailing.reached, most=AT_ONCE)
    # Letters about single entries are dropped with the event: this one takes those out as well.
    is_last = mailing.kind is LetterKind.EVENT_CANCELLED and event.calendar_by_session
    untold = already_told.untold_entries(session, some) if is_last else {}
    letters = [
        _letter(mailing, event, one, untold.get(already_told.key_of(one), []))
        for one in _without_the_told(session, mailing, some)
        if _concerns(mailing, one)
    ]
    if letters:
        session.execute(insert(Letter), letters)
    mailing.reached = some[-1].registration_id if some else mailing.reached
    mailing.settled_at = None if more else moment
    return len(letters)


def _lock(session: Session, mailing_id: int) -> tuple[Mailing, Event]:
    """Line first, then mailing: in the order of those who edit the event."""
    places.lock_line(session, session.get_one(Mailing, mailing_id).event_id)
    locked = select(Mailing).where(Mailing.id == mailing_id).with_for_update()
    mailing = session.scalars(locked.execution_options(populate_existing=True)).one()
    return mailing, session.get_one(Event, mailing.event_id)


def _has_reason(mailing: Mailing, event: Event, moment: datetime) -> bool:
    if mailing.kind is LetterKind.MESSAGE:
        return True  # also thanks afterwards, or a word about what was cancelled
    if event.end_at <= moment:
        return False
    if mailing.kind is LetterKind.MEETING and not (event.has_way_to_join and event.join_told(moment)):
        return False
    if mailing.kind is LetterKind.REMINDER and event.start_at <= moment:
        return False
    is_off = event.status is EventStatus.CANCELLED
    return is_off is (mailing.kind is LetterKind.EVENT_CANCELLED)


def _concerns(mailing: Mailing, one: Recipient) -> bool:
    match mailing.kind:
        case LetterKind.REMINDER:
            return one.confirmed
        case LetterKind.MEETING:
            return one.online
        case LetterKind.EVENT_CHANGED:
            is_theirs = mailing.facts["what"] != [Difference.MEETING] or one.online
            return is_theirs and not _came_after(mailing, one)
    return True


def _came_after(mailing: Mailing, one: Recipient) -> bool:
    """Whether somebody registered when all was changed: their first letter told it."""
    if "at" not in mailing.facts:
        return False
    return datetime.fromisoformat(mailing.facts["at"]) + MARGIN < one.registered_at


def _without_the_told(session: Session, mailing: Mailing, some: list[Recipient]) -> list[Recipient]:
    """Less those who are told already."""
    if mailing.kind is not LetterKind.EVENT_CHANGED:
        return some
    known = already_told.have_news_ahead(session, mailing, some)
    some = [one for one in some if already_told.key_of(one) not in known]
    if since := mailing.facts.get("since"):  # what was taken back concerns those alone who heard of it
        between = datetime.fromisoformat(since), mailing.created_at
        told = already_told.were_told_between(session, some, *between)
        some = [one for one in some if already_told.key_of(one) in told]
    return some


def _letter(mailing: Mailing, event: Event, one: Recipient, gone: list[dict[str, Any]]) -> dict[str, Any]:
    method = _METHODS.get(mailing.kind) if one.confirmed else None
    sequence = event.sequence + one.calendar_revision
    facts = {"calendar": method, "sequence": sequence, **({"gone": gone} if gone else {})}
    return {
        "mailing_id": mailing.id,
        "event_id": event.id,
        "registration_id": one.registration_id,
        "attendee_id": one.attendee_id,
        "kind": mailing.kind,
        "recipient": one.address,
        "recipient_key": one.key,
        "language": one.language,
        "facts": facts if method else {},
    }
