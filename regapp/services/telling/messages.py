"""What a host writes to people of an event: a draft first, then a mailing, kept with what became of it.

A message is a row of ``mailing``. While it is a draft nothing is owed. Once it is sent its words stay as they
are, and nobody gets a second letter of it: not by a button pressed twice, nor when it is sent on to those who
have come since. Of a selection by a filter, whoever was on the list when it was chosen and fits the filter
when the letters are made gets one: who has left the filter by then is no longer meant, and newcomers were
not seen by the writer.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import EditedMeanwhile, NotFound, NotPossible, Over, TooManyLetters
from regapp.models import Event, Letter, Mailing, User, emails
from regapp.queries.attendee_matching import last_id
from regapp.queries.outbox import STATES, Fate
from regapp.services import audit
from regapp.services.organising import lock_event
from regapp.services.outgoing import letters
from regapp.services.telling import mailings
from regapp.vocabulary import EventStatus, Language, LetterKind, Recipients

TESTS_AN_HOUR = 5


@dataclass(frozen=True, slots=True)
class Written:
    """A message as its host wrote it; ``subject`` and ``text`` map a language to Markdown with fields.

    Unless it is ``about_registration``, whoever wants no news from the organisation gets none. ``selection``
    goes with Recipients.SELECTED: ``{"people": [ids]}``, or ``{"filter": query, "up_to": id}``.
    """

    subject: dict[str, str]
    text: dict[str, str]
    about_registration: bool
    to: Recipients
    selection: dict[str, Any] | None = None

    def facts(self) -> dict[str, Any]:
        """As ``Mailing.facts``."""
        facts: dict[str, Any] = {
            "subject": self.subject,
            "text": self.text,
            "about_registration": self.about_registration,
            "to": str(self.to),
        }
        is_selected = self.to is Recipients.SELECTED
        return {**facts, "selection": self.selection} if is_selected else facts


def digest(facts: Mapping[str, Any]) -> str:
    """What tells one state of a draft from another."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


@use_case
def save(
    session: Session,
    *,
    event_id: int,
    written: Written,
    user_id: int | None,
    mailing_id: int | None = None,
) -> int:
    """Keep a draft, a new one or that one; its id. Nothing is sent.

    Raises NotFound, or NotPossible if it is a draft no more.
    """
    event = lock_event(session, event_id)
    if mailing_id is None:
        mailing = mailings.add(session, event, LetterKind.MESSAGE, now(), written.facts(), user_id=user_id)
        mailing.is_draft, mailing.settled_at = True, now()
    else:
        mailing = _find(session, event, mailing_id)
        if not mailing.is_draft:
            raise NotPossible
        mailing.facts, mailing.user_id = written.facts(), user_id
    session.flush()
    return mailing.id


@use_case
def discard(session: Session, *, event_id: int, mailing_id: int) -> None:
    """Throw a draft away. Raises NotFound, or NotPossible if it is none."""
    mailing = _find(session, lock_event(session, event_id), mailing_id)
    if not mailing.is_draft:
        raise NotPossible
    session.delete(mailing)


@use_case
def send(
    session: Session,
    *,
    event_id: int,
    mailing_id: int,
    seen: str,
    user_id: int | None,
    due_at: datetime | None = None,
    chosen: Mapping[str, Any] | None = None,
) -> None:
    """Owe the letters of a draft, at once or at an instant to come. Doing it twice is doing it once.

    ``seen``: the :func:`digest` of what whoever says so has read; ``chosen``: the selection in words, for the
    audit log. Raises NotFound, EditedMeanwhile, Over if the event is cancelled and it was to go later, or
    NotPossible for an instant that is past.
    """
    event, moment = lock_event(session, event_id), now()
    mailing = _find(session, event, mailing_id)
    if not mailing.is_draft:
        return
    if digest(mailing.facts) != seen:
        raise EditedMeanwhile
    if due_at is not None and event.status is EventStatus.CANCELLED:
        raise Over
    if due_at is not None and due_at <= moment:
        raise NotPossible
    mailing.is_draft, mailing.settled_at, mailing.stopped_at = False, None, None
    mailing.due_at, mailing.user_id = due_at or moment, user_id
    # The hour on the wall is what was promised, as it is for events: see events/deriving.py.
    later = {"at": event.wall(due_at).isoformat()} if due_at else {}
    mailing.facts = {**{name: one for name, one in mailing.facts.items() if name != "at"}, **later}
    _note(session, "event.message_written", mailing, user_id, **later, **(chosen or {}))


