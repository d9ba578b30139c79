"""A table of thousands that is imported, and a message to all of them, in the worker's own steps."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Engine, event, select, update

import config
from bench import crowd
from bench.driver import Driver
from bench.installation import Installation
from bench.table import Line, bound, ratio
from regapp import create_app
from regapp.database import db
from regapp.documents.table_rows import Row
from regapp.memory import settle
from regapp.models import Event, ImportRow, Job, Quota, User
from regapp.services.imports import drafting
from regapp.services.imports.plan import Plan
from regapp.services.job_kinds import WORKS
from regapp.services.jobs.running import run_due
from regapp.services.telling import messages
from regapp.services.telling.settling import settle_due
from regapp.vocabulary import JobState, Language, Recipients

COUNT, FEW = 15_000, 2_000
LEAST = 0.5  # of the speed of the same inserts through the driver
MOST_TRANSACTIONS = 10
TURN = 1.0  # seconds that each side takes in turns
WRITES = ("INSERT", "UPDATE", "DELETE")
COMMIT = None

Work = tuple[str, Any, bool]


@dataclass
class Recorded:
    """What went to the database: its writes and commits in order, and how many statements there were."""

    work: list[Work | None] = field(default_factory=list)
    statements: int = 0

    @property
    def commits(self) -> int:
        """How many transactions ended well."""
        return sum(one is COMMIT for one in self.work)


def table(kind: str, place: Installation, count: int = COUNT) -> Line:
    """Import so many people into an installation that has none, beside the same writes through the driver."""
    with _app(place):
        job_id = _checked(count)
        other = Driver(_copy(place))
        ours = bare = 0.0
        with _recorded(db.engine) as recorded:
            while db.session.get_one(Job, job_id).state is not JobState.DONE:
                db.session.rollback()
                ours += _spent(lambda: run_due(WORKS, seconds=TURN))
                bare += _spent(lambda: _replay(other, recorded.work))
                recorded.work.clear()
        other.connection.close()
        _check(job_id, count)
    return ratio(
        f"import of {count:,} rows / the same writes by the driver, {kind}", count / ours, count / bare, LEAST
    )


def letters(kind: str, place: Installation, count: int) -> list[Line]:
    """Queue a message to all of an installation that has so many registrations."""
    written = messages.Written(
        subject={"en": "News"},
        text={"en": "Dear {name}, come early."},
        about_registration=True,
        to=Recipients.ALL,
    )
    with _app(place):
        event_id, user_id = _event_id(), _user_id()
        mailing_id = messages.save(event_id=event_id, written=written, user_id=user_id)
        seen = messages.digest(written.facts())
        messages.send(event_id=event_id, mailing_id=mailing_id, seen=seen, user_id=user_id)
        made: list[int] = []
        with _recorded(db.engine) as recorded:
            spent = _spent(lambda: made.append(settle_due()))
    told = f"{recorded.statements} statements, {recorded.commits} transactions, {spent:.2f} s"
    print(f"  {kind}: {made[0]:,} letters queued: {told}", flush=True)
    name = f"transactions that queue {count:,} letters, {kind}"
    return [bound(name, recorded.commits, "transactions", MOST_TRANSACTIONS)]


@contextmanager
def _app(place: Installation) -> Iterator[Flask]:
    app = create_app(config.read(place.settings))
    settle()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _checked(count: int) -> int:
    """An import of so many rows, for which there is room, when its rows are checked; its id."""
    event_id, user_id = _event_id(), _user_id()
    db.session.execute(update(Quota).where(Quota.event_id == event_id).values(capacity=count))
    db.session.commit()
    head = ["Name", "E-mail", "Where do you work or study?"]
    people = [[f"Person {one:06}", f"import{one:06}@d{one % 40:02}.example", "DKU"] for one in range(count)]
    rows = [Row(number, cells) for number, cells in enumerate([head, *people], 1)]
    begin = perf_counter()
    job_id = drafting.keep(
        event_id=event_id,
        user_id=user_id,
        file="people.csv",
        rows=rows,
        ticket=crowd.ROOM,
        language=Language.RUSSIAN,
    )
    kept = perf_counter()
    plan = replace(Plan.of(db.session.get_one(Job, job_id)), letters=True)
    db.session.rollback()
    drafting.decide(event_id=event_id, job_id=job_id, plan=plan)
    while run_due(WORKS):
        pass
    checked = perf_counter()
    print(f"  {count:,} rows kept in {kept - begin:.1f} s, checked in {checked - kept:.1f} s", flush=True)
    drafting.begin(event_id=event_id, job_id=job_id, user_id=user_id)
    db.session.remove()
    db.engine.dispose()
    return job_id


def _check(job_id: int, count: int) -> None:
    """Raise RuntimeError unless everybody was registered."""
    db.session.rollback()
    done = db.session.scalars(
        select(ImportRow.attendee_id).where(ImportRow.job_id == job_id, ImportRow.attendee_id.is_not(None))
    ).all()
    if len(done) != count:
        raise RuntimeError(f"{len(done)} of {count} rows were taken")


def _event_id() -> int:
    return db.session.scalars(select(Event.id).where(Event.slug == crowd.SLUG)).one()


def _user_id() -> int:
    return db.session.scalars(select(User.id).where(User.email == crowd.OWNER)).one()


def _spent(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def _copy(place: Installation) -> str:
    """The address of a copy of its database, which nobody is connected to."""
    if place.url.startswith("sqlite"):
        path = place.url.removeprefix("sqlite:///")
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(path, f"{path}-copy")
        return f"{place.url}-copy"
    server, _, name = place.url.rpartition("/")
    plain = f"{server.replace('+psycopg', '', 1)}/postgres"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"'.encode())
    return f"{place.url}_copy"


@contextmanager
def _recorded(engine: Engine) -> Iterator[Recorded]:
    recorded = Recorded()

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: Any) -> None:
        recorded.statements += not sql.startswith(("BEGIN", "PRAGMA"))
        if sql.lstrip().startswith(WRITES):
            recorded.work.append((sql, parameters, isinstance(parameters, list)))

    def end(_connection: Any) -> None:
        recorded.work.append(COMMIT)

    event.listen(engine, "after_cursor_execute", note)
    event.listen(engine, "commit", end)
    try:
        yield recorded
    finally:
        event.remove(engine, "after_cursor_execute", note)
        event.remove(engine, "commit", end)


def _replay(driver: Driver, work: list[Work | None]) -> None:
    """Perform the same writes in the same transactions."""
    cursor, is_begun = driver.connection.cursor(), False
    for one in work:
        if one is COMMIT:
            if is_begun:
                cursor.execute("COMMIT")
            is_begun = False
            continue
        if not is_begun:
            cursor.execute("BEGIN")
            is_begun = True
        sql, parameters, many = one
        (cursor.executemany if many else cursor.execute)(sql, parameters)
