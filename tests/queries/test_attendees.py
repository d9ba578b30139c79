"""The attendee list: the same people in the same order on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, TicketType, WaitingEntry
from regapp.queries import attendees
from regapp.queries.attendees import (
    AttendeeFilter,
    Sort,
    all_attendees,
    count_attendees,
    daily_attendees,
    list_attendees,
)
from regapp.services.registrations import by_hand, deciding, own_page
from regapp.vocabulary import Status
from tests.builders import IN_PERSON, ONLINE, change_event, event_id, own_token, register, small_event
from tests.organisers import statements

NAMES = [
    "Öykü Ünal",
    "zoe q",
    "Zoë A",
    "Jörg Müller",
    "Jorg Adam",
    "Ёлка Зимина",
    "Елена Яковлева",
    "Йожеф Надь",
    "иван иванов",
    "Қасым Аманжолов",
    "Кира Орлова",
    "Әлия Молдағұлова",
    "Алия Назарбаева",
    "Жүсіп Баласағұни",
    "İsmail Gaspıralı",
    "100%_Name",
]

KEYBOARDS = {
    "иванов": ["иван иванов"],
    "ИВАНОВ Иван": ["иван иванов"],
    "алия": ["Алия Назарбаева", "Әлия Молдағұлова"],
    "Әлия": ["Алия Назарбаева", "Әлия Молдағұлова"],
    "касым": ["Қасым Аманжолов"],
    "молдагулова": ["Әлия Молдағұлова"],
    "елка": ["Ёлка Зимина"],
    "muller": ["Jörg Müller"],
    "ZOE": ["Zoë A", "zoe q"],
    "жусип": ["Жүсіп Баласағұни"],
    "%": ["100%_Name"],
    "_": ["100%_Name"],
    "nobody": [],
}

PARTS = {
    ("", ""): [0, 1, 2, 3, 4, 5],
    ("confirmed", ""): [0, 1, 3, 5],
    ("waiting", ""): [2, 5],
    ("cancelled", ""): [4],
    ("", "in-person"): [0, 1, 2, 5],
    ("", "online"): [3, 4, 5],
    ("confirmed", "online"): [3, 5],
    ("waiting", "in-person"): [2, 5],
    ("confirmed", "in-person"): [0, 1],
    ("waiting", "online"): [],
    ("cancelled", "online"): [4],
    ("cancelled", "in-person"): [],
    ("offered", ""): [],
    ("pending", "in-person"): [],
    ("nonsense", ""): [],
    ("", "nonsense"): [],
}


def people(event: int, wanted: AttendeeFilter | None = None, *, page: int = 1) -> list[str]:
    """Names on a page of the list."""
    found = list_attendees(db.session(), event, wanted or AttendeeFilter(), page=page)
    return [row.attendee.name for row in found.rows]


@pytest.fixture
def crowd(app: Flask) -> int:
    """An event with people of many alphabets."""
    event = small_event(capacity=100)
    for number, name in enumerate(NAMES):
        register(event, number, name=name, answers={"affiliation": f"Institute {number}"})
    return event


@pytest.fixture
def mixed(app: Flask) -> int:
    """Two in the room, one who waits, one online, one who left, and one who is online and waits."""
    event = small_event(capacity=2)
    for number in range(3):
        register(event, number)
    for number in (3, 4, 5):
        register(event, number, ticket="online")
    own_page.cancel(token=own_token(event, 4))
    room = db.session.scalars(
        select(TicketType.id).where(TicketType.event_id == event, TicketType.key == "in-person")
    ).one()
    holder = db.session.scalars(select(Attendee.id).where(Attendee.name == "Person 5")).one()
    db.session.add(WaitingEntry(event_id=event, attendee_id=holder, ticket_type_id=room))
    db.session.commit()
    return event


def test_it_sorts_by_name_alike_on_every_database(crowd: int):
    expected = [
        "100%_Name",
        "İsmail Gaspıralı",
        "Jorg Adam",
        "Jörg Müller",
        "Öykü Ünal",
        "Zoë A",
        "zoe q",
        "Алия Назарбаева",
        "Елена Яковлева",
        "Ёлка Зимина",
        "Жүсіп Баласағұни",
        "иван иванов",
        "Йожеф Надь",
        "Кира Орлова",
    ]
    found = people(crowd)
    assert [name for name in found if name in expected] == expected
    assert sorted(found) == sorted(NAMES)
    assert people(crowd, AttendeeFilter(sort=Sort.NAME_DOWN)) == found[::-1]


def test_it_sorts_by_time(crowd: int):
    assert people(crowd, AttendeeFilter(sort=Sort.REGISTERED)) == NAMES
    assert people(crowd, AttendeeFilter(sort=Sort.REGISTERED_DOWN)) == NAMES[::-1]


def test_it_finds_people_whatever_the_keyboard(crowd: int):
    for q, found in KEYBOARDS.items():
        for names_only in (False, True):
            wanted = AttendeeFilter(q=q, names_only=names_only)
            assert sorted(people(crowd, wanted)) == sorted(found), wanted


def test_it_finds_by_address_and_answer_only_for_those_who_may_see_them(crowd: int):
    for q in ("p13@example.org", "institute 13"):
        assert people(crowd, AttendeeFilter(q=q)) == [NAMES[13]]
        assert people(crowd, AttendeeFilter(q=q, names_only=True)) == []


def test_it_finds_by_the_code_as_it_is_read_aloud(crowd: int):
    code = db.session.scalars(select(Attendee.code).where(Attendee.name == "Кира Орлова")).one()
    spoken = f"{code[:4]} {code[4:8]}-{code[8:]}".lower()
    assert people(crowd, AttendeeFilter(q=spoken, names_only=True)) == ["Кира Орлова"]
    assert people(crowd, AttendeeFilter(q=code[:4])) == []


def test_status_and_ticket_mean_the_same_part(mixed: int):
    for (status, ticket), found in PARTS.items():
        wanted = AttendeeFilter(status=status, ticket=ticket)
        assert people(mixed, wanted) == [f"Person {number}" for number in found], wanted


def test_each_choice_says_how_many_it_would_leave(mixed: int):
    for (status, ticket), found in PARTS.items():
        counts = count_attendees(
            db.session(), mixed, ["in-person", "online"], AttendeeFilter(status=status, ticket=ticket)
        )
        if status in list(Status):
            assert counts.by_status[Status(status)] == len(found), (status, ticket)
        if ticket in counts.by_ticket:
            assert counts.by_ticket[ticket] == len(found), (status, ticket)


def test_the_parts_of_a_person_are_all_there(mixed: int):
    rows = list_attendees(db.session(), mixed, AttendeeFilter(q="Person 5")).rows
    assert [(part.status, part.ticket_type.key) for part in rows[0].parts] == [
        (Status.CONFIRMED, "online"),
        (Status.WAITING, "in-person"),
    ]


def test_another_events_people_are_not_on_the_list(mixed: int):
    assert people(event_id()) == []
    counts = count_attendees(db.session(), event_id(), ["in-person"])
    assert set(counts.by_status.values()) | set(counts.by_ticket.values()) == {0}


@pytest.mark.parametrize(("asked_for", "given"), [(-3, 1), (0, 1), (2, 2), (4, 4), (10**30, 4)])
def test_a_page_that_is_not_there_is_the_nearest(
    crowd: int, monkeypatch: pytest.MonkeyPatch, asked_for: int, given: int
):
    monkeypatch.setattr(attendees, "PAGE_SIZE", 5)
    page = list_attendees(db.session(), crowd, AttendeeFilter(), page=asked_for)
    assert (page.number, page.total) == (given, 16)
    assert len(page.rows) == (1 if given == 4 else 5)


@pytest.mark.parametrize("sort", list(Sort))
def test_an_export_gives_everybody_once_in_the_lists_order(
    crowd: int, monkeypatch: pytest.MonkeyPatch, sort: Sort
):
    monkeypatch.setattr(attendees, "BATCH", 3)
    wanted = AttendeeFilter(sort=sort)
    assert [row.attendee.name for row in all_attendees(db.session(), crowd, wanted)] == people(crowd, wanted)


def test_an_export_gives_people_of_one_name_and_one_moment_once(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendees, "BATCH", 2)
    event, moment = small_event(capacity=100), now()
    for number in range(7):
        register(event, number, name="Айгүл")
    for attendee in db.session.scalars(select(Attendee).where(Attendee.event_id == event)):
        attendee.created_at = moment
    db.session.commit()
    for sort in Sort:
        rows = list(all_attendees(db.session(), event, AttendeeFilter(sort=sort)))
        assert len({row.attendee.id for row in rows}) == len(rows) == 7


def test_an_export_passes_nobody_over_who_was_there_when_others_leave(
    crowd: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(attendees, "BATCH", 4)
    wanted = AttendeeFilter(status="confirmed")
    expected = people(crowd, wanted)
    rows = all_attendees(db.session(), crowd, wanted)
    found = [next(rows).attendee.name for _ in range(4)]
    own_page.cancel(token=own_token(crowd, NAMES.index(found[0])))
    found += [row.attendee.name for row in rows]
    assert found == expected


def test_an_export_holds_no_transaction_while_it_is_read(crowd: int):
    rows = all_attendees(db.session(), crowd, AttendeeFilter())
    next(rows)
    assert not db.session().in_transaction()


def test_it_counts_new_people_by_day(crowd: int):
    moment = now()
    for number, days in ((0, 1), (1, 1), (2, 6), (3, 7), (4, 400)):
        attendee = db.session.scalars(select(Attendee).where(Attendee.name == NAMES[number])).one()
        attendee.created_at = moment - timedelta(days=days)
    db.session.commit()
    counts = daily_attendees(db.session(), crowd, moment, days=7)
    assert counts == [1, 0, 0, 0, 0, 2, len(NAMES) - 5]


def test_each_status_is_found_and_counted_in_one_statement(app: Flask):
    tickets = (replace(IN_PERSON, needs_approval=True), ONLINE)
    event = small_event(capacity=3, ticket_types=tickets, offer_minutes=60)
    for number in range(5):
        register(event, number)
    ids = [attendee.id for attendee in db.session.scalars(select(Attendee).order_by(Attendee.id))]
    deciding.approve(event_id=event, attendee_ids=[ids[1], ids[3]], user_id=None)
    deciding.reject(event_id=event, attendee_ids=[ids[2]], user_id=None)
    by_hand.cancel(event_id=event, attendee_ids=[ids[4]], user_id=None)
    change_event(event, proof_minutes=60)
    register(event, 5, ticket="online")
    register(event, 6)
    expected = {
        "pending": ["Person 0"],
        "confirmed": ["Person 1"],
        "rejected": ["Person 2"],
        "offered": ["Person 3"],
        "cancelled": ["Person 4"],
        "unproven": ["Person 5", "Person 6"],
        "waiting": ["Person 6"],
        "lapsed": [],
    }
    assert {status: people(event, AttendeeFilter(status=status)) for status in expected} == expected
    with statements(app) as seen:
        counts = count_attendees(db.session(), event, ["in-person", "online"])
    assert len(seen) == 1
    assert counts.by_status == {status: len(names) for status, names in expected.items()}
