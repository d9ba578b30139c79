"""Workers that die, are slow, or work at the same moment: no letter is lost, none goes out twice."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self

import time_machine
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

from config import Settings
from regapp.addresses import Addresses
from regapp.clock import now
from regapp.database import db
from regapp.mail.desk import Desk
from regapp.models import Letter
from regapp.services.outgoing import outbox, pausing
from regapp.vocabulary import LetterState
from regapp.worker import PAUSE_NOTICED, send_due_letters

from .post import Post, go
from .servers import OK, Script

PATIENCE = 120.0  # seconds

# So that no minute ends in the middle, and all letters owed till now are due.
AT_NOON = """
from datetime import UTC, datetime, timedelta
import time_machine
noon = datetime.now(UTC).replace(hour=12, minute=0, second=0) + timedelta(days=1)
time_machine.travel(noon, tick=False).start()
"""

IN_SMALL_BATCHES = "from regapp import worker\nworker.BATCH = 3"

# The control: who looks first and marks later finds the same letters as the other.
CARELESS = """
import time
from sqlalchemy import select, update
from regapp.clock import now
from regapp.database import use_case
from regapp.models import Letter
from regapp.services.outgoing import outbox, pausing
from regapp.vocabulary import LetterState

@use_case
def look(session):
    due = select(Letter.id).where(Letter.state == LetterState.DUE).order_by(Letter.id)
    return list(session.scalars(due))

@use_case
def mark(session, ids):
    values = {"state": LetterState.SENDING, "lease_until": now() + outbox.LEASE, "attempts": 1}
    session.execute(update(Letter).where(Letter.id.in_(ids)).values(values))

def claim_due(*, most, pace):
    ids = look()
    time.sleep(1)
    mark(ids)
    return [outbox.Claim(number, 1) for number in ids]

outbox.claim_due = claim_due
"""


async def slowly(server: SMTP) -> str:
    await asyncio.sleep(0.02)
    return OK


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


class Interrupted:
    """A mail server during whose second letter all sending is paused."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock, self.taken = clock, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def send(self, *_: object) -> None:
        self.taken += 1
        if self.taken == 2:
            pausing.pause()
        self.clock.shift(PAUSE_NOTICED)


def test_a_pause_stops_a_worker_amid_its_letters(post: Post) -> None:
    post.owe(5)
    with time_machine.travel(now(), tick=False) as clock:
        interrupted = Interrupted(clock)
        assert send_due_letters(post.settings, lambda: interrupted) == 2
    assert post.states() == {LetterState.SENT: 2, LetterState.DUE: 3}
    pausing.resume()
    assert post.work() == 3
    assert {letter.attempts for letter in post.letters()} == {1}


def with_pace(post: Post, pace: int, **mail: Any) -> Settings:
    return replace(post.settings, mail=replace(post.settings.mail, pace=pace, **mail))


def test_letters_over_smtp_keep_the_pace(post: Post) -> None:
    post.owe(5)
    with time_machine.travel(now(), tick=False) as clock:
        assert send_due_letters(with_pace(post, 3)) == 3
        clock.shift(timedelta(minutes=1))
        assert send_due_letters(with_pace(post, 3)) == 2


def test_letters_kept_as_files_know_no_pace(post: Post) -> None:
    post.owe(3)
    assert send_due_letters(with_pace(post, 1, server="")) == 3


def test_two_workers_at_once_keep_the_pace_together(post: Post) -> None:
    post.owe(30)
    workers = [post.spawn(IN_SMALL_BATCHES, AT_NOON, pace=12) for _ in range(2)]
    for worker in workers:
        go(worker)
    shares = [int(worker.communicate(timeout=PATIENCE)[0]) for worker in workers]
    assert sum(shares) == 12
    assert len(set(post.taken)) == len(post.taken) == 12
