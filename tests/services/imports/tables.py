"""Tables of people, and their way through an import."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from regapp.database import db
from regapp.documents.tables import read_table
from regapp.models import ImportRow, Job, User
from regapp.services.accounts.hosts import add_organiser
from regapp.services.imports import drafting
from regapp.services.imports.plan import Plan
from regapp.services.job_kinds import WORKS
from regapp.services.jobs.running import run_due
from regapp.vocabulary import Language, Role, RowFate


def host() -> int:
    """The id of somebody who may import."""
    add_organiser(email="host@dku.example", organisation="dku", role=Role.MANAGER, password="a long password")
    return db.session.scalars(select(User.id).where(User.email == "host@dku.example")).one()


def draft(event: int, text: str) -> int:
    """Keep a table; the import's id."""
    return drafting.keep(
        event_id=event,
        user_id=host(),
        file="people.csv",
        rows=read_table(text.encode()),
        ticket="in-person",
        language=Language.RUSSIAN,
    )


def job(job_id: int) -> Job:
    """The import as it stands."""
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def checked(event: int, text: str, **changes: Any) -> int:
    """Have a table checked as its columns are understood; the import's id."""
    job_id = draft(event, text)
    decide(event, job_id, **changes)
    return job_id


def decide(event: int, job_id: int, **changes: Any) -> None:
    """Say what is to be done, and have the rows checked."""
    plan = replace(Plan.of(job(job_id)), **changes)
    if drafting.decide(event_id=event, job_id=job_id, plan=plan):
        work()
    else:
        drafting.check_now(event_id=event, job_id=job_id)


def taken(event: int, text: str, **changes: Any) -> int:
    """Have the good rows of a table registered; the import's id."""
    job_id = checked(event, text, **changes)
    take(event, job_id)
    return job_id


def take(event: int, job_id: int) -> None:
    """Have the good rows registered."""
    drafting.begin(event_id=event, job_id=job_id, user_id=host())
    work()


def work() -> None:
    """What the worker does till nothing is due."""
    while run_due(WORKS):
        pass


def rows(job_id: int) -> list[ImportRow]:
    """The rows of an import."""
    db.session.rollback()
    query = select(ImportRow).where(ImportRow.job_id == job_id).order_by(ImportRow.number)
    return list(db.session.scalars(query))


def fates(job_id: int) -> list[RowFate | None]:
    """What becomes of each row."""
    return [row.fate for row in rows(job_id)]


def why(job_id: int) -> list[dict[str, str]]:
    """What is wrong with each row."""
    return [row.why for row in rows(job_id)]
