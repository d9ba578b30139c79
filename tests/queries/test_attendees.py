"""The attendee list: the same people in the same order on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, TicketType, WaitingEntry
from regapp.queries import attendee_files, attendee_matching, attendees
from regapp.queries.attendee_counts import Beside
from regapp.queries.attendee_files import everybody
from regapp.queries.attendee_filter import AttendeeFilter, Sort
from regapp.queries.attendees import daily_attendees, list_attendees
from regapp.queries.tallies import totals
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


def people(event: int, wanted: AttendeeFilter | None = None) -> list[str]:
    """Names on the first page of the list."""
    found = list_attendees(db.session(), event, wanted or AttendeeFilter())
    return [row.attendee.name for row in found.rows]


def beside(event: int, wanted: AttendeeFilter | None = None) -> Beside:
    """The numbers beside the filters."""
    types = select(TicketType.key, TicketType.id).where(TicketType.event_id == event)
    return Beside(db.session(), event, wanted or AttendeeFilter(), dict(db.session.execute(types).all()))


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
    for q in ("", "person"):  # by the kept totals, and counted
        for (status, ticket), found in PARTS.items():
            counts = beside(mixed, AttendeeFilter(q=q, status=status, ticket=ticket))
            if status in list(Status) and ticket in {"", "in-person", "online"}:
                assert counts.status(status) == len(found), (q, status, ticket)
            if ticket in {"in-person", "online"}:
                assert counts.ticket(ticket) == len(found), (q, status, ticket)


def test_beyond_a_thousand_nothing_is_counted_but_kept_totals(mixed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_matching, "MOST", 3)
    found = list_attendees(db.session(), mixed, AttendeeFilter(q="person"))
    assert (found.total, len(found.rows)) == (None, 6)
    assert beside(mixed, AttendeeFilter(q="person")).status("waiting") is None
    assert beside(mixed).status("waiting") == 2
    assert list_attendees(db.session(), mixed, AttendeeFilter(q="person 3")).total == 1


def test_the_parts_of_a_person_are_all_there(mixed: int):
    rows = list_attendees(db.session(), mixed, AttendeeFilter(q="Person 5")).rows
    assert [(part.status, part.ticket_type.key) for part in rows[0].parts] == [
        (Status.CONFIRMED, "online"),
        (Status.WAITING, "in-person"),
    ]


def test_another_events_people_are_not_on_the_list(mixed: int):
    assert people(event_id()) == []
    assert {beside(event_id()).status(status) for status in Status} == {0}
    assert beside(event_id()).ticket("in-person") == 0


@pytest.mark.parametrize("sort", [*Sort, "-status", "answer-affiliation", "nonsense"])
@pytest.mark.parametrize("q", ["", "institute"])
def test_the_pages_give_everybody_once_forwards_and_backwards(
    crowd: int, monkeypatch: pytest.MonkeyPatch, sort: str, q: str
):
    wanted = AttendeeFilter(q=q, sort=sort)
    whole = people(crowd, wanted)
    assert sorted(whole) == sorted(NAMES)
    monkeypatch.setattr(attendees, "PAGE_SIZE", 5)
    forwards, page = [], list_attendees(db.session(), crowd, wanted)
    assert page.before is None
    while page.after:
        forwards += [row.attendee.name for row in page.rows]
        page = list_attendees(db.session(), crowd, wanted, after=page.after)
    assert forwards + [row.attendee.name for row in page.rows] == whole
    backwards, page = [], list_attendees(db.session(), crowd, wanted, at_end=True)
    assert page.after is None
    while page.before:
        backwards = [row.attendee.name for row in page.rows] + backwards
        page = list_attendees(db.session(), crowd, wanted, before=page.before)
    assert [row.attendee.name for row in page.rows] + backwards == whole


@pytest.mark.parametrize("where", ["after", "before"])
def test_a_place_in_the_list_that_is_none_leads_to_the_first_page(crowd: int, where: str):
    register(other := small_event(), 1)
    stranger = db.session.scalars(select(Attendee.id).where(Attendee.event_id == other)).one()
    for place in (stranger, 10**15):
        page = list_attendees(db.session(), crowd, AttendeeFilter(), **{where: place})
        assert [row.attendee.name for row in page.rows] == people(crowd)
        assert page.before is None


@pytest.mark.parametrize("sort", list(Sort))
def test_an_export_gives_everybody_once_in_the_lists_order(
    crowd: int, monkeypatch: pytest.MonkeyPatch, sort: Sort
):
    monkeypatch.setattr(attendee_files, "BATCH", 3)
    wanted = AttendeeFilter(sort=sort)
    assert [one.name for one in everybody(db.session(), crowd, wanted)] == people(crowd, wanted)


def test_an_export_gives_people_of_one_name_and_one_moment_once(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_files, "BATCH", 2)
    event, moment = small_event(capacity=100), now()
    for number in range(7):
        register(event, number, name="Айгүл")
    for attendee in db.session.scalars(select(Attendee).where(Attendee.event_id == event)):
        attendee.created_at = moment
    db.session.commit()
    for sort in Sort:
        rows = list(everybody(db.session(), event, AttendeeFilter(sort=sort)))
        assert len({one.code for one in rows}) == len(rows) == 7


def test_an_export_passes_nobody_over_who_was_there_when_others_leave(
    crowd: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(attendee_files, "BATCH", 4)
    wanted = AttendeeFilter(status="confirmed")
    expected = people(crowd, wanted)
    rows = everybody(db.session(), crowd, wanted)
    found = [next(rows).name for _ in range(4)]
    own_page.cancel(token=own_token(crowd, NAMES.index(found[0])))
    found += [one.name for one in rows]
    assert found == expected


def test_an_export_holds_no_transaction_while_it_is_read(crowd: int):
    rows = everybody(db.session(), crowd, AttendeeFilter())
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
        kept = totals(db.session(), event)
        counts = {status: kept.get(f"status:{status}", 0) for status in expected}
    assert len(seen) == 1
    assert counts == {status: len(names) for status, names in expected.items()}
