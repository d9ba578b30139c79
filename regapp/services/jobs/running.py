"""The worker's part of jobs: each is done in steps, and the row says how far it has come.

A worker claims a job for a while (commit). Then each step is a transaction of its own that does something to
a few people and moves ``Job.reached`` and ``Job.outcome`` on: a worker that dies between two leaves nothing
out, and nothing is done twice. Whoever comes back after its lease, while another has the job, does no step.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import Busy
from regapp.models import Job
from regapp.vocabulary import JobKind, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=30)  # before a job that made trouble is tried again
AT_ONCE = 100  # people or rows in one step
TURN = 1.0  # seconds that one job takes while others wait
A_WHILE = 5.0  # seconds that all of them take while letters wait
MOST_TROUBLES = 10  # in a row, after which a job is given up
FAILED, BROKEN = "failed", "broken"
LIVE = (JobState.WAITING, JobState.RUNNING)


class CannotGoOn(Exception):
    """A job has to end before its end: ``trouble`` is the key of a word that says why."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of job: what a step of it does, inside the step's transaction.

    ``following(session, job, most)``: the numbers behind ``job.reached`` that come next, ascending; about
    ``most``, and none at the end. ``act(session, job, numbers)`` does it to them and counts how each ended;
    the counts add up in ``job.outcome``. Both may raise CannotGoOn. Whom an error of ours concerns is found
    by going one by one: for those ``failed`` may write it down. ``end`` tidies up, and says what the job is
    when all is done.
    """

    following: Callable[[Session, Job, int], Sequence[int]]
    act: Callable[[Session, Job, Sequence[int]], Mapping[str, int]]
    failed: Callable[[Session, Job, Sequence[int]], None] = lambda _session, _job, _numbers: None
    end: Callable[[Session, Job], JobState] = lambda _session, _job: JobState.DONE
    at_once: int = AT_ONCE


Works = Mapping[JobKind, Work]


@dataclass(frozen=True, slots=True)
class _Claim:
    """One worker's right to do steps of a job."""

    job_id: int
    kind: JobKind
    lease_until: datetime
    troubles: int


def run_due(works: Works, *, seconds: float = A_WHILE) -> bool:
    """Go on with the jobs that are due, in turns, for about so long; whether some have more to be done.

    Safe to run in many places at once.
    """
    until = monotonic() + seconds
    waiting = deque(_due())
    while waiting and monotonic() < until:
        job_id = waiting.popleft()
        try:
            claim = _claim(job_id)
            if claim and _take_turn(claim, works[claim.kind], min(until, monotonic() + TURN)):
                waiting.append(job_id)
        except Busy:
            log.warning("job %s: busy, the next sweep tries again", job_id)
    return bool(waiting)


@use_case
def _due(session: Session) -> list[int]:
    due = select(Job.id).where(Job.state.in_(LIVE), Job.lease_until <= now())
    return list(session.scalars(due.order_by(Job.lease_until, Job.id)))


@use_case
def _claim(session: Session, job_id: int) -> _Claim | None:
    """Claim a job if it is due still. Each claim counts as trouble until a step of it is done."""
    due = select(Job).where(Job.id == job_id, Job.state.in_(LIVE), Job.lease_until <= now())
    job = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
    if job is None:
        return None
    if job.troubles >= MOST_TROUBLES:
        _end(job, JobState.FAILED, BROKEN)
        return None
    troubles, job.troubles = job.troubles, job.troubles + 1
    job.state, job.lease_until = JobState.RUNNING, now() + LEASE
    return _Claim(job.id, job.kind, job.lease_until, troubles)


def _take_turn(claim: _Claim, work: Work, until: float) -> bool:
    """Do steps until the time is over; whether there is more, and it can be gone on with at once."""
    at_once = work.at_once
    try:
        while True:
            try:
                has_more = _do_step(claim, work, at_once)
            except (Busy, CannotGoOn):
                raise
            except Exception:
                log.exception("a step of job %s failed", claim.job_id)
                has_more = _pass_over(claim, work) if at_once == 1 else True
                at_once = 1  # to find out whose trouble it is
            if not has_more:
                return False
            if monotonic() >= until:
                break
    except CannotGoOn as reason:
        _give_up(claim, reason.trouble)
        return False
    except Busy:
        log.warning("job %s: busy, it is tried again", claim.job_id)
        _let_go(claim, PAUSE, troubles=claim.troubles)
        return False
    except Exception:
        log.exception("job %s: failed, it is tried again", claim.job_id)
        _let_go(claim, PAUSE)
        return False
    _let_go(claim)
    return True


@use_case
def _do_step(session: Session, claim: _Claim, work: Work, at_once: int) -> bool:
    """Do something to a few; whether there may be more."""
    job = _lock(session, claim)
    if job is None:
        return False  # its lease was over, and another has it
    if job.stop_asked_at is not None:
        _end(job, JobState.STOPPED)
        return False
    numbers = work.following(session, job, at_once)
    if not numbers:
        _end(job, work.end(session, job))
        return False
    _move_on(job, numbers, work.act(session, job, numbers))
    job.troubles = 0
    return True


@use_case
def _pass_over(session: Session, claim: _Claim, work: Work) -> bool:
    """Count the next as failed and leave them; whether it is worth going on."""
    job = _lock(session, claim)
    if job is None:
        return False
    numbers = work.following(session, job, 1)
    if not numbers:
        raise CannotGoOn(BROKEN)  # what failed was the end
    work.failed(session, job, numbers)
    _move_on(job, numbers, {FAILED: len(numbers)})
    job.troubles += 1
    if job.troubles < MOST_TROUBLES:
        return True
    _end(job, JobState.FAILED, BROKEN)
    return False


@use_case
def _give_up(session: Session, claim: _Claim, trouble: str) -> None:
    if job := _lock(session, claim):
        _end(job, JobState.FAILED, trouble)


@use_case
def _let_go(
    session: Session, claim: _Claim, pause: timedelta = timedelta(), *, troubles: int | None = None
) -> None:
    """Leave the job to whoever comes, after a pause."""
    if job := _lock(session, claim):
        job.lease_until = now() + pause
        job.troubles = job.troubles if troubles is None else troubles


def _lock(session: Session, claim: _Claim) -> Job | None:
    job = session.scalars(select(Job).where(Job.id == claim.job_id).with_for_update()).one_or_none()
    is_ours = job is not None and job.state is JobState.RUNNING and job.lease_until == claim.lease_until
    return job if is_ours else None


def _move_on(job: Job, numbers: Sequence[int], counts: Mapping[str, int]) -> None:
    job.reached = numbers[-1]
    job.outcome = dict(Counter(job.outcome) + Counter(counts))


def _end(job: Job, state: JobState, trouble: str = "") -> None:
    job.state, job.trouble, job.lease_until = state, trouble, None
    job.ended_at = None if state is JobState.DRAFT else now()
