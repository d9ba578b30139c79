"""What is done to more people than a host waits for is done in the background."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound
from regapp.models import AuditEntry, Event, Job, JobPerson
from regapp.queries.jobs import people_of_fate
from regapp.services.allocation.asked import Companion
from regapp.services.bulk import deeds
from regapp.services.bulk.doing import FEW
from regapp.services.job_kinds import WORKS
from regapp.services.jobs import running, stopping
from regapp.services.registrations import by_hand
from regapp.vocabulary import Deed, EventStatus, HoldReason, JobState, PersonFate
from tests import builders as b
from tests.services.bulk.scenes import do, everybody, job, many, statuses, ticked, work_it_off

pytestmark = pytest.mark.usefixtures("app")


def event_with(people: int, **changes: Any) -> int:
    event = b.small_event(capacity=people, **changes)
    many(event, people)
    return event


def test_a_few_are_dealt_with_at_once() -> None:
    event = event_with(FEW)
    came = do(event, Deed.CANCEL, everybody(event))
    assert came["outcome"] == {"done": FEW}
    assert statuses(event) == {"cancelled": FEW}
    kept = job(came["job"])
    assert (kept.state, kept.total, kept.outcome) == (JobState.DONE, FEW, {"done": FEW})
    assert len(people_of_fate(db.session(), kept, PersonFate.DONE, most=FEW + 1)) == FEW
    assert b.findings() == []


def test_more_wait_for_the_worker_and_all_get_their_turn() -> None:
    event = event_with(230)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    assert (job(number).state, job(number).total, statuses(event)) == (
        JobState.WAITING,
        230,
        {"confirmed": 230},
    )
    work_it_off()
    assert (job(number).state, job(number).outcome, job(number).dealt_with) == (
        JobState.DONE,
        {"done": 230},
        230,
    )
    assert statuses(event) == {"cancelled": 230}
    assert b.findings() == []


def test_who_came_or_moved_up_after_the_question_is_not_caught() -> None:
    event = event_with(60)
    b.register(event, 900)  # waits
    selection = everybody(event, status="confirmed")
    b.register(event, 901)
    number = do(event, Deed.CANCEL, selection)["job"]
    work_it_off()
    assert job(number).outcome == {"done": 60}
    assert sorted(b.seated(event)) == ["p900@example.org", "p901@example.org"]


def test_a_party_is_dealt_with_in_one_step_however_large_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    event = b.small_event(capacity=130, most_people=100)
    many(event, 20)
    b.register(event, 900, companions=tuple(Companion(f"Guest {number}") for number in range(89)))
    b.register(event, 901)
    steps: list[int] = []
    do_step = deeds.do

    def note(session: Session, event_id: int, ids: Sequence[int], *rest: Any) -> Any:
        steps.append(len(ids))
        return do_step(session, event_id, ids, *rest)

    number = do(event, Deed.RESEND, everybody(event))["job"]
    monkeypatch.setattr(deeds, "do", note)
    work_it_off()
    assert steps == [110, 1]
    assert job(number).dealt_with == 111


def test_who_leaves_with_the_others_does_not_move_up_before() -> None:
    event = event_with(150)
    b.register(event, 900)
    do(event, Deed.CANCEL, everybody(event))
    work_it_off()
    assert [str(kind) for kind in b.kinds(900)] == ["waiting-list", "cancellation"]


def test_repeating_it_changes_nothing() -> None:
    event = event_with(60)
    do(event, Deed.CANCEL, everybody(event))
    work_it_off()
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    work_it_off()
    assert job(number).outcome == {"already": 60}
    assert b.audit(event).count("registration.cancelled") == 60


def test_it_never_goes_above_a_quota() -> None:
    event = b.small_event(capacity=0, ticket_types=(b.ONLINE, b.IN_PERSON))
    many(event, 60)
    with_places = db.session.get_one(Event, event).ticket_types[1].quotas[0]
    with_places.capacity = 7
    db.session.commit()
    number = do(event, Deed.MOVE, everybody(event), ticket="in-person")["job"]
    work_it_off()
    assert job(number).outcome == {"done": 7, "no-place": 53}
    assert b.findings() == []


def test_a_stopped_job_leaves_the_rest_alone() -> None:
    event = event_with(230)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    claim = running._claim(number)
    assert claim
    running._do_step(claim, WORKS[claim.kind], 100)
    assert stopping.stop(event_id=event, job_id=number, user_id=None)
    running._let_go(claim)
    work_it_off()
    assert (job(number).state, job(number).outcome) == (JobState.STOPPED, {"done": 100})
    assert statuses(event) == {"cancelled": 100, "confirmed": 130}
    assert not stopping.stop(event_id=event, job_id=number, user_id=None)
    assert b.audit(event).count("job.stopped") == 1


def test_one_that_has_not_begun_stops_at_once() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    stopping.stop(event_id=event, job_id=number, user_id=None)
    assert job(number).state is JobState.STOPPED


def test_only_its_own_event_can_stop_a_job() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    with pytest.raises(NotFound):
        stopping.stop(event_id=b.event_id(), job_id=number, user_id=None)


def test_it_ends_with_a_word_when_the_event_is_cancelled_meanwhile() -> None:
    event = event_with(60)
    number = do(event, Deed.MOVE, everybody(event), ticket="online")["job"]
    b.change_event(event, status=EventStatus.CANCELLED)
    work_it_off()
    assert (job(number).state, job(number).trouble, job(number).outcome) == (JobState.FAILED, "cancelled", {})
    assert statuses(event) == {"confirmed": 60}


def test_whom_another_host_decides_on_meanwhile_counts_as_so_already() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    one = b.registration(event, 7).first.id
    by_hand.cancel(event_id=event, attendee_ids=[one], user_id=None)
    work_it_off()
    assert job(number).outcome == {"done": 59, "already": 1}
    assert [str(kind) for kind in b.kinds(7)] == ["cancellation"]


def test_an_error_of_ours_concerns_one_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    event = event_with(120)
    unlucky = b.registration(event, 70).first.id
    whole = deeds.do

    def do_or_fail(session: Any, event_id: int, ids: Sequence[int], *rest: Any) -> Any:
        if unlucky in ids:
            raise ZeroDivisionError
        return whole(session, event_id, ids, *rest)

    monkeypatch.setattr(deeds, "do", do_or_fail)
    caplog.set_level(logging.CRITICAL)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    work_it_off()
    assert (job(number).state, job(number).outcome) == (JobState.DONE, {"done": 119, "failed": 1})
    failed = select(JobPerson.attendee_id).where(
        JobPerson.job_id == number, JobPerson.fate == PersonFate.FAILED
    )
    assert list(db.session.scalars(failed)) == [unlucky]
    assert b.findings() == []


def test_a_job_that_fails_for_everybody_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    event = event_with(60)
    monkeypatch.setattr(deeds, "do", lambda *_: 1 / 0)
    caplog.set_level(logging.CRITICAL)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    work_it_off()
    assert (job(number).state, job(number).trouble) == (JobState.FAILED, "broken")
    assert job(number).dealt_with < 15


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    with time_machine.travel(now()) as clock:
        for _ in range(running.MOST_TROUBLES):
            assert running._claim(number)
            clock.shift(running.LEASE + timedelta(seconds=1))
        assert running._claim(number) is None
    assert (job(number).state, job(number).trouble) == (JobState.FAILED, "broken")


def test_a_worker_that_comes_back_after_its_lease_does_nothing() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    late = running._claim(number)
    assert late
    db.session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    claim = running._claim(number)
    assert claim
    assert not running._do_step(late, WORKS[late.kind], 100)
    assert statuses(event) == {"confirmed": 60}


def test_jobs_take_turns_and_leave_time_for_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = event_with(120), event_with(120)
    numbers = [do(event, Deed.CANCEL, everybody(event))["job"] for event in (first, second)]
    monkeypatch.setattr(running, "TURN", 0)
    moments = iter(range(100))
    monkeypatch.setattr(running, "monotonic", lambda: next(moments))
    assert running.run_due(WORKS, seconds=11)
    assert [job(number).dealt_with for number in numbers] == [50, 50]


def test_the_doctor_sees_a_job_that_nobody_works_on() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    assert b.findings() == []
    with time_machine.travel(now() + timedelta(minutes=20)):
        assert f"job {number} (bulk) of event {event} is long overdue: does a worker run?" in b.findings()


def test_the_log_tells_how_they_were_chosen() -> None:
    event = event_with(60)
    chosen = {"searched": "Person", "status": "confirmed", "session": "Workshop"}
    do(event, Deed.TAG, everybody(event, q="Person"), tag_name="Press", chosen=chosen)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "people.tag")).one()
    assert entry.details == {"people": 60, "which_tag": "Press", **chosen}


def test_whom_it_was_about_is_forgotten_after_a_month() -> None:
    event = event_with(60)
    number = do(event, Deed.CANCEL, everybody(event))["job"]
    work_it_off()
    stopping.forget_old()
    assert db.session.scalars(select(JobPerson)).first()
    with time_machine.travel(now() + timedelta(days=31)):
        stopping.forget_old()
    assert db.session.scalars(select(JobPerson)).first() is None
    assert job(number).outcome == {"done": 60}


def test_people_of_other_events_are_passed_over() -> None:
    event, other = event_with(2), event_with(2)
    foreign = b.registration(other, 1).first.id
    assert do(event, Deed.CANCEL, ticked(foreign)) == {"job": None, "outcome": {}}
    assert statuses(other) == {"confirmed": 2}


def test_approving_many_counts_who_has_no_place() -> None:
    event = b.small_event(
        capacity=60, ticket_types=(b.IN_PERSON, b.ONLINE), pending_holds=True, waiting_list=False
    )
    many(event, 60, reason=HoldReason.PENDING)
    number = do(event, Deed.APPROVE, everybody(event))["job"]
    work_it_off()
    assert job(number).outcome == {"done": 60}
    assert statuses(event) == {"confirmed": 60}
    assert b.findings() == []
