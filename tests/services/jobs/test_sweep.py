"""The worker's sweep goes on with jobs, and with letters between."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from regapp import worker
from regapp.database import db
from regapp.errors import Busy
from regapp.models import Job, Letter
from regapp.services.job_kinds import WORKS
from regapp.services.jobs import running, starting
from regapp.services.jobs.running import Work
from regapp.vocabulary import Deed, JobKind, JobState, LetterState
from tests import builders as b
from tests.services.bulk.scenes import do, everybody, job, many


def to_cancel(people: int = 60) -> tuple[int, int]:
    event = b.small_event(capacity=people)
    many(event, people)
    return event, do(event, Deed.CANCEL, everybody(event))["job"]


def test_a_sweep_does_the_job_and_sends_the_letters_that_it_owes(app: Flask) -> None:
    _event, number = to_cancel()
    for _ in range(20):
        if not worker.sweep(app.extensions["settings"]):
            break
    assert job(number).outcome == {"done": 60}
    assert {letter.state for letter in b.letters(7)} == {LetterState.SENT}


def test_a_long_job_and_its_letters_take_turns(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _event, number = to_cancel()
    whole, moments, sent = running.run_due, count(), []

    def one_step(works: running.Works) -> bool:
        db.session.rollback()
        sent.append(db.session.scalar(select(func.count()).where(Letter.state == LetterState.SENT)))
        return whole(works, seconds=2)

    monkeypatch.setattr(running, "TURN", 0)
    monkeypatch.setattr(running, "monotonic", lambda: next(moments))
    monkeypatch.setattr(running, "run_due", one_step)
    worker.sweep(app.extensions["settings"])
    assert sent[:3] == [0, 25, 50]
    assert job(number).state is JobState.DONE


@pytest.mark.usefixtures("app")
def test_a_busy_database_is_no_trouble_of_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    _event, number = to_cancel()

    def busy(*_: Any) -> Sequence[int]:
        raise Busy

    whole = WORKS[JobKind.BULK]
    assert not running.run_due({JobKind.BULK: Work(busy, whole.act)})
    assert (job(number).state, job(number).troubles) == (JobState.RUNNING, 0)
    assert job(number).lease_until


@pytest.mark.usefixtures("app")
def test_nobody_takes_up_a_draft(app: Flask) -> None:
    event = b.small_event()
    drafted = starting.draft(db.session(), event_id=event, user_id=None, kind=JobKind.BULK, facts={})
    db.session.commit()
    assert not running.run_due(WORKS)
    assert db.session.get_one(Job, drafted.id).state is JobState.DRAFT


@pytest.mark.usefixtures("app")
def test_what_is_done_at_the_end_says_what_the_job_is_then() -> None:
    _event, number = to_cancel()
    works = {JobKind.BULK: Work(lambda *_: [], lambda *_: {}, end=lambda *_: JobState.DRAFT)}
    assert not running.run_due(works)
    assert (job(number).state, job(number).ended_at, job(number).lease_until) == (JobState.DRAFT, None, None)


@pytest.mark.usefixtures("app")
def test_an_end_that_fails_ends_the_job_as_broken(caplog: pytest.LogCaptureFixture) -> None:
    _event, number = to_cancel()

    def fail(*_: Any) -> JobState:
        raise ZeroDivisionError

    caplog.set_level("CRITICAL")
    works = {JobKind.BULK: Work(lambda *_: [], lambda *_: {}, end=fail)}
    assert not running.run_due(works)
    assert (job(number).state, job(number).trouble) == (JobState.FAILED, "broken")
