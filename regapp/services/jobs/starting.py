"""How a job comes to be: within the use case that wants it."""

from collections import Counter
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Job, JobPerson
from regapp.vocabulary import JobKind, JobState, PersonFate


def draft(
    session: Session, *, event_id: int, user_id: int | None, kind: JobKind, facts: dict[str, Any]
) -> Job:
    """A job that somebody still decides about; nothing is done before it is set going."""
    job = Job(event_id=event_id, user_id=user_id, kind=kind, state=JobState.DRAFT, facts=facts, outcome={})
    session.add(job)
    session.flush()
    return job


def set_going(job: Job, *, total: int) -> None:
    """Have it done to so many people or rows, from the first on; the worker takes it up."""
    job.state, job.total, job.reached, job.outcome = JobState.WAITING, total, 0, {}
    job.stop_asked_at = job.ended_at = None
    job.troubles, job.trouble, job.lease_until = 0, "", now()  # since when it is due


def start(
    session: Session,
    *,
    event_id: int,
    user_id: int | None,
    kind: JobKind,
    facts: dict[str, Any],
    people: list[int],
) -> Job:
    """A job about these people, in this order, that is set going at once."""
    job = draft(session, event_id=event_id, user_id=user_id, kind=kind, facts=facts)
    session.execute(
        insert(JobPerson),
        [{"job_id": job.id, "number": number, "attendee_id": one} for number, one in enumerate(people, 1)],
    )
    set_going(job, total=len(people))
    return job


def note_done(
    session: Session,
    *,
    event_id: int,
    user_id: int | None,
    facts: dict[str, Any],
    fates: dict[int, PersonFate],
) -> Job:
    """What was done to a few people at once, as a job that has ended: its page says who they are."""
    job = draft(session, event_id=event_id, user_id=user_id, kind=JobKind.BULK, facts=facts)
    session.execute(
        insert(JobPerson),
        [
            {"job_id": job.id, "number": number, "attendee_id": one, "fate": fate}
            for number, (one, fate) in enumerate(fates.items(), 1)
        ],
    )
    job.state, job.total, job.reached, job.ended_at = JobState.DONE, len(fates), len(fates), now()
    job.outcome = dict(Counter(fates.values()))
    return job
