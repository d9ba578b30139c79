"""The database's driver without anything of ours, set up like the service's own connections."""

import sqlite3
from typing import Any

import psycopg

from bench import statements

LOCK_WAIT = 5.0  # seconds


class Driver:
    """One connection."""

    def __init__(self, url: str) -> None:
        self._begin_write = "BEGIN"
        if url.startswith("sqlite"):
            self._begin_write = "BEGIN IMMEDIATE"
            self.connection: Any = _sqlite(url.removeprefix("sqlite:///"))
        else:
            self.connection = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)

    def perform(self, work: list[statements.Statement], *, writes: bool) -> None:
        """Perform a template in a transaction."""
        cursor = self.connection.cursor()
        cursor.execute(self._begin_write if writes else "BEGIN")

        def execute(sql: str, parameters: statements.Parameters) -> list[Any]:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

        try:
            statements.run(work, execute)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


def _sqlite(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={LOCK_WAIT * 1000:.0f}"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
