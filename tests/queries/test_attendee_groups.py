"""A long list read status by status, ticket by ticket and so on is the list in that order."""

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee
from regapp.queries import attendee_groups, attendee_leads, attendee_matching, attendees
from regapp.queries.attendee_filter import AttendeeFilter, Sort
from regapp.queries.attendee_groups import groups_of
from regapp.queries.attendee_order import Order
from regapp.queries.attendees import list_attendees
from regapp.services.registrations import own_page
from regapp.vocabulary import CalendarAnswer, Language, Source
from tests.builders import event_id, own_token, register

NAMES = [
    "Öykü",
    "Zoë",
    "Jörg",
    "Ёлка",
    "Елена",
    "Йожеф",
    "Иван",
    "Қасым",
    "Кира",
    "Әлия",
    "Алия",
    "ნინო",
    "علي",
    "Я",
]
GROUPED = ["status", "ticket", "language", "source", "calendar", "answer-group"]
FILTERS = [
    AttendeeFilter(),
    AttendeeFilter(q="institute"),
    AttendeeFilter(q="и", names_only=True),
    AttendeeFilter(language="kk"),
    AttendeeFilter(calendar="none"),
    AttendeeFilter(source="walk-in"),
    AttendeeFilter(status="confirmed"),
    AttendeeFilter(ticket="online"),
    AttendeeFilter(answers=(("group", "ngo"),)),
    AttendeeFilter(language="nonsense"),
]


@pytest.fixture
def event(app: Flask) -> int:
    """The round table: ten in the room, two who wait, two online of whom one has left; two have one name."""
    event = event_id()
    languages, groups = list(Language), ("ngo", "researcher", "migrant", "ngo", "")
    for number, name in enumerate([*NAMES, NAMES[0]]):
        answers = {"affiliation": f"Institute {number}", "group": groups[number % 5]}
        language = languages[number % len(languages)]
        ticket = "online" if number in {3, 4, 9} else "in-person"
        register(event, number, name=name, answers=answers, language=language, ticket=ticket)
    own_page.cancel(token=own_token(event, 4))
    for attendee in db.session.scalars(select(Attendee).where(Attendee.event_id == event)):
        attendee.calendar_answer = [None, *CalendarAnswer][attendee.id % 3]
        if attendee.id % 4 == 0:
            attendee.registration.source = Source.WALK_IN
    db.session.commit()
    return event


@pytest.fixture(params=[-1, 5000], ids=["many", "few"])
def long(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list counts as long; each group as one of many, or of few."""
    for module in (attendees, attendee_matching):
        monkeypatch.setattr(module, "MOST", 0)
    for module in (attendee_groups, attendee_leads):
        monkeypatch.setattr(module, "FEW", request.param)


def in_order(event: int, wanted: AttendeeFilter) -> list[int]:
    """Their ids, sorted by the database all at once."""
    order = Order.of(db.session(), wanted.sort)
    people = attendee_matching.matching(event, wanted)
    return list(db.session.scalars(people.order_by(*order.by())))


def forwards(event: int, wanted: AttendeeFilter) -> list[int]:
    ids, page = [], list_attendees(db.session(), event, wanted)
    for _ in range(20):
        ids += [row.attendee.id for row in page.rows]
        if page.after is None:
            return ids
        page = list_attendees(db.session(), event, wanted, after=page.after)
    raise AssertionError("the list has no end")


def backwards(event: int, wanted: AttendeeFilter) -> list[int]:
    ids: list[int] = []
    page = list_attendees(db.session(), event, wanted, at_end=True)
    for _ in range(20):
        ids = [row.attendee.id for row in page.rows] + ids
        if page.before is None:
            return ids
        page = list_attendees(db.session(), event, wanted, before=page.before)
    raise AssertionError("the list has no beginning")


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("sort", [*GROUPED, *(f"-{one}" for one in GROUPED)])
def test_each_page_is_that_of_the_order(event: int, sort: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendees, "PAGE_SIZE", 4)
    for one in FILTERS:
        wanted = AttendeeFilter(**{**{name: getattr(one, name) for name in one.__slots__}, "sort": sort})
        expected = in_order(event, wanted)
        assert forwards(event, wanted) == expected, wanted
        assert backwards(event, wanted) == expected, wanted
    assert len(in_order(event, AttendeeFilter(sort=sort))) == len(NAMES) + 1


@pytest.mark.parametrize("sort", GROUPED)
def test_these_orders_are_read_by_groups(event: int, sort: str):
    assert len(groups_of(db.session(), event, AttendeeFilter(sort=sort))) > 1


@pytest.mark.parametrize(
    "sort", [Sort.NAME, Sort.REGISTERED, Sort.EMAIL, "answer-affiliation", "answer-x", "x"]
)
def test_orders_by_what_has_many_values_are_not(event: int, sort: str):
    assert groups_of(db.session(), event, AttendeeFilter(sort=sort)) == []


def test_an_order_by_an_answer_that_hardly_anybody_gave_is_not(event: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_groups, "LEAST", 3)
    assert groups_of(db.session(), event, AttendeeFilter(sort="answer-group")) == []


def test_those_of_one_status_stand_by_their_names(event: int):
    rows = list_attendees(db.session(), event, AttendeeFilter(sort="status")).rows
    names = [row.attendee.sort_key for row in rows if row.attendee.status == "confirmed"]
    assert len(names) > 10
    assert names == sorted(names)
