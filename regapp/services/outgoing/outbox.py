"""A letter on its way: claimed for a while by one worker, then sent, retried, failed or dropped."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Letter
from regapp.prepared import Note
from regapp.queries import outbox
from regapp.services.outgoing import pacing
from regapp.vocabulary import LetterState

LEASE = timedelta(minutes=5)
MOST_LOOKS = 20  # for letters to a domain that may have some
PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
)  # then failed: after about three days

_mark_sent = Note(
    update(Letter)
    .where(
        Letter.id == bindparam("letter"),
        Letter.state == LetterState.SENDING,
        Letter.attempts == bindparam("attempt"),
    )
    .values(
        state=LetterState.SENT,
        lease_until=None,
        sent_at=bindparam("moment"),
        changed_at=bindparam("moment"),
        last_error="",
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's right to send one letter, until its lease ends."""

    letter_id: int
    attempt: int


@use_case
def claim_due(session: Session, *, most: int, pace: int | None = None) -> list[Claim]:
    """Claim up to ``most`` letters that are due: what was tried before comes first, then the oldest.

    Nothing while all sending is paused. At most ``pace`` letters a minute go to one mail domain, if it is
    given; what is beyond that is due later.

    A letter whose worker died is due again when its lease has ended. ``attempt`` rises with every claim, so
    that a worker which comes back late can no longer mark a letter that somebody else has claimed since.
    """
    if outbox.pause(session) is not None:
        return []
    moment = now()
    # Letters put off leave room for others: look again, though not for ever.
    for _ in range(MOST_LOOKS):
        due = _find_due(session, moment, most)
        passed = pacing.let_through(session, due, pace=pace, moment=moment) if pace and due else due
        if passed or not due:
            return _claim(session, [one.letter_id for one in passed], moment)
    return []


def mark_sent(claim: Claim) -> bool:
    """Note that the mail server has taken the letter; False if the claim was no longer ours.

    It is noted for each letter at once, so that a worker which is killed has one at most that was taken and
    not noted. Whatever is not noted goes out again, under the same Message-ID.
    """
    return _mark_sent(letter=claim.letter_id, attempt=claim.attempt, moment=now())


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


def _find_due(session: Session, moment: datetime, most: int) -> list[pacing.Candidate]:
    found: list[pacing.Candidate] = []
    # One state at a time, so that the index gives them in their order and a long queue is not sorted.
    for state, is_due in (
        (LetterState.SENDING, Letter.lease_until <= moment),
        (LetterState.RETRYING, Letter.due_at <= moment),
        (LetterState.DUE, Letter.due_at <= moment),
    ):
        rows = session.execute(
            select(Letter.id, Letter.recipient_key, Letter.mailing_id)
            .where(Letter.state == state, is_due)
            .order_by(Letter.due_at, Letter.id)
            .limit(most - len(found))
            .with_for_update(skip_locked=True)
        )
        found += [
            pacing.Candidate(
                letter_id,
                key.rpartition("@")[2],
                to_many=mailing_id is not None,
                tried=state is LetterState.SENDING,
            )
            for letter_id, key, mailing_id in rows
        ]
    return found


def _claim(session: Session, ids: list[int], moment: datetime) -> list[Claim]:
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
