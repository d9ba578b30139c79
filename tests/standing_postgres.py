"""A PostgreSQL database of which the tables that changed are put back to its template row by row.

DROP DATABASE and CREATE DATABASE write hundreds of files, which takes many times as long.
"""

import time
from typing import Any

import psycopg
from psycopg import sql

# A statement that changes the schema leaves newer rows, or more or fewer of them, in one of these.
CATALOGS = {
    "pg_class": "oid",
    "pg_attribute": "attrelid",
    "pg_attrdef": "oid",
    "pg_constraint": "oid",
    "pg_index": "indexrelid",
    "pg_proc": "oid",
    "pg_trigger": "oid",
    "pg_type": "oid",
}
OURS = 16384  # what the server brings with it has smaller numbers
SCHEMA = " UNION ALL ".join(
    f"SELECT count(*) || ' ' || max(xmin::text::bigint) FROM {name} WHERE {column} >= {OURS}"  # noqa: S608 - the names above
    for name, column in CATALOGS.items()
)
OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
PATIENCE = 30  # seconds, for a lock and until the others are gone
PAUSE = 0.001  # seconds


def execute(server: str, statement: str) -> None:
    """Run a statement in the server's own database, outside of a transaction."""
    with _connect(server, "postgres") as connection:
        connection.execute(statement)  # type: ignore[arg-type]


class Standing:
    """A database made from ``template`` on first use, and what the template holds."""

    def __init__(self, server: str, name: str) -> None:
        self.url = f"{server}/{name}"
        self._server, self._name = server, name
        self._connection: psycopg.Connection[Any] | None = None

    def put_back(self) -> None:
        """Make it hold what the template holds, and nobody be connected to it."""
        if self._connection is None or self._connection.closed:
            self._make_anew()
            return
        self._be_alone(self._connection)
        if self._schema() != self._made:
            self.close()
            self._make_anew()
            return
        self._refill(self._connection)

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()

    def _be_alone(self, connection: psycopg.Connection[Any]) -> None:
        deadline = time.monotonic() + PATIENCE
        # The server's own wait for them looks every 100 ms.
        while connection.execute(OTHERS).rowcount:
            assert time.monotonic() < deadline, "somebody stays connected"
            time.sleep(PAUSE)

    def _make_anew(self) -> None:
        execute(self._server, f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        execute(self._server, f"CREATE DATABASE {self._name} TEMPLATE template")
        self._connection = connection = _connect(self._server, self._name)
        # Rows come back in any order of tables, and no trigger changes them.
        connection.execute(f"SET session_replication_role = replica; SET lock_timeout = '{PATIENCE}s'")  # type: ignore[arg-type]
        self._made = self._schema()
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self._tables = {name: _copied(connection, sql.Identifier(name)) for (name,) in names}
        self._marks = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, count(*), max(xmin::text::bigint) FROM {}").format(name, sql.Identifier(name))
            for name in self._tables
        )
        self._written = self._marks_of_rows(connection)
        self._counters = _counters(connection)

    def _schema(self) -> list[Any]:
        assert self._connection is not None
        return self._connection.execute(SCHEMA, prepare=True).fetchall()  # type: ignore[arg-type]

    def _marks_of_rows(self, connection: psycopg.Connection[Any]) -> dict[str, Any]:
        """For each table how many rows it has, and the transaction that wrote the newest of them.

        A table in which rows were written, changed or removed has others than before.
        """
        found = connection.execute(self._marks, prepare=True)
        return {name: marks for name, *marks in found}

    def _refill(self, connection: psycopg.Connection[Any]) -> None:
        """Replace the rows of what changed; vacuuming between gives the new ones the template's order."""
        marks = self._marks_of_rows(connection)
        changed = [name for name in self._tables if marks[name] != self._written[name]]
        tables = [sql.Identifier(name) for name in changed]
        if changed:
            with connection.transaction():
                for table in tables:
                    connection.execute(sql.SQL("DELETE FROM {}").format(table))
            connection.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(tables)))
        with connection.transaction(), connection.cursor() as cursor:
            for name, table in zip(changed, tables, strict=True):
                if rows := self._tables[name]:
                    with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(table)) as copy:
                        copy.write(rows)
            cursor.execute(self._counters)
        if changed:
            self._written = self._marks_of_rows(connection)


def _copied(connection: psycopg.Connection[Any], table: sql.Identifier) -> bytes | None:
    """The rows of a table as COPY writes them; None when it has none."""
    if not connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(table)).fetchall()[0][0]:
        return None
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(table)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(copy)


def _counters(connection: psycopg.Connection[Any]) -> sql.Composed:
    """What puts every sequence back to where it stands now."""
    found = connection.execute(
        "SELECT quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL"
        " FROM pg_sequences WHERE schemaname = 'public'"
    )
    settings = (sql.SQL("setval({}, {}, {})").format(*map(sql.Literal, row)) for row in found)
    return sql.SQL("SELECT {}").format(sql.SQL(", ").join(settings))


def _connect(server: str, name: str) -> psycopg.Connection[Any]:
    dsn = server.replace("postgresql+psycopg://", "postgresql://", 1) + f"/{name}"
    return psycopg.connect(dsn, autocommit=True)