@use_case
def stop(session: Session, *, event_id: int, mailing_id: int, user_id: int | None) -> bool:
    """Send no more of a message; whether it is a draft again, as nobody has had a letter of it.

    Stopping twice is stopping once. Raises NotFound, or NotPossible for a draft, or if all letters have gone.
    """
    mailing = _find(session, lock_event(session, event_id), mailing_id)
    if mailing.stopped_at is not None:
        return mailing.is_draft
    if mailing.is_draft or not _is_under_way(session, mailing):
        raise NotPossible
    if _has_letters(session, mailing):
        mailings.stop(session, mailing)
    else:
        mailing.is_draft, mailing.settled_at = True, now()
    _note(session, "event.message_stopped", mailing, user_id)
    return mailing.is_draft


@use_case
def send_on(
    session: Session,
    *,
    event_id: int,
    mailing_id: int,
    user_id: int | None,
    chosen: Mapping[str, Any] | None = None,
) -> None:
    """Send it also to those who are meant now and have had no letter of it: newcomers, or all who are left.

    While it is under way this does nothing. ``chosen`` as in :func:`send`. Raises NotFound, NotPossible for a
    draft, or Over if the event is cancelled.
    """
    event = lock_event(session, event_id)
    mailing = _find(session, event, mailing_id)
    if mailing.is_draft:
        raise NotPossible
    if event.status is EventStatus.CANCELLED:
        raise Over
    if mailing.settled_at is None:
        return
    mailing.facts = with_newcomers(session, mailing)
    mailing.stopped_at = mailing.settled_at = None
    mailing.reached, mailing.due_at = 0, now()
    _note(session, "event.message_sent_on", mailing, user_id, **(chosen or {}))


def with_newcomers(session: Session, mailing: Mailing) -> dict[str, Any]:
    """Its facts with a selection by a filter that takes in who is on the list now."""
    chosen = mailing.facts.get("selection") or {}
    if "filter" not in chosen:
        return mailing.facts
    return {**mailing.facts, "selection": {**chosen, "up_to": last_id(session, mailing.event_id)}}


@use_case
def send_test(session: Session, *, event_id: int, mailing_id: int, language: Language, user_id: int) -> str:
    """Send the message to the account's own address, marked as a test, as a reader of ``language`` gets it.

    It is no letter of the event's, and counted nowhere there. Raises NotFound, or TooManyLetters after a few
    in an hour. The answer is the address.
    """
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound
    mailing, user = _find(session, event, mailing_id), session.get_one(User, user_id)
    letters.lock_limits(session, [user.email])
    of_late = select(func.count()).where(
        Letter.recipient_key == emails.key(user.email),
        Letter.created_at > now() - timedelta(hours=1),
        Letter.kind == LetterKind.MESSAGE_TEST,
    )
    if (session.scalar(of_late) or 0) >= TESTS_AN_HOUR:
        raise TooManyLetters
    facts = {"event": event_id, "name": user.name or user.email, "written": mailing.facts}
    letters.owe_to(session, user.email, LetterKind.MESSAGE_TEST, language, facts=facts)
    return user.email


def _find(session: Session, event: Event, mailing_id: int) -> Mailing:
    mailing = session.scalars(
        select(Mailing)
        .where(Mailing.id == mailing_id, Mailing.event_id == event.id, Mailing.kind == LetterKind.MESSAGE)
        .with_for_update()
    ).one_or_none()
    if mailing is None:
        raise NotFound
    return mailing


def _has_letters(session: Session, mailing: Mailing) -> bool:
    return bool(session.scalar(select(exists().where(Letter.mailing_id == mailing.id))))


def _is_under_way(session: Session, mailing: Mailing) -> bool:
    left = exists().where(Letter.mailing_id == mailing.id, Letter.state.in_(STATES[Fate.UNDER_WAY]))
    return mailing.settled_at is None or bool(session.scalar(select(left)))


def _note(session: Session, action: str, mailing: Mailing, user_id: int | None, **details: Any) -> None:
    audit.record_event(session, user_id, action, mailing.event_id, to=mailing.facts["to"], **details)
