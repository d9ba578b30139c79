"""The service with a stopwatch at each step of a registration; the product knows nothing of it.

Started like ``regapp.serve``. When it ends it leaves the times in the file named by BENCH_TIMES.
"""

import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from regapp import database, serve
from regapp.web.public import kept

FLASK, EVENT, WAIT, SQL, CODE, COMMIT, HELD = PARTS = (
    "Flask, CSRF and the form",
    "reading the event anew",
    "waiting for the line",
    "statements, line held or not",
    "our code and SQLAlchemy around them",
    "commit",
    "(the line is held, within the above)",
)
_sums = multiprocessing.get_context("fork").Array("d", 2 * len(PARTS) + 1)  # wall, processor; number
_local = threading.local()


class _Stopwatch:
    """The time of one request: each moment belongs to the innermost part that has begun."""

    def __init__(self) -> None:
        self.times = [0.0] * (2 * len(PARTS))
        self.parts: list[str] = []
        self.since = (time.perf_counter(), time.thread_time())
        self.line_since = 0.0

    def _account(self) -> None:
        moment = (time.perf_counter(), time.thread_time())
        if self.parts:
            place = 2 * PARTS.index(self.parts[-1])
            for axis in (0, 1):
                self.times[place + axis] += moment[axis] - self.since[axis]
        self.since = moment

    def begin(self, part: str) -> None:
        self._account()
        self.parts.append(part)

    def end(self) -> None:
        self._account()
        part = self.parts.pop()
        if part == WAIT:
            self.line_since = self.since[0]
        elif part == COMMIT and self.line_since:
            self.times[2 * PARTS.index(HELD)] += self.since[0] - self.line_since


@contextmanager
def _part(name: str) -> Iterator[None]:
    watch: _Stopwatch | None = getattr(_local, "watch", None)
    if watch is None:
        yield
        return
    watch.begin(name)
    try:
        yield
    finally:
        watch.end()


def _timed(owner: Any, name: str, part: str) -> None:
    """Let every call of ``owner.name`` count for ``part``."""
    function = getattr(owner, name)

    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        with _part(part):
            return function(*args, **kwargs)

    setattr(owner, name, timed)


def _watch_requests(app: Flask) -> Flask:
    plain = app.wsgi_app

    def watched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if environ["REQUEST_METHOD"] != "POST":
            return plain(environ, start_response)
        _local.watch = _Stopwatch()
        try:
            with _part(FLASK):
                return plain(environ, start_response)
        finally:
            _add(_local.watch.times)
            _local.watch = None

    app.wsgi_app = watched  # type: ignore[method-assign]
    return app


def _add(times: list[float]) -> None:
    with _sums.get_lock():
        for place, seconds in enumerate([*times, 1.0]):
            _sums[place] += seconds


def _watch_statements() -> None:
    def before(*happened: Any) -> None:
        watch: _Stopwatch | None = getattr(_local, "watch", None)
        if watch is not None and CODE in watch.parts:
            waits = happened[2].startswith(("UPDATE line ", "BEGIN IMMEDIATE"))
            # On SQLite the line is held from BEGIN on, so its own UPDATE is a statement like others.
            watch.begin(WAIT if waits and not watch.line_since else SQL)

    def after(*_: Any) -> None:
        watch: _Stopwatch | None = getattr(_local, "watch", None)
        if watch is not None and CODE in watch.parts:
            watch.end()

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)


def _watch_turn() -> None:
    plain = database._turn  # noqa: SLF001 - the queue of SQLite's writers has no other handle

    @contextmanager
    def turn(engine: Engine) -> Iterator[None]:
        queue = plain(engine)
        with _part(WAIT if engine.dialect.name == "sqlite" else CODE):
            queue.__enter__()
        if (watch := getattr(_local, "watch", None)) is not None:
            watch.line_since = 0.0
        try:
            yield
        except BaseException:
            if not queue.__exit__(*sys.exc_info()):
                raise
        else:
            queue.__exit__(None, None, None)

    database._turn = turn  # noqa: SLF001


def main() -> int:
    """Run the service, watched."""
    _timed(kept, "_kept_event", EVENT)
    _timed(database, "_run_with_retries", CODE)
    _timed(DefaultDialect, "do_commit", COMMIT)
    _watch_turn()
    _watch_statements()
    create = serve.create_app
    serve.create_app = lambda settings: _watch_requests(create(settings))
    starter = os.getpid()
    try:
        return serve.main()
    finally:
        if os.getpid() == starter:
            Path(os.environ["BENCH_TIMES"]).write_text(json.dumps(_sums[:]), encoding="ascii")


def table(path: Path, mean: float) -> list[str]:
    """What a watched service has left, as lines; clients waited ``mean`` milliseconds for a POST."""
    *times, number = json.loads(path.read_text(encoding="ascii"))
    walls = [wall / number * 1000 for wall in times[::2]]
    processors = [processor / number * 1000 for processor in times[1::2]]
    inside = sum(walls) - walls[PARTS.index(HELD)]
    lines = [f"{'before a thread took it, and on the way':40} {mean - inside:8.1f} ms"]
    for part, wall, processor in zip(PARTS, walls, processors, strict=True):
        own = "" if part == HELD else f", {processor:.1f} ms of them on a processor"
        lines.append(f"{part:40} {wall:8.1f} ms{own}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
