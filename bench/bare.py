"""Bare Flask views: what the same answers cost without us."""

import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, redirect, request

from bench import statements


def pages() -> Flask:
    """A constant page of BENCH_SIZE octets."""
    app = Flask("bare")
    body = b"x" * int(os.environ["BENCH_SIZE"])

    @app.get("/page")
    def page() -> Response:
        return Response(body, mimetype="text/html")

    return app


def registering() -> Flask:
    """The two requests of a registration: the same SQL through the driver, with the same durability."""
    app = Flask("bare")
    body = b"x" * int(os.environ["BENCH_SIZE"])
    folder = Path(os.environ["INSTANCE_PATH"])
    reads, writes = statements.load(folder / "form"), statements.load(folder / "post")
    driver = _Driver(os.environ["DATABASE_URL"])

    @app.get("/form")
    def form() -> Response:
        driver.perform(reads, "BEGIN")
        return Response(body, mimetype="text/html")

    @app.post("/form")
    def post() -> Any:
        _ = request.form["name"]
        driver.perform(writes, "BEGIN IMMEDIATE")
        return redirect("/done", 303)

    return app


class _Driver:
    """One connection a thread, set up like the service's own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._local = threading.local()

    def perform(self, work: list[statements.Statement], begin: str) -> None:
        connection = self._connection()
        cursor = connection.cursor()
        is_sqlite = isinstance(connection, sqlite3.Connection)
        cursor.execute(begin if is_sqlite else "BEGIN")

        def execute(sql: str, parameters: statements.Parameters) -> list[Any]:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

        try:
            statements.run(work, execute)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

    def _connection(self) -> Any:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._connect()
        return self._local.connection

    def _connect(self) -> Any:
        if self._url.startswith("sqlite"):
            connection = sqlite3.connect(
                self._url.removeprefix("sqlite:///"), isolation_level=None, timeout=5
            )
            for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {pragma}")
            return connection
        return psycopg.connect(self._url.replace("+psycopg", "", 1), autocommit=True)
