"""Several workers do one job, one is killed amid it, and hosts decide on the same people meanwhile."""

import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from config import Settings
from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Job, Letter
from regapp.services.job_kinds import WORKS
from regapp.services.jobs import running
from regapp.services.registrations import deciding
from regapp.vocabulary import Deed, HoldReason, JobState
from tests import builders as b
from tests.organisers import asks_first
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows
from tests.races.misfortunes import killed_before
from tests.races.works import attempt
from tests.services.bulk.scenes import do, everybody, job, many, work_it_off

Race = Callable[..., list[Any]]
PEOPLE = 60


def to_cancel() -> tuple[int, int]:
    """An event, and the job that cancels for all who come to it."""
    event = b.small_event(capacity=PEOPLE)
    many(event, PEOPLE)
    return event, do(event, Deed.CANCEL, everybody(event))["job"]


def letters(event: int) -> Counter[str]:
    """How many letters each address of the event was owed."""
    db.session.rollback()
    owed = select(Letter.recipient, func.count()).where(Letter.event_id == event)
    return Counter(dict(db.session.execute(owed.group_by(Letter.recipient)).all()))


def run_jobs(_settings: Settings | None = None) -> None:
    """Do what is due, seven people at a time."""
    works = {
        kind: running.Work(one.following, one.act, one.failed, one.end, 7) for kind, one in WORKS.items()
    }
    while running.run_due(works):
        pass


def end_leases() -> None:
    """Let so much time pass that a dead worker's claim is over."""
    db.session.execute(
        update(Job).where(Job.state == JobState.RUNNING).values(lease_until=now() - timedelta(seconds=1))
    )
    db.session.commit()


def after_a_kill(statement: int, url: str, instance: Path, without: tuple[str, ...] = ()) -> tuple[int, int]:
    """The event and the job, which one worker began and another finished."""
    event, number = to_cancel()
    db.session.rollback()
    assert killed_before(statement, url, instance, work=run_jobs, without=without) == -signal.SIGKILL
    end_leases()
    work_it_off()
    return event, number


@pytest.mark.parametrize("statement", [3, 12, 60, 150, 400])
@pytest.mark.usefixtures("app")
def test_what_a_killed_worker_began_another_finishes(
    database_url: str, tmp_path: Path, statement: int
) -> None:
    event, number = after_a_kill(statement, database_url, tmp_path)
    assert (job(number).state, job(number).outcome) == (JobState.DONE, {"done": PEOPLE})
    assert set(letters(event).values()) == {1}
    assert len(letters(event)) == PEOPLE
    assert b.findings() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("app")
def test_without_a_transaction_a_step_is_done_in_part(database_url: str, tmp_path: Path) -> None:
    statements = iter(range(60, 400, 7))

    def shows() -> bool:
        _event, number = after_a_kill(next(statements), database_url, tmp_path, ("transaction",))
        return job(number).outcome != {"done": PEOPLE}

    assert_it_shows(shows)


@pytest.mark.usefixtures("app")
def test_several_workers_do_everybody_once(at_once: Race) -> None:
    event, number = to_cancel()
    db.session.rollback()
    at_once(run_jobs, shares=[()] * SIZE)
    work_it_off()
    assert (job(number).state, job(number).outcome) == (JobState.DONE, {"done": PEOPLE})
    assert set(letters(event).values()) == {1}
    assert b.findings() == []


def decide(event: int, ids: list[int], part: int) -> Counter[str]:
    """The first does the job that approves; the others reject people of it one by one, from the end."""
    if part == 0:
        return Counter([attempt(run_jobs)])
    return Counter(
        attempt(lambda one=one: deciding.reject(event_id=event, attendee_ids=[one], user_id=None))  # type: ignore[misc]
        for one in ids[part - 1 :: SIZE - 1][::-1]
    )


@pytest.mark.usefixtures("app")
def test_everybody_is_decided_on_once(at_once: Race) -> None:
    event = b.small_event(capacity=PEOPLE, ticket_types=asks_first())
    ids = many(event, PEOPLE, reason=HoldReason.PENDING)
    number = do(event, Deed.APPROVE, everybody(event))["job"]
    db.session.rollback()
    at_once(decide, shares=[(event, ids, part) for part in range(SIZE)])
    work_it_off()
    told = Counter(action for action in b.audit(event) if action.startswith("registration."))
    outcome = job(number).outcome
    assert told["registration.approved"] == outcome["done"]
    assert told["registration.approved"] + told["registration.rejected"] == PEOPLE
    assert outcome.get("unfit", 0) == told["registration.rejected"]
    people = db.session.scalars(select(Attendee).where(Attendee.event_id == event))
    assert Counter(str(one.status) for one in people)["pending"] == 0
    assert b.findings() == []
