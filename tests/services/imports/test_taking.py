"""The good rows become registrations: each once, and never above a quota."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound, NotPossible
from regapp.models import Job, Tally
from regapp.services.events import event_changes, quotas
from regapp.services.imports import drafting
from regapp.services.imports.plan import WhenFull
from regapp.services.jobs import stopping
from regapp.services.registrations import own_page
from regapp.vocabulary import JobState, LetterKind, RowFate, Source
from tests import builders as b
from tests.services.imports import tables as t

TABLE = "Name,Mail,Ticket\nAigul,p1@example.org,\nBolat,p2@example.org,online\nDana,p3@example.org,\n"
DONE, KNOWN, ABOVE = RowFate.DONE, RowFate.KNOWN, RowFate.ABOVE

pytestmark = pytest.mark.usefixtures("app")


def test_people_get_their_places_and_letters():
    event = b.small_event()
    job = t.taken(event, TABLE)
    assert t.fates(job) == [DONE, DONE, DONE]
    assert (b.seated(event), b.seated(event, "online")) == (
        ["p1@example.org", "p3@example.org"],
        ["p2@example.org"],
    )
    assert b.kinds(1) == [LetterKind.CONFIRMATION]
    registration = b.registration(event, 1)
    assert (registration.source, registration.language) == (Source.IMPORT, "ru")
    assert t.rows(job)[0].attendee_id == registration.first.id
    assert t.job(job).state is JobState.DONE
    assert b.findings() == []


def test_letters_can_be_left_out():
    event = b.small_event()
    t.taken(event, TABLE, letters=False)
    assert b.letters(1) == []
    assert b.seated(event) == ["p1@example.org", "p3@example.org"]


def test_the_same_file_once_more_changes_nothing():
    event = b.small_event()
    t.taken(event, TABLE)
    before = b.audit(event)
    again = t.checked(event, TABLE)
    assert t.fates(again) == [KNOWN, KNOWN, KNOWN]
    with pytest.raises(NotPossible):
        drafting.begin(event_id=event, job_id=again, user_id=t.host())
    assert b.audit(event) == before


def test_who_has_left_since_is_not_brought_back():
    event = b.small_event()
    job = t.checked(event, TABLE)
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    t.take(event, job)
    assert t.fates(job)[0] is KNOWN
    assert b.cancelled(event) == ["p1@example.org"]


def test_where_all_is_taken_they_wait_in_the_order_of_the_table():
    event = b.small_event(capacity=1)
    job = t.taken(event, TABLE)
    assert b.waiting(event) == ["p3@example.org"]
    assert t.job(job).outcome == {"done": 2, "waits": 1}
    assert b.kinds(3) == [LetterKind.WAITING_LIST]
    assert b.findings() == []


def test_or_are_left_out_where_the_host_wants_that():
    event = b.small_event(capacity=1)
    job = t.taken(event, TABLE, when_full=WhenFull.LEAVE_OUT)
    assert t.fates(job) == [DONE, DONE, ABOVE]
    assert b.find_registration(event, 3) is None


def test_places_that_went_since_the_look_are_given_to_nobody():
    event = b.small_event(capacity=2)
    job = t.checked(event, TABLE, when_full=WhenFull.LEAVE_OUT)
    b.register(event, 9)
    t.take(event, job)
    assert t.fates(job) == [DONE, DONE, ABOVE]
    assert (b.quota(event).taken, b.quota(event).over) == (2, 0)
    assert b.findings() == []


def test_a_quota_made_smaller_since_is_kept():
    event = b.small_event(capacity=2)
    job = t.checked(event, TABLE)
    quotas.set_capacity(event_id=event, quota_id=b.quota(event).id, capacity=0, user_id=None)
    t.take(event, job)
    assert b.waiting(event) == ["p1@example.org", "p3@example.org"]
    assert b.findings() == []


def test_those_with_one_address_come_together():
    event = b.small_event(capacity=2, most_people=3)
    table = "Name,Mail\nA,p1@example.org\nB,p2@example.org\nC,p1@example.org\n"
    job = t.taken(event, table)
    assert t.fates(job) == [DONE, DONE, DONE]
    assert [one.name for one in b.registration(event, 1).attendees] == ["A", "C"]
    assert b.waiting(event) == ["p2@example.org"]
    assert t.job(job).outcome == {"done": 2, "waits": 1}
    assert b.findings() == []


def test_a_group_is_no_larger_than_the_event_wants_it_by_now():
    event = b.small_event(capacity=9, most_people=3)
    table = "Name,Mail\nA,p1@example.org\nB,p1@example.org\nC,p1@example.org\n"
    job = t.checked(event, table)
    b.change_event(event, most_people=2)
    t.take(event, job)
    assert t.fates(job) == [DONE, DONE, RowFate.WRONG]
    assert [one.name for one in b.registration(event, 1).attendees] == ["A", "B"]
    assert t.job(job).outcome == {"done": 2, "wrong": 1}


def test_nobody_comes_to_an_event_that_was_cancelled_meanwhile():
    event = b.small_event()
    job = t.checked(event, TABLE)
    user = t.host()
    drafting.begin(event_id=event, job_id=job, user_id=user)
    event_changes.cancel(event_id=event, reason="Storm", user_id=user)
    t.work()
    found = t.job(job)
    assert (found.state, found.trouble) == (JobState.FAILED, "event-cancelled")
    assert b.seated(event) == []
    with pytest.raises(NotPossible):
        drafting.begin(event_id=event, job_id=job, user_id=user)


def test_one_that_was_stopped_goes_on_where_it_was():
    event = b.small_event()
    job, user = t.checked(event, TABLE), t.host()
    drafting.begin(event_id=event, job_id=job, user_id=user)
    assert stopping.stop(event_id=event, job_id=job, user_id=user)
    t.work()
    assert b.seated(event) == []
    t.take(event, job)
    assert t.fates(job) == [DONE, DONE, DONE]


def test_it_begins_once_however_often_it_is_sent():
    event = b.small_event()
    job, user = t.checked(event, TABLE), t.host()
    assert [drafting.begin(event_id=event, job_id=job, user_id=user) for _ in range(2)] == [3, 3]
    t.work()
    assert drafting.begin(event_id=event, job_id=job, user_id=user) == 3
    assert b.audit(event).count("event.people_imported") == 1


def test_it_is_of_one_event_only():
    job = t.checked(b.small_event(), TABLE)
    with pytest.raises(NotFound):
        drafting.begin(event_id=b.small_event(), job_id=job, user_id=t.host())


def test_a_draft_is_forgotten_after_some_days_with_its_rows():
    event = b.small_event()
    job = t.checked(event, TABLE)
    with time_machine.travel(now() + timedelta(days=4)):
        drafting.forget_old()
    assert db.session.scalars(select(Job.id)).all() == []
    assert t.rows(job) == []


def test_of_an_import_of_long_ago_the_fates_are_kept_and_not_what_stood_there():
    event = b.small_event()
    job = t.taken(event, TABLE + "nobody,nobody,\n")
    with time_machine.travel(now() + timedelta(days=31)):
        drafting.forget_old()
    assert [row.cells for row in t.rows(job)] == [[], [], [], []]
    assert t.fates(job) == [DONE, DONE, DONE, RowFate.WRONG]
    assert len(b.seated(event)) == 2


def test_the_totals_of_the_list_count_those_who_came():
    event = b.small_event()
    t.taken(event, TABLE)
    query = select(Tally.people).where(Tally.event_id == event, Tally.trait == "source:import")
    assert db.session.scalars(query).one() == 3
