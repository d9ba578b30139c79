"""What a letter to a member of an organisation tells, read when it is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Event, Letter, Membership, Quota
from regapp.queries.co_hosts import is_named
from regapp.queries.digest import EventNews, Time, news_of
from regapp.queries.members import find_member_who_wants
from regapp.queries.organisers import waiting_counts
from regapp.queries.outbox import count_undelivered
from regapp.vocabulary import EventStatus, LetterKind


@dataclass(frozen=True, slots=True)
class HostNews:
    """What ``membership`` is told: of each of ``events``, ``since`` a moment (UTC) in a digest.

    ``quiet`` are the events to come of which there is no news, ``quota`` is the one that is full.
    """

    membership: Membership
    events: Sequence[EventNews]
    since: datetime | None = None
    quiet: int = 0
    quota: Quota | None = None


def find_host_news(session: Session, letter: Letter, moment: datetime) -> HostNews | None:
    """What ``letter`` tells, or None if it is no longer so, or no longer wanted from whom it goes to."""
    membership = find_member_who_wants(session, letter.kind, letter.facts["membership"])
    if membership is None:
        return None
    if letter.kind is LetterKind.DIGEST:
        return _digest(session, letter, membership)
    about = letter.facts["event"] if letter.kind is LetterKind.NAMED_AS_HOST else letter.event_id
    event = session.scalars(
        select(Event)
        .where(Event.id == about, Event.end_at > moment, Event.status == EventStatus.PUBLISHED)
        .options(joinedload(Event.organisation))
    ).one_or_none()
    if event is None:
        return None
    return _TELLS[letter.kind](session, letter, membership, event)


def _digest(session: Session, letter: Letter, membership: Membership) -> HostNews | None:
    since, until = (datetime.fromisoformat(letter.facts[end]) for end in ("since", "until"))
    events = news_of(session, membership.organisation_id, Time(since, until))
    news = [one for one in events if one.is_news]
    return HostNews(membership, news, since, len(events) - len(news)) if news else None


def _full(session: Session, letter: Letter, membership: Membership, event: Event) -> HostNews | None:
    quota = session.get(Quota, letter.facts["quota"])
    if quota is None or quota.left:
        return None
    waiting = waiting_counts(session, [event.id]).get(event.id, 0)
    return HostNews(membership, [EventNews(event, waiting=waiting)], quota=quota)


def _lost(session: Session, _letter: Letter, membership: Membership, event: Event) -> HostNews | None:
    undelivered = count_undelivered(session, event.id)
    return HostNews(membership, [EventNews(event, undelivered=undelivered)]) if undelivered else None


def _named(session: Session, _letter: Letter, membership: Membership, event: Event) -> HostNews | None:
    still = is_named(session, event.id, membership.organisation_id)
    return HostNews(membership, [EventNews(event)]) if still else None


_TELLS: dict[LetterKind, Callable[[Session, Letter, Membership, Event], HostNews | None]] = {
    LetterKind.EVENT_FULL: _full,
    LetterKind.LETTERS_FAIL: _lost,
    LetterKind.NAMED_AS_HOST: _named,
}
