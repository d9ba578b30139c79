"""The worker with a real SMTP server: every letter gets there, and none twice that could be avoided."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Self

import pytest
import time_machine
from aiosmtpd.smtp import SMTP
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import config
from regapp.addresses import Addresses
from regapp.clock import now
from regapp.database import db
from regapp.mail.desk import Desk
from regapp.models import Letter
from regapp.services import outbox
from regapp.vocabulary import LetterKind, LetterState
from regapp.worker import send_due_letters

from . import scenes
from .servers import OK, Script, Server, Start, drop

ROOT = Path(config.__file__).parent
FOR_NOW, FOR_GOOD = "450 4.2.2 mailbox full", "550 5.1.1 no such user"
PATIENCE = 120.0  # seconds

WORKER = """
import sys
from regapp import create_app
from regapp.worker import send_due_letters
app = create_app()
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    print(send_due_letters(app.extensions["settings"]), flush=True)
"""

IN_SMALL_BATCHES = "from regapp import worker\nworker.BATCH = 3"

# The control: who looks first and marks later finds the same letters as the other.
CARELESS = """
import time
from sqlalchemy import select, update
from regapp.clock import now
from regapp.database import use_case
from regapp.models import Letter
from regapp.services import outbox
from regapp.vocabulary import LetterState

@use_case
def look(session):
    due = select(Letter.id).where(Letter.state == LetterState.DUE).order_by(Letter.id)
    return list(session.scalars(due))

@use_case
def mark(session, ids):
    values = {"state": LetterState.SENDING, "lease_until": now() + outbox.LEASE, "attempts": 1}
    session.execute(update(Letter).where(Letter.id.in_(ids)).values(values))

def claim_due(*, most):
    ids = look()
    time.sleep(1)
    mark(ids)
    return [outbox.Claim(number, 1) for number in ids]

outbox.claim_due = claim_due
"""


class Post:
    """The application, its mail server, and what the server has taken."""

    def __init__(self, app: Flask, script: Script, start: Start) -> None:
        self.app, self.script, self.server = app, script, start()
        mail = replace(app.extensions["settings"].mail, server="127.0.0.1", port=self.server.port)
        self.settings = replace(app.extensions["settings"], mail=mail)

    def owe(self, number: int) -> None:
        """Register so many people online, each of whom is owed a letter."""
        for person in range(number):
            scenes.enrol(f"p{person}@example.org", ticket="online")

    def work(self) -> int:
        """One worker's turn in this process."""
        return send_due_letters(self.settings)

    def work_later(self, pause: timedelta) -> int:
        with time_machine.travel(now() + pause, tick=False):
            return self.work()

    @property
    def taken(self) -> list[str]:
        """The Message-IDs of what the server took, in order."""
        found = (
            re.search(rb"(?m)^Message-ID: <([^@>]+)@", letter.content or b"") for letter in self.script.kept
        )  # type: ignore[arg-type]
        return [match[1].decode() for match in found if match]

    def letters(self) -> list[Letter]:
        db.session.rollback()
        return list(db.session.scalars(select(Letter).order_by(Letter.id)))

    def letter(self) -> Letter:
        (found,) = self.letters()
        return found

    def states(self) -> Counter[LetterState]:
        return Counter(letter.state for letter in self.letters())

    def spawn(self, *before: str) -> subprocess.Popen[str]:
        """Another worker, as a process of its own, that waits for a line on its input."""
        settings = self.settings
        environ = {
            **os.environ,
            "DATABASE_URL": settings.database_url,
            "INSTANCE_PATH": str(settings.instance),
            "SECRET_KEY": settings.secret_key,
            "MAIL_SERVER": settings.mail.server,
            "MAIL_PORT": str(settings.mail.port),
        }
        command = [sys.executable, "-c", "\n".join((*before, WORKER))]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process


