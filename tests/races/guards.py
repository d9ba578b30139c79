"""The guards that keep races harmless, each to be taken out: a test that cannot fail proves nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import datetime
from random import Random
from time import sleep
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Select, and_, func, insert, literal, select, text, update
from sqlalchemy import event as hooks
from sqlalchemy.orm import Session

from regapp import database
from regapp.database import db
from regapp.errors import NoPlace
from regapp.models import Invitation, Pace, Quota
from regapp.services.accounts import joining
from regapp.services.allocation import invitations, places
from regapp.services.outgoing import letters, pacing
from regapp.services.registrations import registering

MOST_ROUNDS = 10


def assert_it_shows(play: Callable[[], bool]) -> None:
    """Play until the fault shows that the guards, had they not been taken out, would have kept away."""
    assert any(play() for _ in range(MOST_ROUNDS)), "the guards that were taken out guard nothing"


@contextmanager
def taken_out(guards: Iterable[str]) -> Iterator[None]:
    """Do without these guards in this process."""
    with ExitStack() as stack:
        for guard in guards:
            stack.enter_context(_GUARDS[guard]())
        yield


def drop_check(url_is_sqlite: bool, table: str = "quota", name: str = "taken") -> None:  # noqa: FBT001
    """Take a CHECK, that of the count of places, out of PostgreSQL; SQLite ignores it by connection."""
    if not url_is_sqlite:
        db.session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}"))
        db.session.commit()


def _no_line() -> Any:
    return patch.object(places, "lock_line", lambda *_: None)


def _no_condition() -> Any:
    """Places are taken without asking whether one is left."""

    def claim(session: Session, quota_id: int, people: int = 1, *, above: bool = False) -> None:
        session.execute(
            update(Quota)
            .where(Quota.id == quota_id)
            .values(taken=Quota.taken + people)
            .execution_options(synchronize_session=False)
        )

    return patch.object(places, "claim", claim)


@contextmanager
def _no_arithmetic() -> Iterator[None]:
    """Places are counted here, not by the database: read first, then written."""

    def change(session: Session, quota_id: int, taken: int, over: int) -> None:
        values = {"taken": taken, "over": over}
        changed = update(Quota).where(Quota.id == quota_id).values(values)
        session.execute(changed.execution_options(synchronize_session=False))

    def read(session: Session, quota_id: int) -> tuple[int, int, int]:
        row = session.execute(select(Quota.taken, Quota.over, Quota.capacity).where(Quota.id == quota_id))
        return row.one()._tuple()

    def claim(session: Session, quota_id: int, people: int = 1, *, above: bool = False) -> None:
        taken, over, capacity = read(session, quota_id)
        if taken + people > capacity and not above:
            raise NoPlace
        change(session, quota_id, taken + people, over + (taken >= capacity))

    def release(session: Session, quota_ids: set[int]) -> None:
        for quota_id in quota_ids:
            taken, over, _ = read(session, quota_id)
            change(session, quota_id, taken - 1, max(0, over - 1))

    with patch.object(places, "claim", claim), patch.object(places, "_release", release):
        yield


def _no_count_of_uses() -> Any:
    """A code is used without asking whether it still may be."""

    def use(session: Session, invitation_id: int | None, *, people: int) -> None:
        session.execute(
            update(Invitation)
            .where(Invitation.id == invitation_id)
            .values(used=Invitation.used + people)
            .execution_options(synchronize_session=False)
        )

    return patch.object(invitations, "use", use)


def _no_lock_of_edits() -> Any:
    """Who edits quotas and who takes what is unlimited do not wait for each other."""
    return patch.object(places, "_lock_edits", lambda *_: None)


@contextmanager
def _no_haste() -> Iterator[None]:
    """Dawdle before every statement and longer before the end, so that a gap which is there is found."""
    chance = Random()  # noqa: S311
    hooks.listen(db.engine, "before_cursor_execute", lambda *_: sleep(chance.uniform(0, 0.003)))
    hooks.listen(db.engine, "commit", lambda _: sleep(chance.uniform(0.01, 0.03)))
    yield


def _no_conflict_clause() -> Any:
    """Look first, then insert, as one would without INSERT ... ON CONFLICT."""

    def insert_if_new(session: Session, model: type[Any], values: dict[str, Any]) -> Any:
        keys = {"replay_key"} & values.keys() or {"event_id", "email_key"} & values.keys() or {"digest"}
        same = and_(*(getattr(model, key) == values[key] for key in keys))
        if session.scalars(select(model.id).where(same)).first() is not None:
            return None
        return session.execute(insert(model).values(values).returning(model)).scalar_one()

    return patch.object(registering, "insert_if_new", insert_if_new)


def _no_row_locks() -> Any:
    return patch.object(Select, "with_for_update", lambda self, **_: self)


def _no_lock_of_the_limit() -> Any:
    without = SimpleNamespace(
        pg_advisory_xact_lock=lambda _: literal(1), hashtext=lambda key: key, count=func.count
    )
    return patch.object(letters, "func", without)


def _no_lock_of_the_first_account() -> Any:
    without = SimpleNamespace(pg_advisory_xact_lock=lambda _: literal(1), hashtext=lambda key: key)
    return patch.object(joining, "func", without)


def _no_lock_of_the_pace() -> Any:
    """How many letters went to a domain is read without keeping others from counting."""

    def look(session: Session, domains: Iterable[str], minute: datetime) -> dict[str, int]:
        for domain in domains:
            database.insert_if_new(session, Pace, {"domain": domain, "minute": minute, "letters": 0})
        counts = session.execute(select(Pace.domain, Pace.letters).where(Pace.domain.in_(domains)))
        return {row.domain: row.letters for row in counts}

    return patch.object(pacing, "_lock", look)


@contextmanager
def _no_transaction() -> Iterator[None]:
    """Each statement is committed by itself."""
    if db.engine.dialect.name == "sqlite":
        with _begins_with(lambda _: None):
            yield
    else:
        by_itself = db.engine.execution_options(isolation_level="AUTOCOMMIT")
        with patch.object(database, "_writer", lambda _: by_itself):
            yield


@contextmanager
def _no_immediate() -> Iterator[None]:
    """SQLite takes the write lock at the first write, as a page's transaction would."""
    with _begins_with(lambda connection: connection.exec_driver_sql("BEGIN")):
        yield


