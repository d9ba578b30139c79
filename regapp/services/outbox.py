"""A letter on its way: claimed for a while by one worker, then sent, retried, failed or dropped."""

import random
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Letter
from regapp.vocabulary import LetterState

LEASE = timedelta(minutes=5)
PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
)  # then failed: after about three days


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's right to send one letter, until its lease ends."""

    letter_id: int
    attempt: int


@use_case
def claim_due(session: Session, *, most: int) -> list[Claim]:
    """Claim up to ``most`` letters that are due: what was tried before comes first, then the oldest.

    A letter whose worker died is due again when its lease has ended. ``attempt`` rises with every claim, so
    that a worker which comes back late can no longer mark a letter that somebody else has claimed since.
    """
    moment = now()
    ids: list[int] = []
    # One state at a time, so that the index gives them in their order and a long queue is not sorted.
    for state, due in (
        (LetterState.SENDING, Letter.lease_until <= moment),
        (LetterState.RETRYING, Letter.due_at <= moment),
        (LetterState.DUE, Letter.due_at <= moment),
    ):
        found = select(Letter.id).where(Letter.state == state, due).order_by(Letter.due_at, Letter.id)
        ids += session.scalars(found.limit(most - len(ids)).with_for_update(skip_locked=True))
    if not ids:
        return []
    claimed = session.execute(
        update(Letter)
        .where(Letter.id.in_(ids))
        .values(state=LetterState.SENDING, lease_until=moment + LEASE, attempts=Letter.attempts + 1)
        .returning(Letter.id, Letter.attempts)
        .execution_options(synchronize_session=False)
    )
    attempts = dict(claimed.all())
    return [Claim(letter_id, attempts[letter_id]) for letter_id in ids]


@use_case
def mark_sent(session: Session, claim: Claim) -> bool:
    """Note that the mail server has taken the letter; False if the claim was no longer ours."""
    return _finish(session, claim, state=LetterState.SENT, sent_at=now(), last_error="")


@use_case
def mark_dropped(session: Session, claim: Claim) -> bool:
    """Note that the letter's reason is gone, so nothing was sent."""
    return _finish(session, claim, state=LetterState.DROPPED)


@use_case
def mark_refused(session: Session, claim: Claim, *, reason: str, permanent: bool) -> bool:
    """Note why the letter could not be sent, and when it is tried again, if ever."""
    if permanent or claim.attempt > len(PAUSES):
        return _finish(session, claim, state=LetterState.FAILED, last_error=reason)
    pause = PAUSES[claim.attempt - 1]
    # Spread, so that what failed together does not come back together.
    due_at = now() + pause * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    return _finish(session, claim, state=LetterState.RETRYING, due_at=due_at, last_error=reason)


@use_case
def release(session: Session, claims: list[Claim]) -> None:
    """Give letters back that were claimed and not tried, e.g. because the server is away."""
    for claim in claims:
        _finish(session, claim, state=LetterState.DUE, attempts=claim.attempt - 1)


def _finish(session: Session, claim: Claim, **values: object) -> bool:
    finished = session.execute(
        update(Letter)
        .where(
            Letter.id == claim.letter_id,
            Letter.state == LetterState.SENDING,
            Letter.attempts == claim.attempt,
        )
        .values(lease_until=None, **values)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return finished.first() is not None
