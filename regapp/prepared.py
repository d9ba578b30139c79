"""Statements that are made all the time, or for very many rows: put together once, and run by the driver."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Dialect, Insert, Select, Table, Update, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

from regapp.database import Base, db, note

Statement = Select[*tuple[Any, ...]] | Update | Insert


class _Prepared:
    def __init__(self, statement: Statement) -> None:
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

    def __init__(self, statement: Statement, dialect: Dialect, columns: Sequence[str] | None = None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
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

    def many(self, rows: Sequence[Mapping[str, object]], same: Mapping[str, object]) -> Iterator[Any]:
        """The same for each of ``rows``, which have the same names; ``same`` are values of all of them."""
        constant = {**self._constant, **self._written(same)}
        writers = [(name, write) for name, write in self._writers.items() if name in rows[0]]
        in_order = itemgetter(*self._order) if self._order else None
        for row in rows:
            values = {**constant, **row}
            for name, write in writers:
                values[name] = write(values[name])
            yield values if in_order is None else in_order(values)

    def _written(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        written = dict(parameters)
        for name in self._writers.keys() & written.keys():
            written[name] = self._writers[name](written[name])
        return written


def _parameters(compiled: SQLCompiler) -> dict[str, Any]:
    """Those that stand in the statement itself, and None for those that are given at each run."""
    required = {name: None for bind, name in compiled.bind_names.items() if bind.required}
    return dict(compiled.construct_params(required))


def new_ids(session: Session, model: type[Base], count: int) -> list[int]:
    """So many numbers for new rows of a table, in rising order. The caller inserts rows with them at once."""
    table = cast("Table", model.__table__)
    if session.get_bind().dialect.name == "postgresql":
        one = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        numbers = select(one).select_from(func.generate_series(1, count).alias("number"))
        return sorted(session.execute(numbers).scalars())
    last = session.execute(select(func.max(table.c.id))).scalar() or 0  # nobody else writes meanwhile
    return list(range(last + 1, last + 1 + count))


def insert_rows(
    session: Session, model: type[Base], rows: Sequence[dict[str, object]], **same: object
) -> None:
    """Insert very many rows of a table, in their order, past the session and its objects.

    All have the same columns; ``same`` is what they have in common. What is left out gets the default of its
    column. It takes a third of the time that SQLAlchemy takes around such an INSERT.
    """
    if not rows:
        return
    connection, table = session.connection(), cast("Table", model.__table__)
    given = rows[0].keys() | same.keys()
    drawn: dict[str, Callable[[], object]] = {}
    for column in table.columns:
        if column.key in given:
            continue
        if isinstance(column.default, CallableColumnDefault):
            drawn[column.key] = partial(column.default.arg, None)  # type: ignore[arg-type]
        elif isinstance(column.default, ScalarElementColumnDefault):
            same[column.key] = column.default.arg
    whole = [{**row, **{name: draw() for name, draw in drawn.items()}} for row in rows] if drawn else rows
    compiled = _insert(table, connection.dialect, (*whole[0], *same))
    connection.exec_driver_sql(compiled.sql, list(compiled.many(whole, same)))


@lru_cache(maxsize=64)
def _insert(table: Table, dialect: Dialect, columns: tuple[str, ...]) -> _Compiled:
    return _Compiled(table.insert(), dialect, columns)


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
