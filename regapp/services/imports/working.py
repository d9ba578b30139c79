"""The worker's part of an import: rows are checked, and once a host has said so, taken."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import ImportRow, Job
from regapp.services.imports.checking import TO_COME, check, find_rows
from regapp.services.imports.headings import NAME
from regapp.services.imports.people import Wrong
from regapp.services.imports.plan import Doing, Plan
from regapp.services.imports.taking import take
from regapp.services.jobs.running import Work
from regapp.vocabulary import JobState, RowFate

AT_ONCE = 500  # rows in a transaction, which keeps everybody else from the event's places


def following(session: Session, job: Job, most: int) -> Sequence[int]:
    """The numbers of the rows that come next."""
    rows = select(ImportRow.number).where(ImportRow.job_id == job.id, ImportRow.number > job.reached)
    if Plan.of(job).doing is Doing.TAKE:
        rows = rows.where(ImportRow.fate.in_(TO_COME))
    return session.scalars(rows.order_by(ImportRow.number).limit(most)).all()


def act(session: Session, job: Job, numbers: Sequence[int]) -> Mapping[str, int]:
    """Check these rows, or register their people; how many ended how."""
    return (check if Plan.of(job).doing is Doing.CHECK else take)(session, job, numbers)


def failed(session: Session, job: Job, numbers: Sequence[int]) -> None:
    """Write down at these rows that an error of ours kept us from them."""
    for row in find_rows(session, job.id, numbers):
        row.fate, row.why = RowFate.WRONG, {NAME: str(Wrong.FAILED)}


def end(_session: Session, job: Job) -> JobState:
    """What the import is when all rows are through: checked, and so the host's to decide about; or done."""
    return JobState.DRAFT if Plan.of(job).doing is Doing.CHECK else JobState.DONE


WORK = Work(following, act, failed, end, AT_ONCE)
