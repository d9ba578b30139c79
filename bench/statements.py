"""What a request does in the database, as a template to be repeated by the bare driver.

Two requests of the same kind are recorded. What differs between them is what a third would bring anew:
texts (tokens, addresses, digests) are made up in the same length, numbers are ids that an earlier INSERT of
the same request returned.
"""

import pickle
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

Parameters = tuple[Any, ...] | dict[str, Any]
INSERT = re.compile(r'INSERT INTO "?(\w+)"?')


@dataclass
class Statement:
    """One statement as the driver gets it; ``table`` if it inserts and returns the new row's id."""

    sql: str
    parameters: Parameters
    table: str | None


@dataclass
class Fresh:
    """A text to be made up anew: the same one for the same ``key`` within a request."""

    key: str
    length: int


@dataclass
class NewId:
    """The id that the request's INSERT into ``table`` returned."""

    table: str


@contextmanager
def recorded(engine: Engine) -> Iterator[list[Statement]]:
    """Record what is executed on ``engine`` meanwhile, without BEGIN and COMMIT."""
    statements: list[Statement] = []

    def note(*happened: Any) -> None:
        _connection, _cursor, sql, parameters, _context, many = happened
        if sql.startswith(("BEGIN", "PRAGMA")):
            return
        found = INSERT.match(sql)
        table = found[1] if found and "RETURNING" in sql else None
        statements.extend(Statement(sql, one, table) for one in (parameters if many else [parameters]))

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "after_cursor_execute", note)


def last_ids(engine: Engine, statements: list[Statement]) -> dict[str, int]:
    """The newest id of each table into which ``statements`` inserted."""
    tables = {statement.table for statement in statements if statement.table}
    with engine.connect() as connection:
        return {table: connection.scalar(text(f'SELECT max(id) FROM "{table}"')) or 0 for table in tables}  # noqa: S608


def template(first: list[Statement], second: list[Statement], first_ids: dict[str, int]) -> list[Statement]:
    """The first request's statements with what differs from the second left open."""
    if [one.sql for one in first] != [other.sql for other in second]:
        raise RuntimeError("two requests of the same kind executed different statements")
    inserted: dict[int, list[str]] = {}
    opened = []
    for one, other in zip(first, second, strict=True):
        parameters = _open(one.parameters, other.parameters, inserted)
        opened.append(Statement(one.sql, parameters, one.table))
        if one.table:
            inserted.setdefault(first_ids[one.table], []).append(one.table)
    return opened


def _open(one: Parameters, other: Parameters, inserted: dict[int, list[str]]) -> Parameters:
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _slot(value, other[key], inserted, key) for key, value in one.items()}
    # SQLite takes one writer at a time, so equal ids of several tables stay equal: any of them will do.
    return tuple(_slot(mine, theirs, inserted) for mine, theirs in zip(one, other, strict=True))


def _slot(mine: Any, theirs: Any, inserted: dict[int, list[str]], name: str = "") -> Any:
    if mine == theirs or isinstance(mine, datetime):
        return mine
    if isinstance(mine, int) and mine in inserted:
        tables = inserted[mine]
        return NewId(next((table for table in tables if name.startswith(f"{table}_id")), tables[-1]))
    if isinstance(mine, str) and not _is_time(mine):
        return Fresh(mine, len(mine))
    return mine


def _is_time(value: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d", value))


def run(statements: list[Statement], execute: Callable[[str, Parameters], Any]) -> None:
    """Perform a template; ``execute`` takes one statement and gives all its rows."""
    texts: dict[str, str] = {}
    ids: dict[str, int] = {}

    def fill(value: Any) -> Any:
        if isinstance(value, Fresh):
            return texts.setdefault(value.key, secrets.token_hex(value.length)[: value.length])
        return ids[value.table] if isinstance(value, NewId) else value

    for statement in statements:
        given = statement.parameters
        filled: Parameters = (
            {key: fill(value) for key, value in given.items()}
            if isinstance(given, dict)
            else tuple(fill(value) for value in given)
        )
        rows = execute(statement.sql, filled)
        if statement.table and rows:
            ids[statement.table] = rows[0][0]


def save(statements: list[Statement], path: Path) -> None:
    """Keep a template for the server of this benchmark."""
    path.write_bytes(pickle.dumps(statements))


def load(path: Path) -> list[Statement]:
    """What :func:`save` has just kept."""
    return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301
