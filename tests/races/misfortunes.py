"""What goes wrong outside of us: a process is killed, the database goes away under load."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from contextvars import Context
from http import HTTPStatus
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from time import sleep
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import event as hooks
from werkzeug.test import TestResponse

from config import Settings
from regapp import create_app
from regapp.database import db
from regapp.services.registrations import lapsing
from regapp.worker import send_due_letters
from tests import postgres
from tests.conftest import settings_for
from tests.races.crowd import PATIENCE
from tests.races.guards import taken_out
from tests.web.visits import PERSON, send

MOST_PEOPLE = 120  # who register in one process while the database restarts
MOST_TRIES = 100
DONE = "restarted"
HOWS = ("fast", "immediate")
# They come from a process that has imported everything once and holds no connection.
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def killed_before(
    statement: int,
    url: str,
    instance: Path,
    *,
    work: Callable[[Settings], object] | None = None,
    without: tuple[str, ...] = (),
) -> int:
    """Have a worker do its work and be killed just before its n-th statement; its exit code.

    ``work`` is something else than to let lapse and to send, ``without`` the guards that are taken out.
    """
    arguments = (statement, url, instance, work or _lapse_and_send, without)
    process = _FORKS.Process(target=_work_and_die, args=arguments)
    process.start()
    process.join(PATIENCE)
    assert process.exitcode is not None
    return process.exitcode


def _lapse_and_send(settings: Settings) -> None:
    lapsing.lapse_due()
    send_due_letters(settings)


def _work_and_die(
    last: int, url: str, instance: Path, work: Callable[[Settings], object], without: tuple[str, ...]
) -> None:
    settings = settings_for(url, instance)
    with create_app(settings).app_context():
        numbers = count(1)

        def die(*_: Any) -> None:
            if next(numbers) == last:
                os.kill(os.getpid(), signal.SIGKILL)

        hooks.listen(db.engine, "before_cursor_execute", die)
        with taken_out(without):
            work(settings)


def restart_or_register(slug: str, data: str, flag: str, part: int) -> Counter[str]:
    """The first restarts the database twice; the others register people until it has, and one more.

    What was answered to them: its status, and for a 503 whether it said when to try again.
    """
    if part == 0:
        try:
            for how in HOWS:
                sleep(0.3)
                _restart(data, how)
            sleep(0.3)
        finally:
            Path(flag).touch()
        return Counter()
    answers: Counter[str] = Counter()
    client = current_app.test_client()
    for number in range(MOST_PEOPLE):
        is_last = Path(flag).exists()
        # Outside of the application context that we are in: each request is to have its own.
        answers.update(Context().run(_register, client, slug, f"p{part}.{number}@example.org"))
        if is_last:
            break
    return answers


def _restart(data: str, how: str) -> None:
    folder = postgres.programs()
    assert folder is not None
    words = [str(folder / "pg_ctl"), "-D", data, "-m", how, "-w", "-l", f"{data}/log", "restart"]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={postgres.USER}", f"--regid={postgres.USER}", "--init-groups", *words]
    quiet = subprocess.DEVNULL
    subprocess.run(words, check=True, stdout=quiet, stderr=quiet, cwd="/", timeout=PATIENCE)


def _register(client: FlaskClient, slug: str, email: str) -> list[str]:
    """Open the form and send it, each as often as it takes: a visitor tries again."""
    said: list[str] = []
    shown = _try(lambda: client.get(f"/events/{slug}/register"), said)
    if shown.status_code == HTTPStatus.OK:
        _try(lambda: send(client, shown, "/register", **{**PERSON, "email": email}), said)
    return said


def _try(visit: Any, said: list[str]) -> TestResponse:
    for _ in range(MOST_TRIES):
        answer: TestResponse = visit()
        patient = " later" if answer.headers.get("Retry-After") else ""
        said.append(f"{answer.status_code}{patient}")
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return answer
        sleep(0.05)
    raise AssertionError("the database never came back")
