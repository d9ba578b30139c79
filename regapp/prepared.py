"""Statements that are made all the time: put together once, run on a bare connection of the pool."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Dialect, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler

from regapp.database import db, note


class _Prepared:
    def __init__(self, statement: Select[*tuple[Any, ...]] | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def for_driver(self, **parameters: object) -> tuple[str, Any]:
        """The statement and its parameters as the database's driver takes them."""
        dialect = db.engine.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return compiled.sql, compiled.values(parameters)


class _Compiled:
    """A statement in the words of one database."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Update, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        writers = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        }
        self.sql, self._order = compiled.string, compiled.positiontup
        self._writers = {name: write for name, write in writers.items() if write}
        given = {name for bind, name in compiled.bind_names.items() if bind.required}
        self._constant = self._written(
            {name: value for name, value in _parameters(compiled).items() if name not in given}
        )

    def values(self, parameters: Mapping[str, object]) -> Any:
        """The statement's parameters, by name or in order, as the driver wants them."""
        values = {**self._constant, **self._written(parameters)}
        return values if self._order is None else tuple(values[name] for name in self._order)

    def _written(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        written = dict(parameters)
        for name in self._writers.keys() & written.keys():
            written[name] = self._writers[name](written[name])
        return written


def _parameters(compiled: SQLCompiler) -> dict[str, Any]:
    """Those that stand in the statement itself, and None for those that are given at each run."""
    required = {name: None for bind, name in compiled.bind_names.items() if bind.required}
    return dict(compiled.construct_params(required))


class Glance(_Prepared):
    """A small read that is made at every request.

    Rows come as the driver gives them, which is enough to see whether something has changed.
    """

    def __call__(self, **parameters: object) -> tuple[tuple[Any, ...], ...]:
        """All rows of the statement with ``parameters``."""
        sql, values = self.for_driver(**parameters)
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(sql, values)
            return tuple(tuple(row) for row in cursor.fetchall())
        finally:
            connection.close()


class Note(_Prepared):
    """A small update that is made thousands of times in a row; see :func:`regapp.database.note`."""

    def __call__(self, **parameters: object) -> bool:
        """Whether a row was updated. Raises Busy."""
        return note(*self.for_driver(**parameters))
