"""Runs migrations against the database of the present application."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Column, Connection, Enum, text
from sqlalchemy.types import TypeDecorator

from regapp.database import WRITES, db
from regapp.models.localized import LocalizedTextType

UPGRADE_LOCK = 7_263_411  # any number, the same for all that migrate this database


def is_ours(_object: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:  # noqa: FBT001
    """Whether a table or index is one of the models': the queue of nudges and the search bring their own."""
    if not reflected or compare_to is not None or name is None:
        return True
    is_other = kind == "table" and name.startswith(("huey_", "attendee_search"))
    return not is_other and not name.startswith("ix_attendee_search")


def render_item(kind: str, item: object, _autogen_context: object) -> str | bool:
    """Write our own column types as what they are in the database, so that migrations outlive the code."""
    if kind == "type" and isinstance(item, TypeDecorator) and type(item).__module__.startswith("regapp"):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def are_defaults_different(
    _context: object,
    _inspected: object,
    column: Column[object],
    stored: str | None,
    _default: object,
    written: str | None,
) -> bool | None:
    """PostgreSQL cannot compare two JSON values, so their texts are; None: as the tool does it."""
    if not isinstance(column.type, JSON | LocalizedTextType):
        return None
    return (stored or "").removesuffix("::json") != (written or "")


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """On SQLite a changed table is a new one in the place of the old, and dropping that must not cascade.

    The switch has no effect inside a transaction (SQLite, "Making other kinds of table schema changes").
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows refer to nothing: {broken[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Bring the database to where the command wants it, in one transaction, one process at a time."""
    engine = current_app.extensions["migrate"].db.engine
    with (
        engine.execution_options(**{WRITES: True}).connect() as connection,
        _tables_may_be_rebuilt(connection),
    ):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=is_ours,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=are_defaults_different,
        )
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
            context.run_migrations()


run()
