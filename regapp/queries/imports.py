"""Imports of tables, as their hosts see them."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Attendee, ImportRow, Job
from regapp.vocabulary import JobKind, RowFate

PAGE_SIZE = 25
LATEST = 5
_SAMPLE = 30  # rows looked through for examples
_EXAMPLES = 3
LEFT_OUT = (RowFate.WRONG, RowFate.ABOVE)


def find_import(session: Session, event_id: int, job_id: int) -> Job | None:
    """The event's import of this id."""
    own = _imports(event_id).where(Job.id == job_id)
    return session.scalars(own).one_or_none()


def latest_imports(session: Session, event_id: int) -> Sequence[Job]:
    """The event's last imports, the newest first."""
    return session.scalars(_imports(event_id).order_by(Job.id.desc()).limit(LATEST)).all()


def count_fates(session: Session, job_id: int) -> dict[RowFate, int]:
    """How many rows of an import end how."""
    rows = session.execute(
        select(ImportRow.fate, func.count())
        .where(ImportRow.job_id == job_id, ImportRow.fate.is_not(None))
        .group_by(ImportRow.fate)
    )
    return {RowFate(fate): count for fate, count in rows if fate}


def list_rows(session: Session, job_id: int, fate: RowFate, *, after: int = 0) -> tuple[list[ImportRow], int]:
    """Some rows that end so, behind the one of that number; and behind which there are more, or 0."""
    rows = session.scalars(
        select(ImportRow)
        .where(ImportRow.job_id == job_id, ImportRow.fate == fate, ImportRow.number > after)
        .order_by(ImportRow.number)
        .limit(PAGE_SIZE + 1)
    ).all()
    return list(rows[:PAGE_SIZE]), rows[PAGE_SIZE - 1].number if len(rows) > PAGE_SIZE else 0


def left_out(session: Session, job_id: int) -> Sequence[ImportRow]:
    """The rows of which nobody is, or would be, registered, but for those who are already."""
    rows = select(ImportRow).where(ImportRow.job_id == job_id, ImportRow.fate.in_(LEFT_OUT))
    return session.scalars(rows.order_by(ImportRow.number)).all()


def examples(session: Session, job_id: int, width: int) -> list[list[str]]:
    """For each column what stands in its first cells that are not empty."""
    rows = session.scalars(
        select(ImportRow.cells).where(ImportRow.job_id == job_id).order_by(ImportRow.number).limit(_SAMPLE)
    ).all()
    return [
        [cells[place] for cells in rows if place < len(cells) and cells[place]][:_EXAMPLES]
        for place in range(width)
    ]


def names_of(session: Session, rows: Sequence[ImportRow]) -> dict[int, str]:
    """The names of the people these rows became, by their ids."""
    ids = [row.attendee_id for row in rows if row.attendee_id]
    if not ids:
        return {}
    return dict(session.execute(select(Attendee.id, Attendee.name).where(Attendee.id.in_(ids))).all())


def _imports(event_id: int) -> Select[Job]:
    return (
        select(Job).where(Job.event_id == event_id, Job.kind == JobKind.IMPORT).options(joinedload(Job.event))
    )
