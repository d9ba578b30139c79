"""The attendee list as a file."""

import json
import re
from datetime import date, datetime
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from regapp.database import db
from regapp.models import Attendee, AuditEntry, Question, Registration
from regapp.queries import attendee_files
from regapp.vocabulary import QuestionKind, Role
from tests.builders import event_id
from tests.organisers import browser, on_sqlite, own_event, statements, token
from tests.web.attendee_list import ANSWERS, LIST, guests, names, table

FORMATS = ["csv", "xlsx", "json", "vcf"]
ALL_FORMATS = pytest.mark.parametrize("ending", FORMATS)


def sheet(client: FlaskClient, query: str = "") -> list[tuple[Any, ...]]:
    """The workbook as another program reads it, its head among the rows."""
    answer = client.get(f"{LIST}.xlsx{query}")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.data))
    return list(book.worksheets[0].iter_rows(values_only=True))


def people(client: FlaskClient, query: str = "") -> dict[str, Any]:
    """The JSON."""
    return json.loads(client.get(f"{LIST}.json{query}").data)


def log(app: Flask) -> list[dict[str, Any]]:
    """What the audit log has of exports."""
    with app.app_context():
        exported = AuditEntry.action == "attendees.exported"
        return list(db.session.scalars(select(AuditEntry.details).where(exported).order_by(AuditEntry.id)))


def ask(app: Flask, key: str, kind: QuestionKind) -> None:
    """Make one of the event's questions another kind of question."""
    with app.app_context():
        own = Question.event_id == event_id("round-table")
        db.session.execute(update(Question).where(own, Question.key == key).values(kind=kind))
        db.session.commit()


def test_the_export_is_the_same_selection_in_the_same_order(website: Flask):
    guests(website, 12)
    client = browser(website)
    query = "?status=confirmed&ticket=in-person&sort=-name&q=person"
    head, *rows = table(client, query)
    assert head[:7] == [
        "Name",
        "E-mail",
        "Ticket",
        "Status",
        "Code",
        "Registered (Asia/Almaty)",
        "Language",
    ]
    shown = names(client.get(f"{LIST}{query}").text)
    assert [row[0] for row in rows] == shown
    assert [row[0] for row in sheet(client, query)[1:]] == shown
    assert [one["name"] for one in people(client, query)["people"]] == shown
    assert rows[-1][:4] == ["Person 0", "p0@example.org", "In the room", "Confirmed"]
    assert rows[-1][7:10] == ["Институт", "Non-governmental organisation", "Why?"]


@on_sqlite
def test_the_export_takes_the_readers_language_for_its_head_and_choices(website: Flask):
    guests(website, 1)
    head, row = table(browser(website), "?lang=ru")
    assert row[2] == "В зале"
    assert head[7] == "Где Вы работаете или учитесь?" or "рабо" in head[7].lower()


@on_sqlite
@pytest.mark.parametrize(("reader", "name"), [("en", "English"), ("ru", "английский"), ("de", "Englisch")])
def test_a_file_for_people_names_languages_and_one_for_programs_has_codes(
    website: Flask, reader: str, name: str
):
    guests(website, 1)
    client = browser(website)
    query = f"?lang={reader}"
    assert (table(client, query)[1][6], sheet(client, query)[1][6]) == (name, name)
    assert people(client, query)["people"][0]["language"] == "en"


@on_sqlite
def test_the_list_offers_files_with_the_columns_on_screen_and_others_with_all(website: Flask):
    guests(website, 1)
    client = browser(website)
    page = client.get(f"{LIST}?columns=ticket&status=confirmed").text
    links = re.findall(r'<a href="([^"]+)" download>([^<]+)', page)
    offered = {text: unescape(address) for address, text in links}
    assert "name, address, Ticket." in page
    seen, every = (client.get(offered[text]).text for text in ("CSV", "CSV, all columns"))
    assert [len(text.splitlines()[0].split(",")) for text in (seen, every)] == [6, 16]
    assert all("status=confirmed" in address for address in offered.values())


