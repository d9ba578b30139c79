"""A job is stopped by a host, and what it knew of people is forgotten some time after its end."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import Job, JobPerson
from regapp.services import audit
from regapp.services.jobs.running import LIVE
from regapp.vocabulary import JobState

KEPT = timedelta(days=30)


@use_case
def stop(session: Session, *, event_id: int, job_id: int, user_id: int | None) -> bool:
    """Have no further step of it done; False if it had ended. What was done stays done. Raises NotFound."""
    job = session.scalars(
        select(Job)
        .where(Job.id == job_id, Job.event_id == event_id, Job.state != JobState.DRAFT)
        .with_for_update()
    ).one_or_none()
    if job is None:
        raise NotFound
    if job.state not in LIVE:
        return False
    if job.stop_asked_at is None:
        audit.record_event(session, user_id, "job.stopped", event_id, people=job.total - job.dealt_with)
        job.stop_asked_at = now()
    if job.state is JobState.WAITING:
        job.state, job.ended_at, job.lease_until = JobState.STOPPED, now(), None
    return True


@use_case
def forget_old(session: Session) -> None:
    """Forget whom jobs were about that ended long ago; what came of them in numbers is kept."""
    ended = select(Job.id).where(Job.ended_at < now() - KEPT)
    session.execute(delete(JobPerson).where(JobPerson.job_id.in_(ended)))
