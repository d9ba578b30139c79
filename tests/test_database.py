"""The one place that opens, commits and retries transactions."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from sqlalchemy import event as hooks
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from regapp import database
from regapp.database import Overtaken, db, insert_if_new, use_case
from regapp.errors import Busy
from regapp.models import Event, Organisation
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def add(session: Session, slug: str = "new") -> None:
    session.add(Organisation(slug=slug, name={"en": slug}))
    session.flush()


def slugs() -> set[str]:
    db.session.rollback()
    return {row["slug"] for row in b.rows(Organisation)}


def test_it_commits_once_at_its_end() -> None:
    @use_case
    def work(session: Session) -> str:
        add(session, "one")
        add(session, "two")
        assert commits == []
        return "done"

    with b.commits() as commits:
        assert work() == "done"
    assert len(commits) == 1
    assert {"one", "two"} <= slugs()


def test_an_error_undoes_all_of_it() -> None:
    @use_case
    def work(session: Session) -> None:
        add(session)
        raise LookupError

    with pytest.raises(LookupError):
        work()
    assert "new" not in slugs()


def test_use_cases_do_not_nest() -> None:
    @use_case
    def inner(session: Session) -> None:
        add(session, "inner")

    @use_case
    def outer(session: Session) -> None:
        add(session, "outer")
        inner()

    with pytest.raises(RuntimeError, match="inner cannot run inside outer"):
        outer()
    assert not {"inner", "outer"} & slugs()


def test_after_an_error_the_next_one_runs() -> None:
    @use_case
    def work(session: Session, *, fail: bool) -> None:
        add(session)
        if fail:
            raise LookupError

    with pytest.raises(LookupError):
        work(fail=True)
    work(fail=False)
    assert "new" in slugs()


def test_it_ends_the_pages_transaction_which_would_show_the_past() -> None:
    page = db.session.get_one(Event, b.event_id())
    before = page.revision

    @use_case
    def work(session: Session) -> None:
        session.execute(update(Event).values(revision=Event.revision + 1))

    work()
    assert page.revision == before + 1


def test_what_it_returns_can_be_read_after_its_end() -> None:
    @use_case
    def work(session: Session) -> Organisation:
        add(session)
        return session.query(Organisation).filter_by(slug="new").one()

    assert work().name == {"en": "new"}


# Again


def failing(times: int, fail: Callable[[Session], object]) -> tuple[Callable[[], None], list[int]]:
    """A use case that fails so often, and the tries it took."""
    tries: list[int] = []

    @use_case
    def work(session: Session) -> None:
        tries.append(len(tries) + 1)
        add(session)
        if len(tries) <= times:
            fail(session)

    return work, tries


def overtaken(_session: Session) -> None:
    raise Overtaken


def state(sqlstate: str) -> Callable[[Session], object]:
    """What makes PostgreSQL report this condition."""
    raises = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{sqlstate}'; END $$"
    return lambda session: session.execute(text(raises))


def test_it_runs_again_when_it_was_overtaken() -> None:
    work, tries = failing(2, overtaken)
    work()
    assert tries == [1, 2, 3]
    assert "new" in slugs()


def test_a_try_that_failed_leaves_nothing_behind() -> None:
    work, _ = failing(1, overtaken)
    work()
    assert sorted(slugs()).count("new") == 1  # the slug is unique: a second row would have failed


def test_after_three_tries_it_is_busy() -> None:
    work, tries = failing(99, overtaken)
    with pytest.raises(Busy):
        work()
    assert tries == [1, 2, 3]
    assert "new" not in slugs()


@on_postgresql
@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
def test_passing_conflicts_are_tried_again(sqlstate: str) -> None:
    work, tries = failing(2, state(sqlstate))
    work()
    assert len(tries) == 3


@on_postgresql
def test_passing_conflicts_are_not_tried_for_ever() -> None:
    work, tries = failing(99, state("40001"))
    with pytest.raises(Busy):
        work()
    assert len(tries) == 3


@on_postgresql
@pytest.mark.parametrize("sqlstate", ["23505", "57014", "22P02"])
def test_other_errors_of_the_database_are_not_tried_again(sqlstate: str) -> None:
    work, tries = failing(1, state(sqlstate))
    with pytest.raises(DBAPIError):
        work()
    assert len(tries) == 1


def test_a_broken_constraint_is_not_tried_again() -> None:
    work, tries = failing(1, lambda session: add(session, "dku"))
    with pytest.raises(DBAPIError):
        work()
    assert len(tries) == 1


# SQLite has one writer at a time


@pytest.fixture
def other(app: Flask) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the database file, that waits for nobody."""
    hooks.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 0"))
    db.engine.dispose()
    with closing(
        sqlite3.connect(db.engine.url.database or "", isolation_level=None, timeout=0)
    ) as connection:
        yield connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@on_sqlite
def test_it_is_busy_while_another_program_writes(other: sqlite3.Connection) -> None:
    work, tries = failing(0, overtaken)
    with writing(other), pytest.raises(Busy):
        work()
    assert tries == [1, 2, 3]
    work()
    assert "new" in slugs()


@on_sqlite
def test_a_write_has_the_database_to_itself_from_its_first_statement(other: sqlite3.Connection) -> None:
    @use_case
    def work(session: Session) -> None:
        session.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")

    work()


@on_sqlite
def test_a_page_keeps_nobody_from_writing(other: sqlite3.Connection) -> None:
    assert slugs()
    with writing(other):
        pass


@on_sqlite
def test_a_page_is_read_while_another_program_writes(other: sqlite3.Connection) -> None:
    with writing(other):
        other.execute("UPDATE organisation SET slug = slug || '-changed'")
        assert "dku" in slugs()


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_every_connection_is_prepared(pragma: str, value: object) -> None:
    assert db.session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


# PostgreSQL


@on_postgresql
def test_no_statement_waits_for_a_lock_for_ever() -> None:
    assert db.session.execute(text("SHOW lock_timeout")).scalar_one() == f"{database.LOCK_WAIT // 1000}s"


@on_postgresql
def test_a_statement_that_waits_too_long_is_tried_again() -> None:
    @use_case
    def work(session: Session) -> None:
        tries.append(1)
        session.execute(text("SET LOCAL lock_timeout = '10ms'"))
        add(session, "dku2")
        session.execute(update(Organisation).where(Organisation.slug == "dku").values(website="x"))

    tries: list[int] = []
    with Session(db.engine) as elsewhere, elsewhere.begin():
        elsewhere.execute(update(Organisation).where(Organisation.slug == "dku").values(website="y"))
        with pytest.raises(Busy):
            work()
    assert len(tries) == 3


def test_a_row_that_stands_already_is_not_inserted_again() -> None:
    @use_case
    def work(session: Session, slug: str) -> Organisation | None:
        return insert_if_new(session, Organisation, {"slug": slug, "name": {"en": "Other"}})

    assert work("new") is not None
    assert work("new") is None
    assert work("dku") is None