@on_sqlite
def test_times_are_those_of_the_events_zone(website: Flask):
    guests(website, 1)
    with website.app_context():
        registration = db.session.scalars(select(Registration)).one()
        registration.created_at = registration.created_at.replace(
            year=2026, month=3, day=31, hour=20, minute=30
        )
        db.session.commit()
    client = browser(website)
    assert table(client)[1][5] == "2026-04-01 01:30"
    assert sheet(client)[1][5] == datetime(2026, 4, 1, 1, 30)
    assert people(client)["people"][0]["registered_at"].startswith("2026-04-01T01:30")


@on_sqlite
def test_no_cell_of_the_export_is_a_formula_and_no_telephone_is_spoilt(website: Flask):
    guests(
        website,
        1,
        name='=HYPERLINK("http://evil.example")',
        answers={"affiliation": "+7 701 123 45 67", "question": "@SUM(A1)\n-1+1"},
    )
    client = browser(website)
    row = table(client)[1]
    assert row[0] == '\'=HYPERLINK("http://evil.example")'
    assert row[7] == "+7 701 123 45 67"
    assert row[9] == "'@SUM(A1)\n'-1+1"
    assert "=HYPERLINK(&#34;http" in client.get(LIST).text


@on_sqlite
def test_the_workbook_has_texts_as_they_were_written(website: Flask):
    answers = {"affiliation": "+7 701 123 45 67", "question": "http://evil.example"}
    guests(website, 1, name="=1+1", answers=answers)
    book = openpyxl.load_workbook(BytesIO(browser(website).get(f"{LIST}.xlsx").data))
    cells = {cell.value: cell for cell in book.worksheets[0][2] if cell.value}
    for text in ("=1+1", "+7 701 123 45 67", "http://evil.example"):
        assert cells[text].data_type in {"s", "inlineStr"}
        assert cells[text].hyperlink is None


@on_sqlite
def test_answers_have_their_types(website: Flask):
    ask(website, "affiliation", QuestionKind.DATE)
    ask(website, "question", QuestionKind.NUMBER)
    guests(website, 1, answers={"affiliation": "2001-12-31", "question": "12.5"})
    client = browser(website)
    row = sheet(client)[1]
    assert (row[7], row[9]) == (datetime(2001, 12, 31), 12.5)
    assert table(client)[1][7::2][:2] == ["2001-12-31", "12.5"]
    answers = people(client)["people"][0]["answers"]
    assert (answers["affiliation"], answers["question"]) == ("2001-12-31", "12.5")


@on_sqlite
def test_an_answer_from_when_a_question_asked_for_something_else_stays_a_text(website: Flask):
    ask(website, "affiliation", QuestionKind.DATE)
    ask(website, "question", QuestionKind.NUMBER)
    guests(website, 1, answers={"affiliation": "DKU", "question": "850312345678901234"})
    row = sheet(browser(website))[1]
    assert (row[7], row[9]) == ("DKU", "850312345678901234")


@on_sqlite
def test_the_json_speaks_in_stored_terms(website: Flask):
    guests(website, 1)
    document = people(browser(website), "?lang=kk&status=confirmed")
    assert document["event"]["slug"] == "round-table"
    assert document["filter"] == {"status": "confirmed"}
    [one] = document["people"]
    assert one["tickets"] == [{"ticket": "in-person", "status": "confirmed"}]
    assert (one["status"], one["language"], one["source"]) == ("confirmed", "en", "form")
    assert one["answers"] == ANSWERS
    assert (one["calendar"], one["tags"], one["sessions"], one["note"]) == (None, [], [], "")


@on_sqlite
def test_an_empty_list_is_a_file_as_well(website: Flask):
    client = browser(website)
    query = "?q=nobody-is-called-so"
    assert (len(table(client, query)), len(sheet(client, query))) == (1, 1)
    assert people(client, query)["people"] == []
    assert client.get(f"{LIST}.vcf{query}").data == b""


