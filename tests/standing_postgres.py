"""A PostgreSQL database that is put back to its template row by row.

DROP DATABASE and CREATE DATABASE write hundreds of files, which takes many times as long.
"""

from typing import Any

import psycopg
from psycopg import sql

# A statement that changes the schema leaves newer rows, or more or fewer of them, in one of these.
CATALOGS = (
    "pg_class",
    "pg_attribute",
    "pg_attrdef",
    "pg_constraint",
    "pg_index",
    "pg_proc",
    "pg_trigger",
    "pg_type",
)
SCHEMA = " UNION ALL ".join(
    f"SELECT count(*) || ' ' || max(xmin::text::bigint) FROM {name}"  # noqa: S608 - the names above
    for name in CATALOGS
)
OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
PATIENCE = "30s"  # for a lock; nobody is left to hold one


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
        self._connection.execute(OTHERS)
        if self._schema() != self._made:
            self.close()
            self._make_anew()
            return
        self._refill(self._connection)

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()

    def _make_anew(self) -> None:
        execute(self._server, f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        execute(self._server, f"CREATE DATABASE {self._name} TEMPLATE template")
        self._connection = connection = _connect(self._server, self._name)
        # Rows come back in any order of tables, and no trigger changes them.
        connection.execute(f"SET session_replication_role = replica; SET lock_timeout = '{PATIENCE}'")  # type: ignore[arg-type]
        self._made = self._schema()
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self._tables = [sql.Identifier(name) for (name,) in names]
        self._rows = [(table, rows) for table in self._tables if (rows := _copied(connection, table))]
        self._counters = _counters(connection)

    def _schema(self) -> list[Any]:
        assert self._connection is not None
        return self._connection.execute(SCHEMA).fetchall()  # type: ignore[arg-type]

    def _refill(self, connection: psycopg.Connection[Any]) -> None:
        """Replace all rows; vacuuming between gives the new ones the order that the template has."""
        with connection.transaction():
            removed = [
                table
                for table in self._tables
                if connection.execute(sql.SQL("DELETE FROM {}").format(table)).rowcount
            ]
        if removed:
            connection.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(removed)))
        with connection.transaction(), connection.cursor() as cursor:
            for table, rows in self._rows:
                with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(table)) as copy:
                    copy.write(rows)
            cursor.execute(self._counters)


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
