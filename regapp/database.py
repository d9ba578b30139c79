"""The one place that opens, commits and retries transactions.

Pages read through ``db.session``. Every write is a function under :func:`use_case`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from functools import cache, lru_cache, wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import psycopg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Insert,
    Integer,
    MetaData,
    Table,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached
from sqlalchemy.types import TypeDecorator, TypeEngine

from regapp.errors import Busy

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound="Base")

TRIES = 3
LOCK_WAIT = 5_000  # milliseconds a statement waits for another transaction
WRITES = "regapp_writes"

# Serialisation failure, deadlock, lock not available (PostgreSQL, appendix A).
PASSING_SQLSTATES = {"40001", "40P01", "55P03"}
SQLITE_BUSY = 5


class Base(DeclarativeBase):
    """Base of all models. Constraints are named, so that a migration can name them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware and in UTC in Python, on either database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: it would silently be taken for the server's own zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        instant = value if value.tzinfo is UTC else value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back that SQLite cannot keep."""
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite numbers rows by itself only for a column declared INTEGER.
Key: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")

db = SQLAlchemy(model_class=Base)
_writers_turn = Lock()
_running: ContextVar[str | None] = ContextVar("use_case", default=None)
_noting: ContextVar[Any] = ContextVar("notes", default=None)


class Overtaken(Exception):
    """Another transaction changed what this one had just seen."""


def connect(app: Flask, url: str, *, processes: int) -> None:
    """Bind ``db`` to the database at ``url``; ``processes`` share its connections."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url, processes)
    db.init_app(app)
    app.teardown_appcontext(_end_reading)  # runs before the extension's own, which closes the session
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def _end_reading(_error: BaseException | None) -> None:
    if not db.session.registry.has():
        return
    try:
        db.session.close()
    except DBAPIError:
        # The database went away after the last read: the answer is ready all the same.
        db.session().invalidate()


def _engine_options(url: str, processes: int) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": LOCK_WAIT / 1000}}
    options = f"-c lock_timeout={LOCK_WAIT} -c timezone=UTC"
    return {
        "pool_pre_ping": True,
        "pool_size": max(2, 16 // processes),
        "connect_args": {"options": options, "connect_timeout": 5},
    }


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001
    # The driver's own transaction control would commit behind our back.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={LOCK_WAIT}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once on SQLite when another wrote
    # meanwhile, so a write takes the lock from its start; a page must never take it.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def use_case(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Make a function one transaction: it commits once, at its end, or not at all.

    The function gets a session on a connection of its own as its first argument; callers leave that
    argument out. It takes ids and plain values, and touches nothing outside the database, because it is
    run again, three times at most, when the database reports a passing conflict or the function that it was
    Overtaken. Raises Busy after that.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if (outer := _running.get()) is not None:
            raise RuntimeError(f"{function.__name__} cannot run inside {outer}: use cases do not nest")
        db.session.rollback()  # ends the page's read transaction, which would go on showing the past
        token = _running.set(function.__name__)
        try:
            return _run_with_retries(db.engine, lambda session: function(session, *args, **kwargs))
        finally:
            _running.reset(token)

    return run


def _run_with_retries(engine: Engine, work: Callable[[Session], R]) -> R:
    writer = _writer(engine)
    for _ in range(TRIES):
        try:
            with _turn(engine), Session(writer, expire_on_commit=False) as session, session.begin():
                return work(session)
        except Overtaken:
            continue
        except DBAPIError as error:
            if not _is_passing(error.orig):
                raise
    raise Busy


@lru_cache(maxsize=8)
def _writer(engine: Engine) -> Engine:
    return engine.execution_options(**{WRITES: True})


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Wait for the turn to write on SQLite, in a queue of this process and then of this machine.

    It guards nothing: BEGIN IMMEDIATE does. But SQLite lets whoever finds it locked sleep and look again,
    longer each time, which loses a third of the speed under load. PostgreSQL wakes those who wait.

    Raises Busy.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    if not _writers_turn.acquire(timeout=LOCK_WAIT / 1000):
        raise Busy
    try:
        file = os.open(f"{engine.url.database}-turn", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            flock(file, LOCK_EX)  # ends with the file, and so with the process
            yield
        finally:
            os.close(file)
    finally:
        _writers_turn.release()


def _is_passing(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return bool(code & 0xFF == SQLITE_BUSY)  # extended codes carry the primary one in the low byte
    return getattr(error, "sqlstate", None) in PASSING_SQLSTATES


def execute_plain(
    session: Session, statement: Executable, values: dict[str, Any]
) -> CursorResult[*tuple[Any, ...]]:
    """Run a prepared statement about plain values: the ORM's ways around one take longer than it does.

    What the session has not written yet goes first, as in ``Session.execute``; what it has read stays as it
    was read.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values)


def insert_if_new(session: Session, model: type[M], values: dict[str, Any]) -> M | None:
    """INSERT ... ON CONFLICT DO NOTHING: the new row, or None where such a row stands already."""
    statement = _insert(model, session.get_bind().dialect.name)
    row = session.connection().execute(statement, values).one_or_none()
    if row is None:
        return None
    made = model(**row._mapping)  # noqa: SLF001 - public in spite of its name
    make_transient_to_detached(made)  # it stands in the database, as it came back from there
    session.add(made)
    return made


@cache
def _insert(model: type[Base], dialect: str) -> Insert:
    return insert_on(dialect, model).on_conflict_do_nothing().returning(model.__table__)


def insert_on(dialect: str, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT of a database's own kind, which knows ON CONFLICT."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(cast("Table", model.__table__))


def note(sql: str, values: Any) -> bool:
    """Run one UPDATE, as the driver takes it, as a transaction by itself; whether it changed a row.

    On SQLite it does not wait for the disk: it outlives its process, but perhaps not a loss of power before
    the next transaction. It is for what may be done twice without harm. Raises Busy.
    """
    db.session.rollback()
    for _ in range(TRIES):
        try:
            with notes_in_a_row() as connection, _turn(db.engine):
                return bool(connection.execute(sql, values).rowcount > 0)
        except (sqlite3.Error, psycopg.Error) as error:
            if not _is_passing(error):
                raise
    raise Busy


@contextmanager
def notes_in_a_row() -> Iterator[Any]:
    """Let all notes of the block share a connection: to get one takes longer than to make the note."""
    if (held := _noting.get()) is not None:
        yield held
        return
    pooled = db.engine.raw_connection()
    token = _noting.set(connection := pooled.driver_connection)
    try:
        _prepare_for_notes(connection, begins=True)
        yield connection
        _prepare_for_notes(connection, begins=False)
    except BaseException:
        pooled.invalidate()  # nobody is to find it as it is now
        raise
    finally:
        _noting.reset(token)
        pooled.close()


def _prepare_for_notes(connection: Any, *, begins: bool) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA synchronous={'NORMAL' if begins else 'FULL'}")
    else:
        connection.autocommit = begins


def commit_account_changes() -> None:
    """Commit what the sign-in changed through ``db.session``: it brings its own way of writing."""
    db.session.commit()
