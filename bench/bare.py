"""Bare Flask views: what the same answers cost without us."""

import os
import secrets
import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request

from bench import statements
from bench.driver import Driver


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
    local = threading.local()

    def driver() -> Driver:  # one connection a thread
        if not hasattr(local, "driver"):
            local.driver = Driver(os.environ["DATABASE_URL"])
        return local.driver  # type: ignore[no-any-return]

    @app.get("/form")
    def form() -> Response:
        driver().perform(reads, writes=False)
        return Response(body, mimetype="text/html")

    @app.post("/form")
    def post() -> Any:
        _ = request.form["name"]
        driver().perform(writes, writes=True)
        return redirect("/done", 303)

    return app


def still() -> Flask:
    """A form and a receipt that cost nothing, for measuring the people who send it."""
    app = Flask("bare")
    body = b'<input name="csrf_token" value="none">' + b"x" * int(os.environ["BENCH_SIZE"])

    @app.get("/form")
    def form() -> Response:
        return Response(body, mimetype="text/html")

    @app.post("/form")
    def post() -> Any:
        return redirect(f"/receipts/{secrets.token_urlsafe(12)}", 303)

    return app
