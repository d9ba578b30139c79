"""Jobs in the background, for the pages about them and for the doctor."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Job, JobPerson
from regapp.queries.accounting import OVERDUE
from regapp.vocabulary import JobState, PersonFate

LIVE = (JobState.WAITING, JobState.RUNNING)


def find_job(session: Session, event_id: int, job_id: int) -> Job | None:
    """A job of the event, or None."""
    found = select(Job).where(Job.id == job_id, Job.event_id == event_id)
    return session.scalars(found).one_or_none()


def live_jobs(session: Session, event_id: int) -> list[Job]:
    """Those of the event that are waiting or running, the oldest first."""
    live = select(Job).where(Job.event_id == event_id, Job.state.in_(LIVE))
    return list(session.scalars(live.order_by(Job.id)))


def people_of_fate(
    session: Session, job: Job, fate: PersonFate | None, *, after: int = 0, most: int
) -> list[JobPerson]:
    """Some of those whom it ended so for, or whose turn did not come."""
    same = JobPerson.fate.is_(None) if fate is None else JobPerson.fate == fate
    found = select(JobPerson).where(JobPerson.job_id == job.id, same, JobPerson.number > after)
    return list(session.scalars(found.order_by(JobPerson.number).limit(most)))


def every_job_comes_on(session: Session) -> Iterator[str]:
    """No job waits for a worker, or for the end of a dead one's lease, longer than anything should."""
    overdue = select(Job.id, Job.kind, Job.event_id).where(
        Job.state.in_(LIVE), Job.lease_until < now() - OVERDUE
    )
    rows = session.execute(overdue.order_by(Job.id))
    yield from (
        f"job {one} ({kind}) of event {event} is long overdue: does a worker run?"
        for one, kind, event in rows
    )
