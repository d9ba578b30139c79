"""Whichever part of a filter leads, the same people are found."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from regapp.database import db
from regapp.models import Attendee, Letter, Quota, Registration, Tag
from regapp.queries import attendee_leads
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_leads import find_lead
from regapp.queries.attendees import list_attendees
from regapp.services.registrations import own_page
from regapp.vocabulary import CalendarAnswer, Language, LetterState, Source
from tests.builders import own_token, register, small_event

FOUND = {
    AttendeeFilter(status="confirmed"): [0, 1, 3, 5],
    AttendeeFilter(status="waiting"): [2],
    AttendeeFilter(status="cancelled"): [4],
    AttendeeFilter(ticket="online"): [3, 4, 5],
    AttendeeFilter(status="confirmed", ticket="online"): [3, 5],
    AttendeeFilter(status="unproven"): [],
    AttendeeFilter(language="kk"): [1, 3, 5],
    AttendeeFilter(language="kk", status="confirmed", ticket="online"): [3, 5],
    AttendeeFilter(source="walk-in"): [3],
    AttendeeFilter(source="walk-in", q="person 3"): [3],
    AttendeeFilter(source="walk-in", q="person 4"): [],
    AttendeeFilter(calendar="declined"): [5],
    AttendeeFilter(calendar="none", language="kk"): [1, 3],
    AttendeeFilter(calendar="nonsense"): [],
    AttendeeFilter(delivered="no"): [1],
    AttendeeFilter(delivered="yes"): [0, 2, 3, 4, 5],
    AttendeeFilter(delivered="no", language="en"): [],
}


@pytest.fixture
def event(app: Flask) -> int:
    """Two in the room, one who waits, three online of whom one has left; every second reads Kazakh."""
    event = small_event(capacity=2)
    for number in range(6):
        language = Language.KAZAKH if number % 2 else Language.ENGLISH
        register(event, number, ticket="in-person" if number < 3 else "online", language=language)
    own_page.cancel(token=own_token(event, 4))
    walker, busy = _person(3), _person(5)
    walker.registration.source, busy.calendar_answer = Source.WALK_IN, CalendarAnswer.DECLINED
    tagged = _person(1)
    tagged.tags.append(Tag(event_id=event, name="press", key="press"))
    db.session.commit()
    theirs = select(Registration.id).where(Registration.name == "Person 1").scalar_subquery()
    failed = update(Letter).where(Letter.registration_id == theirs).values(state=LetterState.FAILED)
    db.session.execute(failed)
    db.session.commit()
    return event


def _person(number: int) -> Attendee:
    return db.session.scalars(select(Attendee).where(Attendee.name == f"Person {number}")).one()


def _numbers(event: int, wanted: AttendeeFilter) -> list[int]:
    rows = list_attendees(db.session(), event, wanted).rows
    return [int(row.attendee.name.removeprefix("Person ")) for row in rows]


@pytest.mark.parametrize("few", [-1, 5000])
def test_the_same_people_are_found_with_and_without_a_lead(
    event: int, few: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(attendee_leads, "FEW", few)
    tag_id, quota_id = db.session.scalars(select(Tag.id)).one(), _person(0).holds[0].quota_id
    more = {AttendeeFilter(tag=tag_id): [1], AttendeeFilter(quota=quota_id): [0, 1]}
    for wanted, numbers in {**FOUND, **more}.items():
        assert _numbers(event, wanted) == numbers, wanted


def test_another_events_tag_and_quota_find_nobody(event: int):
    tag = db.session.scalars(select(Tag)).one()
    quota = db.session.get_one(Quota, _person(0).holds[0].quota_id)
    other = small_event()
    for wanted in (AttendeeFilter(tag=tag.id), AttendeeFilter(quota=quota.id)):
        assert _numbers(other, wanted) == []


@pytest.mark.parametrize(
    ("wanted", "lead"),
    [
        (AttendeeFilter(language="kk", source="walk-in"), "source"),
        (AttendeeFilter(language="kk", status="waiting"), "status"),
        (AttendeeFilter(q="person"), ""),
        (AttendeeFilter(language="kk", calendar="declined"), "calendar"),
    ],
)
def test_the_part_that_leaves_the_fewest_leads(event: int, wanted: AttendeeFilter, lead: str):
    assert find_lead(db.session(), event, wanted) == lead


def test_nothing_leads_where_none_leaves_few(event: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_leads, "FEW", 2)
    assert find_lead(db.session(), event, AttendeeFilter(language="kk")) == ""
    assert find_lead(db.session(), event, AttendeeFilter(language="kk", source="walk-in")) == "source"