@pytest.fixture
def post(app: Flask, script: Script, start: Start) -> Iterator[Post]:
    made = Post(app, script, start)
    yield made
    db.session.remove()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


async def slowly(server: SMTP) -> str:
    await asyncio.sleep(0.02)
    return OK


# Refusals


def test_what_is_refused_for_now_is_tried_again_after_a_pause(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_NOW]
    post.owe(1)
    assert post.work() == 0
    waiting = post.letter()
    assert waiting.state is LetterState.RETRYING
    assert waiting.last_error == "the mailbox is full (450 4.2.2)"
    assert waiting.lease_until is None
    assert post.work() == 0  # the pause is not over
    assert post.work_later(timedelta(minutes=2)) == 1
    assert post.letter().state is LetterState.SENT
    assert post.letter().last_error == ""
    assert post.taken == [waiting.message_token]


def test_the_pauses_grow(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_NOW] * 3
    post.owe(1)
    pauses = []
    moment = now()
    for _ in range(3):
        with time_machine.travel(moment, tick=False):
            post.work()
        pauses.append(post.letter().due_at - moment)
        moment = post.letter().due_at
    assert pauses == sorted(pauses)
    assert timedelta(seconds=48) <= pauses[0] <= timedelta(seconds=72)
    assert pauses[2] >= timedelta(minutes=12)


def test_what_is_refused_for_good_has_failed_and_says_why(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_GOOD]
    post.owe(1)
    post.work()
    assert post.letter().state is LetterState.FAILED
    assert post.letter().last_error == "there is no such mailbox (550 5.1.1)"
    assert post.work_later(timedelta(days=5)) == 0
    assert post.taken == []


def test_after_the_last_pause_a_letter_has_failed(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_NOW] * 50
    post.owe(1)
    for _ in range(len(outbox.PAUSES)):
        with time_machine.travel(post.letter().due_at, tick=False):
            post.work()
        assert post.letter().state is LetterState.RETRYING
    with time_machine.travel(post.letter().due_at, tick=False):
        post.work()
    assert post.letter().state is LetterState.FAILED
    assert post.letter().last_error == "the mailbox is full (450 4.2.2)"


def test_a_refused_letter_does_not_keep_the_others(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_GOOD, OK, FOR_NOW]
    post.owe(5)
    assert post.work() == 3
    assert post.states() == {LetterState.FAILED: 1, LetterState.RETRYING: 1, LetterState.SENT: 3}


def test_a_letter_that_cannot_be_written_does_not_keep_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Desk.write

    def stumble(desk: Desk, session: Session, letter: Letter) -> EmailMessage | None:
        if letter.recipient == "p1@example.org":
            raise RuntimeError
        return write(desk, session, letter)

    post.owe(3)
    monkeypatch.setattr(Desk, "write", stumble)
    assert post.work() == 2
    stumbled = scenes.letter(LetterKind.CONFIRMATION, "p1@example.org")
    assert (stumbled.state, stumbled.last_error) == (LetterState.RETRYING, "the letter could not be written")


# A server that is not there


def test_nothing_is_lost_while_the_server_is_away(post: Post) -> None:
    post.server.stop()
    post.owe(3)
    assert post.work() == 0
    assert post.states() == {LetterState.RETRYING: 3}
    assert {letter.last_error for letter in post.letters()} == {"nothing listens at the mail server's port"}
    back = Server(post.script, hostname="127.0.0.1", port=post.server.port)
    back.start()
    try:
        assert post.work_later(timedelta(minutes=2)) == 3
    finally:
        back.stop()
    assert sorted(post.taken) == sorted(letter.message_token for letter in post.letters())


