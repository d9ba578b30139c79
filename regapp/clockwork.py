"""Nudges from whoever writes to whoever works in the background: "something is due".

A nudge carries nothing: the outbox row stays the only truth. A lost one costs a minute, until the next sweep.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab

log = logging.getLogger(__name__)

QUIET = 0.5  # seconds in which one nudge stands for all that follow


class Clockwork:
    """The queue of nudges, beside the database of the same installation."""

    def __init__(self, database_url: str, instance: Path) -> None:
        self._database_url = database_url
        self._instance = instance
        self._lock = Lock()
        self._quiet_until = 0.0
        self._work: Callable[[], None] | None = None

    @cached_property
    def huey(self) -> Huey:
        """The queue; opened at its first use, so that no connection is carried through a fork."""
        if self._database_url.startswith("sqlite"):
            # A file of its own: a nudge must not wait for the write lock of the registrations.
            path = str(self._instance / "clockwork.db")
            return SqliteHuey("regapp", filename=path, results=False, fsync=False)
        dsn = self._database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("regapp", dsn=dsn, results=False)

    @cached_property
    def _task(self) -> Any:
        return self.huey.task(name="letters_are_due")(self._run)

    def nudge(self) -> None:
        """Have the worker look for letters that are due. To be called after the commit.

        Within half a second of an earlier nudge one more is scheduled, to its end, and stands for the rest.
        """
        with self._lock:
            moment = time.monotonic()
            if moment < self._quiet_until - QUIET:
                return  # one is scheduled already
            delay = max(0.0, self._quiet_until - moment)
            self._quiet_until = moment + delay + QUIET
            try:
                self._task.schedule(delay=delay) if delay else self._task()
            except (sqlite3.Error, psycopg.Error):
                log.warning("a nudge was lost; letters wait for the next sweep", exc_info=True)

    def drive(self, work: Callable[[], None]) -> None:
        """Have ``work`` done at every nudge, and once a minute without one. For the worker alone."""
        self._work = work
        _ = self._task
        self.huey.periodic_task(crontab(), name="sweep")(self._run)

    def _run(self) -> None:
        if self._work is None:
            raise RuntimeError("only the worker takes nudges")
        self._work()