@on_sqlite
def test_contacts_have_name_address_organisation_and_telephone(website: Flask):
    ask(website, "question", QuestionKind.PHONE)
    long = "Қазақ-неміс университеті; факультет, кафедра " * 3
    given = {"affiliation": long.strip(), "question": "+7 701 123 45 67"}
    guests(website, 2, name="Нұрғали, Әйгерім; \\ Ө.", answers=given)
    answer = browser(website).get(f"{LIST}.vcf")
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    cards = list(vobject.readComponents(answer.text))
    assert [card.email.value for card in cards] == ["p0@example.org", "p1@example.org"]
    assert {card.fn.value for card in cards} == {"Нұрғали, Әйгерім; \\ Ө."}
    assert cards[0].org.value == [long.strip()]
    assert cards[0].tel.value == "+7 701 123 45 67"


@on_sqlite
def test_the_file_has_the_columns_that_the_list_shows(website: Flask):
    guests(website, 1)
    client = browser(website)
    query = "?columns=answer-group.registered"
    always = ["Name", "E-mail"]
    head = table(client, query)[0]
    assert head[:3] == [*always, "Registered (Asia/Almaty)"]
    assert head[4:] == ["Registered by"]
    assert list(sheet(client, query)[0]) == head
    assert list(people(client, query)["people"][0]["answers"]) == ["group"]
    assert table(client, "?columns=ticket")[0] == [*always, "Ticket", "Status", "Code", "Registered by"]
    assert table(client, "?columns=nothing-known")[0] == table(client)[0]


@ALL_FORMATS
@on_sqlite
def test_the_export_is_a_download_with_event_and_date_that_no_cache_keeps(website: Flask, ending: str):
    guests(website, 1)
    answer = browser(website).get(f"{LIST}.{ending}")
    assert re.fullmatch(
        rf'attachment; filename="round-table-\d{{4}}-\d\d-\d\d\.{ending}"',
        answer.headers["Content-Disposition"],
    )
    assert answer.headers["Cache-Control"] == "no-store"


@on_sqlite
def test_the_date_in_the_name_is_the_events(website: Flask):
    answer = browser(website).get("/organise/events/round-table-2020/attendees.xlsx")
    assert answer.headers["Content-Disposition"].endswith('"round-table-2020-2020-11-12.xlsx"')


@ALL_FORMATS
@on_sqlite
def test_a_selection_is_taken_out_by_a_form(website: Flask, ending: str):
    event = own_event(website)
    event.register(1, 2, 3)
    client = browser(website)
    chosen = event.ids(1, 3)
    field = token(client.get(event.attendees).text)
    answer = client.post(
        f"{event.attendees}.{ending}", data={"person": [*chosen, "9999999", "x"], "csrf_token": field}
    )
    assert answer.status_code == 200
    assert log(website)[-1] == {"format": ending, "people": 2, "ticked": True}
    if ending == "json":
        assert [one["name"] for one in json.loads(answer.data)["people"]] == ["Person 1", "Person 3"]


@on_sqlite
def test_people_of_another_event_are_taken_out_of_none(website: Flask):
    mine, other = own_event(website), own_event(website)
    mine.register(1)
    other.register(2)
    [stranger] = other.ids(2)
    document = json.loads(browser(website).get(f"{mine.attendees}.json?person={stranger}").data)
    assert document["people"] == []


