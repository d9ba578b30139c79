"""A host gives a table, says what its columns mean, has it checked, and has the good rows taken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.documents.tables import Row
from regapp.errors import NotFound, NotPossible
from regapp.models import Event, ImportRow, Job
from regapp.services import audit
from regapp.services.imports.checking import TO_COME
from regapp.services.imports.headings import Headings, find_headings
from regapp.services.imports.plan import Doing, Plan
from regapp.services.imports.working import AT_ONCE, act, following
from regapp.services.jobs import starting
from regapp.vocabulary import EventStatus, JobKind, JobState, Language

CHECKED_AT_ONCE = 500  # rows that are checked while the host waits; more are the worker's
DRAFTS_KEPT, CELLS_KEPT = timedelta(days=3), timedelta(days=30)
_LONGEST_NAME = 100
_DECIDING = (JobState.DRAFT, JobState.STOPPED, JobState.FAILED)


@use_case
def keep(
    session: Session,
    *,
    event_id: int,
    user_id: int,
    file: str,
    rows: Sequence[Row],
    ticket: str,
    language: Language,
) -> int:
    """Keep a table of that file's name, as a draft nothing is done with yet; the job's id.

    ``ticket`` and ``language`` are proposed for rows that name none. Raises NotFound or NotPossible, the
    latter for a table with nobody below its heads.
    """
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound
    headings = find_headings(rows, event.questions)
    below = [row for row in rows if row.number > headings.number]
    if not below:
        raise NotPossible
    plan = Plan(headings.fields, ticket, language)
    job = starting.draft(
        session, event_id=event_id, user_id=user_id, kind=JobKind.IMPORT, facts=_facts(file, headings)
    )
    job.total = len(below)
    plan.keep(job)
    session.execute(
        insert(ImportRow),
        [{"job_id": job.id, "number": row.number, "cells": row.cells, "why": {}} for row in below],
    )
    return job.id


def _facts(file: str, headings: Headings) -> dict[str, object]:
    return {"file": file[-_LONGEST_NAME:], "headings": headings.texts}


@use_case
def decide(session: Session, *, event_id: int, job_id: int, plan: Plan) -> bool:
    """Say what the columns mean and what is to be done; whether the rows are to be checked by the worker.

    Few are checked by :func:`check_now`. Raises NotFound, or NotPossible once people were registered.
    """
    job = find_job(session, event_id, job_id)
    if job.state not in _DECIDING or Plan.of(job).doing is Doing.TAKE:
        raise NotPossible
    replace(plan, doing=Doing.CHECK, used={}).keep(job)
    session.execute(
        update(ImportRow)
        .where(ImportRow.job_id == job.id)
        .values(fate=None, why={}, email_key="", attendee_id=None)
    )
    starting.set_going(job, total=_count(session, job))
    if job.total <= CHECKED_AT_ONCE:
        job.state, job.lease_until = JobState.DRAFT, None
    return job.total > CHECKED_AT_ONCE


@use_case
def check_now(session: Session, *, event_id: int, job_id: int) -> None:
    """Check the rows of a short table. Raises NotFound."""
    job = find_job(session, event_id, job_id)
    if job.state is not JobState.DRAFT or Plan.of(job).doing is not Doing.CHECK:
        return
    while numbers := following(session, job, AT_ONCE):
        counts = act(session, job, numbers)
        job.reached = numbers[-1]
        job.outcome = {**job.outcome, **{key: job.outcome.get(key, 0) + n for key, n in counts.items()}}
        session.flush()


@use_case
def begin(session: Session, *, event_id: int, job_id: int, user_id: int) -> int:
    """Have the good rows of a checked table registered; how many. Raises NotFound or NotPossible.

    Sent twice, it begins once. One that was stopped goes on.
    """
    job = find_job(session, event_id, job_id)
    plan = Plan.of(job)
    if plan.doing is Doing.TAKE and job.state not in _DECIDING:
        return job.total
    good = _count(session, job, good=True)
    is_ready = plan.doing is Doing.TAKE or (job.state is JobState.DRAFT and job.dealt_with == job.total)
    is_cancelled = session.get_one(Event, event_id).status is EventStatus.CANCELLED
    if not is_ready or not good or is_cancelled:
        raise NotPossible
    replace(plan, doing=Doing.TAKE).keep(job)
    job.user_id = user_id
    starting.set_going(job, total=good)
    audit.record_event(
        session,
        user_id,
        "event.people_imported",
        event_id,
        file=job.facts["file"],
        people=good,
        letters=plan.letters,
        consent=True,
    )
    return good


@use_case
def forget(session: Session, *, event_id: int, job_id: int) -> None:
    """Throw a draft away. Raises NotFound, or NotPossible once people were registered."""
    job = find_job(session, event_id, job_id)
    if job.state not in _DECIDING or Plan.of(job).doing is Doing.TAKE:
        raise NotPossible
    session.delete(job)


@use_case
def forget_old(session: Session) -> None:
    """Forget drafts that nobody decided about, and what stood in the cells of imports of long ago."""
    moment = now()
    imports = select(Job.id).where(Job.kind == JobKind.IMPORT)
    old = imports.where(Job.state == JobState.DRAFT, Job.created_at < moment - DRAFTS_KEPT)
    session.execute(delete(Job).where(Job.id.in_(old)))
    ended = select(Job).where(Job.kind == JobKind.IMPORT, Job.ended_at < moment - CELLS_KEPT)
    for job in session.scalars(ended):
        if not job.facts.get("forgotten"):
            job.facts = {**job.facts, "forgotten": True}
            rows = update(ImportRow).where(ImportRow.job_id == job.id)
            session.execute(rows.values(cells=[], email_key=""))


def find_job(session: Session, event_id: int, job_id: int) -> Job:
    """The event's import of this id, kept from others till the transaction ends. Raises NotFound."""
    found = session.scalars(
        select(Job)
        .where(Job.id == job_id, Job.event_id == event_id, Job.kind == JobKind.IMPORT)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _count(session: Session, job: Job, *, good: bool = False) -> int:
    rows = select(func.count()).where(ImportRow.job_id == job.id)
    return session.scalar(rows.where(ImportRow.fate.in_(TO_COME)) if good else rows) or 0