def test_a_server_that_breaks_off_costs_nobody_a_letter(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [OK, OK, drop]
    post.owe(5)
    assert post.work() == 4
    assert post.states() == {LetterState.SENT: 4, LetterState.RETRYING: 1}
    assert post.work_later(timedelta(minutes=2)) == 1
    assert sorted(post.taken) == sorted(letter.message_token for letter in post.letters())


# Workers that die, and workers at once


def test_the_letter_of_a_worker_that_died_is_sent_once_by_the_next(post: Post) -> None:
    post.owe(1)
    assert outbox.claim_due(most=50)
    assert post.work() == 0  # it may still be at work
    assert post.work_later(outbox.LEASE + timedelta(seconds=1)) == 1
    assert post.work_later(outbox.LEASE * 3) == 0
    assert post.taken == [post.letter().message_token]


class Dawdler:
    """A mail server that takes so long for each letter that a batch outlives its lease."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock = clock
        self.in_time: list[bool] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def send(self, *_: object) -> None:
        leases = select(Letter.lease_until).where(Letter.state == LetterState.SENDING)
        self.in_time.append(all(lease and lease > now() for lease in db.session.scalars(leases)))
        db.session.rollback()
        self.clock.shift(outbox.LEASE * 0.4)


def test_a_slow_server_does_not_carry_a_batch_past_its_lease(post: Post) -> None:
    post.owe(6)

    with time_machine.travel(now(), tick=False) as clock:
        dawdler = Dawdler(clock)
        sent = send_due_letters(post.settings, lambda: dawdler)

    assert sent == 6
    assert dawdler.in_time == [True] * 6


def test_a_letter_tried_twice_has_the_same_message_id(post: Post) -> None:
    """The one window: the server took the letter, and the worker died before it could note so."""
    post.owe(1)
    (claim,) = outbox.claim_due(most=1)
    desk = Desk(Addresses(post.settings.public_url), post.settings.public_host, post.settings.mail.sender)
    first = desk.write(db.session(), db.session.get_one(Letter, claim.letter_id))
    assert first is not None
    post.work_later(outbox.LEASE + timedelta(seconds=1))
    assert first["Message-ID"] == f"<{post.taken[0]}@localhost>"


def test_a_worker_that_comes_back_late_marks_nothing(post: Post) -> None:
    post.owe(1)
    (late,) = outbox.claim_due(most=1)
    post.work_later(outbox.LEASE + timedelta(seconds=1))
    assert outbox.mark_refused(late, reason="late", permanent=True) is False
    assert post.letter().state is LetterState.SENT


def both_at_once(post: Post, *before: str) -> list[int]:
    workers = [post.spawn(*before) for _ in range(2)]
    for worker in workers:
        go(worker)
    return [int(worker.communicate(timeout=PATIENCE)[0]) for worker in workers]


def test_two_workers_at_once_send_none_twice(post: Post, script: Script) -> None:
    post.owe(40)
    script.replies["DATA"] = [slowly] * 40
    shares = both_at_once(post, IN_SMALL_BATCHES)
    assert sum(shares) == 40
    assert all(shares)
    assert sorted(post.taken) == sorted(letter.message_token for letter in post.letters())
    assert post.states() == {LetterState.SENT: 40}


def test_two_careless_workers_would_send_some_twice(post: Post) -> None:
    """The control of the test above: it fails where a claim is not one step."""
    post.owe(3)
    both_at_once(post, CARELESS)
    assert len(post.taken) > len(set(post.taken))


def wait_for(enough: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not enough():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_worker_killed_in_the_middle_loses_no_letter(post: Post, script: Script) -> None:
    post.owe(20)
    script.replies["DATA"] = [slowly] * 50
    worker = post.spawn()
    go(worker)
    wait_for(lambda: len(post.taken) >= 5)
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=PATIENCE)
    assert len(post.taken) < 20
    post.work()
    post.work_later(outbox.LEASE + timedelta(seconds=1))
    assert post.states() == {LetterState.SENT: 20}
    times = Counter(post.taken)
    assert set(times) == {letter.message_token for letter in post.letters()}
    assert sum(times.values()) <= 21  # at most the one that was under way comes twice, under the same id