@on_sqlite
def test_all_that_match_are_taken_out_by_a_form(website: Flask):
    guests(website, 3)
    client = browser(website)
    field = token(client.get(LIST).text)
    answer = client.post(f"{LIST}.json?q=p1", data={"all": "1", "person": "1", "csrf_token": field})
    assert [one["email"] for one in json.loads(answer.data)["people"]] == ["p1@example.org"]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "Tick the people it is about first"),
        ({"person": [str(number) for number in range(1, 502)]}, "at most 500 people"),
        ({"all": "1", "csrf_token": "stale"}, "open for too long"),
    ],
)
def test_a_form_that_says_too_little_or_too_much_takes_nothing_out(
    website: Flask, fields: dict[str, Any], problem: str
):
    guests(website, 1)
    client = browser(website)
    data = {"csrf_token": token(client.get(LIST).text), **fields}
    answer = client.post(f"{LIST}.xlsx", data=data)
    assert answer.status_code == 422
    assert problem in answer.text
    assert log(website) == []


@on_sqlite
@pytest.mark.parametrize("role", [Role.DOOR, Role.VIEWER])
def test_who_may_take_nothing_out_gets_no_file(website: Flask, role: Role):
    client = browser(website, role)
    assert [client.get(f"{LIST}.{ending}").status_code for ending in FORMATS] == [403] * 4
    assert [client.post(f"{LIST}.{ending}").status_code for ending in FORMATS] == [403] * 4
    assert log(website) == []


@ALL_FORMATS
def test_each_export_stands_in_the_log_with_its_filter_and_its_number(website: Flask, ending: str):
    guests(website, 3)
    client = browser(website)
    client.get(f"{LIST}.{ending}?status=confirmed&ticket=in-person&answer-group=ngo&q=p2@example.org")
    assert log(website) == [
        {
            "format": ending,
            "people": 1,
            "status": "confirmed",
            "ticket": "In the room",
            "searched": "p2@example.org",
            "answers": ["Which group is closest to you? – Non-governmental organisation"],
        }
    ]


@on_sqlite
def test_the_log_tells_an_export_in_words(website: Flask):
    guests(website, 1)
    client = browser(website, Role.OWNER)
    client.get(f"{LIST}.xlsx?status=confirmed&language=en&columns=ticket")
    shown = " ".join(re.sub("<[^>]+>", " ", client.get("/organise/organisations/dku/audit").text).split())
    assert "People&#39;s data taken out as a file" in shown
    for words in ("Format XLSX", "People 1", "Status Confirmed", "Language English"):
        assert words in shown.replace(":", "")


@on_sqlite
def test_notes_of_the_hosts_are_taken_out_with_the_list(website: Flask):
    guests(website, 1)
    with website.app_context():
        db.session.execute(update(Attendee).values(note="Sits at table 3"))
        db.session.commit()
    assert "Sits at table 3" in table(browser(website))[1]


@on_sqlite
def test_the_export_is_sent_while_it_is_read(website: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_files, "BATCH", 2)
    guests(website, 6, ticket="online")
    client = browser(website)
    with statements(website) as seen:
        answer = client.get(f"{LIST}.csv", buffered=False)
        chunks = iter(answer.response)
        next(chunks)
        next(chunks)
        early = len(seen)
        list(chunks)
    assert len(seen) > early


@ALL_FORMATS
def test_as_many_statements_for_many_as_for_few(website: Flask, ending: str):
    client = browser(website)
    guests(website, 1, ticket="online")
    with statements(website) as few:
        client.get(f"{LIST}.{ending}")
    guests(website, 20, ticket="online", first=1)
    with statements(website) as many:
        client.get(f"{LIST}.{ending}")
    assert len(many) == len(few)


def test_dates_before_the_calendar_of_spreadsheets_are_texts(website: Flask):
    ask(website, "affiliation", QuestionKind.DATE)
    guests(website, 1, answers={"affiliation": "1899-12-31"})
    assert sheet(browser(website))[1][7] == "1899-12-31"
    assert date.fromisoformat(table(browser(website))[1][7]) == date(1899, 12, 31)


@ALL_FORMATS
def test_people_of_a_session_can_be_exported(website: Flask, ending: str):
    guests(website, 1)
    assert browser(website).get(f"{LIST}.{ending}?session=1").status_code == 200
    assert log(website)[-1]["session"]
