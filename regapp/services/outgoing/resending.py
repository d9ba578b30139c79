"""Letters that reached nobody are sent once more, when an organiser says so."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound, NotPossible
from regapp.models import Letter
from regapp.models.letter import new_message_token
from regapp.services import audit
from regapp.vocabulary import UNDELIVERED, LetterState


@use_case
def resend(session: Session, *, event_id: int, letter_id: int, user_id: int | None) -> None:
    """Have a letter that failed or came back tried again from now on.

    Raises NotFound for a letter of another event, NotPossible for one that did neither, or not any more.
    """
    letter = session.scalars(
        select(Letter).where(Letter.id == letter_id, Letter.event_id == event_id).with_for_update()
    ).one_or_none()
    if letter is None:
        raise NotFound
    if letter.state not in UNDELIVERED:
        raise NotPossible
    _resend(session, [letter], event_id, user_id)


@use_case
def resend_all_failed(session: Session, *, event_id: int, user_id: int | None) -> int:
    """Have all of an event's letters that failed or came back tried again; how many."""
    letters = session.scalars(
        select(Letter)
        .where(Letter.event_id == event_id, Letter.state.in_(UNDELIVERED))
        .order_by(Letter.id)
        .with_for_update()
    ).all()
    if letters:
        _resend(session, letters, event_id, user_id)
    return len(letters)


def _resend(session: Session, letters: Sequence[Letter], event_id: int, user_id: int | None) -> None:
    try_again(letters)
    audit.record_event(session, user_id, "letters.resent", event_id, letters=len(letters))


def try_again(letters: Iterable[Letter]) -> None:
    """Have letters that failed or came back, locked by the caller, tried again from now on."""
    moment = now()
    for letter in letters:
        if letter.state is LetterState.RETURNED:
            # A server has taken it once: under the same Message-ID it would pass for a copy and be
            # thrown away, and a late return of the first would be taken for one of the second.
            letter.message_token = new_message_token()
        letter.state, letter.due_at = LetterState.DUE, moment
        letter.attempts, letter.last_error, letter.sent_at = 0, "", None
