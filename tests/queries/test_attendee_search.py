"""The search of the attendee list: short words, four alphabets, and the indexes that make it quick."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql

from regapp.database import db
from regapp.models import Attendee
from regapp.models.search import search_text, sort_key
from regapp.queries import attendee_matching
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import Few, matching
from regapp.queries.attendees import list_attendees
from tests.builders import register, small_event

NAMES = [
    "Xenia Quarck",
    "Max Exeler",
    "Йожеф Надь",
    "Иван Майоров",
    "Әлия Қасымова",
    "Алия Бекова",
    "Zoë Öztürk",
    "فاطمة خان",
    "ნინო ბერიძე",
    "Karl Schwarzeneck",
    "100%_Name",
]
BEGINNINGS = {
    "xe": ["Xenia Quarck"],
    "QU": ["Xenia Quarck"],
    "ex": ["Max Exeler"],
    "ax": [],
    "йо": ["Йожеф Надь"],
    "ио": [],
    "ма": ["Иван Майоров"],
    "ал": ["Алия Бекова", "Әлия Қасымова"],
    "Әл": ["Алия Бекова", "Әлия Қасымова"],
    "ка": ["Әлия Қасымова"],
    "oz": ["Zoë Öztürk"],
    "фа": [],
    "خا": ["فاطمة خان"],
    "ბე": ["ნინო ბერიძე"],
    "ნი ბე": ["ნინო ბერიძე"],
    "ка ал": ["Әлия Қасымова"],
    "ка лия": ["Әлия Қасымова"],
    "x": ["Xenia Quarck"],
    "й": ["Йожеф Надь"],
    "и": ["Иван Майоров"],
    "и м": ["Иван Майоров"],
    "k": ["Karl Schwarzeneck"],
    "ა": [],
    "%": ["100%_Name"],
    "ka %": [],
}


@pytest.fixture
def event(app: Flask) -> int:
    """An event with these people, each of an institute."""
    event = small_event(capacity=100)
    for number, name in enumerate(NAMES):
        register(event, number, name=name, answers={"affiliation": f"Institute {number} of Quality"})
    return event


def people(event: int, q: str, *, names_only: bool = False) -> list[str]:
    wanted = AttendeeFilter(q=q, names_only=names_only)
    return sorted(row.attendee.name for row in list_attendees(db.session(), event, wanted).rows)


def ways(event: int, wanted: AttendeeFilter) -> list[set[int]]:
    """The ids of whom each way to read them finds."""
    session = db.session()
    few = Few(session, event)
    read = [set(session.scalars(one)) for one in (matching(event, wanted), few.more(wanted))]
    return [set(few.ids(wanted) or ()), *read]


def test_with_one_or_two_letters_a_word_of_the_name_begins(event: int):
    for q, found in BEGINNINGS.items():
        assert people(event, q, names_only=True) == sorted(found), q


@pytest.mark.parametrize("some", [-1, 5000])
def test_each_way_finds_the_same_people(event: int, some: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_matching, "SOME", some)
    for q in [*BEGINNINGS, "beko", "ova", "institute", "7 in", "schwarzeneck", 'a"b', "zz"]:
        for names_only in (True, False):
            few, *others = ways(event, AttendeeFilter(q=q, names_only=names_only))
            assert others == [few, few], (q, names_only)


def test_with_two_letters_a_word_of_an_answer_begins_and_with_one_none(event: int):
    assert people(event, "in") == sorted(NAMES)
    assert people(event, "qu") == sorted(NAMES)
    assert people(event, "st") == []
    assert people(event, "q") == ["Xenia Quarck"]
    assert people(event, "in", names_only=True) == []


def test_a_word_that_might_be_a_code_is_found_as_a_word_and_as_a_code(event: int):
    assert people(event, "schwarzeneck") == ["Karl Schwarzeneck"]
    nino = db.session.scalars(select(Attendee).where(Attendee.name == "ნინო ბერიძე")).one()
    nino.code = "SCHWARZENECK"
    db.session.commit()
    assert people(event, "Schwarzeneck") == ["Karl Schwarzeneck", "ნინო ბერიძე"]
    assert people(event, "schw-arze-neck", names_only=True) == ["ნინო ბერიძე"]


def test_somebody_is_found_by_a_new_name_and_no_more_by_the_old(event: int):
    max_exeler = db.session.scalars(select(Attendee).where(Attendee.name == "Max Exeler")).one()
    max_exeler.name = "Yve Ülker"
    max_exeler.search_text, max_exeler.sort_key = search_text("Yve Ülker"), sort_key("Yve Ülker")
    db.session.commit()
    found = {q: people(event, q, names_only=True) for q in ("y", "ul", "ulker", "ex", "exeler")}
    assert found == {"y": ["Yve Ülker"], "ul": ["Yve Ülker"], "ulker": ["Yve Ülker"], "ex": [], "exeler": []}


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (AttendeeFilter(q="quarck"), "ix_attendee_search"),
        (AttendeeFilter(q="xe"), "ix_attendee_search"),
        (AttendeeFilter(q="x"), "ix_attendee_search_names"),
        (AttendeeFilter(q="xe", names_only=True), "ix_attendee_search_names"),
        (AttendeeFilter(q="quarck", names_only=True), "ix_attendee_search_names"),
    ],
)
def test_there_is_an_index_for_each_search(event: int, wanted: AttendeeFilter, index: str):
    if db.engine.dialect.name == "sqlite":
        name = index.removeprefix("ix_")
        db.session.execute(text(f"INSERT INTO {name} ({name}) VALUES ('delete-all')"))  # noqa: S608
        assert Few(db.session(), event).ids(wanted) == []  # so it is that index which answers
        return
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    for other in ("event_id_sort_key", "event_id_created_at", "event_id_state", "event_id_calendar_answer"):
        db.session.execute(text(f"DROP INDEX ix_attendee_{other}"))
    query = matching(event, wanted).compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    plan = db.session.execute(text(f"EXPLAIN {query}".replace(":", "\\:"))).scalars().all()
    assert any(f"on {index} " in line for line in plan), plan
    db.session.rollback()