@contextmanager
def _begins_with(hook: Callable[[Any], Any]) -> Iterator[None]:
    # The engine belongs to this race's application alone, so nothing has to be put back.
    hooks.remove(db.engine, "begin", database._begin_sqlite)
    hooks.listen(db.engine, "begin", hook)
    # The queue before the lock is for speed, but happens to keep writers apart as well.
    with patch.object(database, "_turn", lambda _: nullcontext()):
        yield


@contextmanager
def _no_check() -> Iterator[None]:
    if db.engine.dialect.name == "sqlite":
        hooks.listen(
            db.engine,
            "connect",
            lambda connection, _: connection.execute("PRAGMA ignore_check_constraints=ON"),
        )
    yield


_GUARDS: dict[str, Callable[[], Any]] = {
    "line": _no_line,
    "condition": _no_condition,
    "arithmetic": _no_arithmetic,
    "count of uses": _no_count_of_uses,
    "lock of edits": _no_lock_of_edits,
    "haste": _no_haste,
    "check": _no_check,
    "conflict clause": _no_conflict_clause,
    "row locks": _no_row_locks,
    "lock of the limit": _no_lock_of_the_limit,
    "lock of the pace": _no_lock_of_the_pace,
    "lock of the first account": _no_lock_of_the_first_account,
    "transaction": _no_transaction,
    "immediate": _no_immediate,
}
