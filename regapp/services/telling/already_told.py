"""Who of an event's people knows of a change already, or was told what has been taken back since."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from regapp.models import Event, Letter, Mailing
from regapp.queries.reached import Recipient
from regapp.vocabulary import UNSENT, LetterKind, LetterState

# Registration, companion or None, and key of the address: who a letter goes to.
Key = tuple[int | None, int | None, str]


def key_of(one: Recipient) -> Key:
    """The recipient as letters name them."""
    return one.registration_id, one.attendee_id, one.key


def have_news_ahead(session: Session, mailing: Mailing, some: Iterable[Recipient]) -> set[Key]:
    """Those who get an earlier change's letter yet, which tells this one as well: it is read when it is sent.

    Not who was told something since that change: if both together change nothing, theirs is dropped, and
    their calendar would keep what was so in between.
    """
    other = aliased(Letter)
    since = select(other.id).where(
        other.registration_id == Letter.registration_id,
        other.recipient_key == Letter.recipient_key,
        _is_out(other, Mailing.created_at),
    )
    unsent = (
        _to(some)
        .join(Mailing, Mailing.id == Letter.mailing_id)
        .where(
            Letter.kind == LetterKind.EVENT_CHANGED,
            Letter.state.in_(UNSENT),
            Letter.mailing_id < mailing.id,
            ~since.exists(),
        )
    )
    return _keys(session, unsent)


def were_told_between(
    session: Session, some: Iterable[Recipient], since: datetime, until: datetime
) -> set[Key]:
    """Those to whom a letter of between these instants has gone, of whatever kind."""
    return _keys(session, _to(some).where(_is_out(Letter, since), Letter.created_at <= until))


def untold_entries(session: Session, some: Iterable[Recipient]) -> dict[Key, list[dict[str, Any]]]:
    """The calendar entries that letters were to take out which are not sent yet (``facts["gone"]``)."""
    unsent = _to(some).add_columns(Letter.facts).where(Letter.state.in_(UNSENT), Letter.mailing_id.is_(None))
    found: dict[Key, list[dict[str, Any]]] = {}
    for registration, attendee, key, facts in session.execute(unsent):
        found.setdefault((registration, attendee, key), []).extend(facts.get("gone", ()))
    return found


def was_anybody_told(session: Session, event: Event, since: datetime) -> bool:
    """Whether any letter about the event has gone out, or is going."""
    out = select(Letter.id).where(
        Letter.event_id == event.id, Letter.registration_id.is_not(None), _is_out(Letter, since)
    )
    return session.scalars(out.limit(1)).first() is not None


def _is_out(letter: Any, since: Any) -> Any:
    return or_(letter.sent_at >= since, letter.state == LetterState.SENDING)


def _to(some: Iterable[Recipient]) -> Any:
    return select(Letter.registration_id, Letter.attendee_id, Letter.recipient_key).where(
        Letter.registration_id.in_({one.registration_id for one in some})
    )


def _keys(session: Session, statement: Any) -> set[Key]:
    return {(registration, attendee, key) for registration, attendee, key in session.execute(statement)}
