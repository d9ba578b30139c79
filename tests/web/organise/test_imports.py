"""A host imports people from a table: looks at what becomes of each row, and has the good ones registered."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.services.events import event_changes
from regapp.services.events.drafts import QuestionDraft
from regapp.services.job_kinds import WORKS
from regapp.services.jobs.running import run_due
from regapp.vocabulary import QuestionKind
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event, statements
from tests.web.visits import form, page, send, words

CSV = "ФИО;Почта;Билет\nАйгүл Нұрғожаева;p7@example.org;online\nБолат;p8@example.org;\nНикто;nobody;\n"


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    return own_event(website)


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    return browser(website)


def address(event: OwnEvent, rest: str = "") -> str:
    return f"{event.attendees}/import{rest}"


def upload(
    host: FlaskClient, event: OwnEvent, text: str | bytes = CSV, name: str = "people.csv"
) -> TestResponse:
    content = text.encode() if isinstance(text, str) else text
    return send(host, host.get(address(event)), "/attendees/import", file=(BytesIO(content), name))


def checked(host: FlaskClient, event: OwnEvent, text: str = CSV, **fields: str) -> TestResponse:
    """The page with what becomes of the rows."""
    columns = host.get(upload(host, event, text).location)
    answer = send(host, columns, "/columns", **fields)
    assert answer.status_code == 303, words(answer)
    return host.get(answer.location)


def take(host: FlaskClient, event: OwnEvent, shown: TestResponse) -> TestResponse:
    """The page at the end, when the worker has done its part."""
    answer = send(host, shown, "/take", consent="y")
    assert answer.status_code == 303, words(answer)
    work(event)
    ended = host.get(answer.location)
    assert "It is done." in words(ended)
    rows = next(one.get("href") for one in page(ended).all("a") if one.text == "To the rows")
    return host.get(rows)


def work(event: OwnEvent) -> None:
    with event.app.app_context():
        while run_due(WORKS):
            pass


def chips(shown: TestResponse) -> list[str]:
    """What the rows come to, with their numbers."""
    found = page(shown).one("ul", class_="chips")
    return [one.text for one in found.all("a")]


def test_people_of_a_table_are_registered_with_their_tickets(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event)
    assert chips(shown) == ["Something is wrong 1", "Will be registered 2"]
    assert "4 Никто · nobody E-mail address: this is no address." in words(shown)
    done = take(host, event, shown)
    assert chips(done) == ["Something is wrong 1", "Registered 2"]
    assert (event.has(7), event.has(8)) == ("confirmed online", "confirmed in-person")
    assert event.kinds(7) == ["confirmation"]
    assert event.sound()


@on_sqlite
def test_the_last_imports_say_where_they_stand(host: FlaskClient, event: OwnEvent):
    def standing() -> str:
        return page(host.get(address(event))).one("ul", class_="chosen").all("li")[0].text

    upload(host, event)
    assert "3 rows waits for you to say what its columns hold" in standing()
    shown = checked(host, event)
    assert "waits for your yes to 2 people" in standing()
    answer = send(host, shown, "/take", consent="y")
    assert "people are being registered" in standing()
    assert page(host.get(answer.location)).one("h2").text == "People of people.csv are registered"
    work(event)
    assert page(host.get(answer.location)).one("h2").text == "Import of people.csv"
    assert "done: 2 people registered" in standing()
    checked(host, event)
    assert "checked: there is nobody to register" in standing()


@on_sqlite
def test_an_import_that_was_stopped_says_so_in_the_list_of_imports(host: FlaskClient, event: OwnEvent):
    answer = send(host, checked(host, event), "/take", consent="y")
    send(host, host.get(answer.location), "/stop")
    assert "stopped: 0 people registered" in words(host.get(address(event)))


def test_the_same_file_once_more_changes_nothing(host: FlaskClient, event: OwnEvent):
    take(host, event, checked(host, event))
    before = event.quota()
    shown = checked(host, event)
    assert chips(shown) == ["Something is wrong 1", "Registered already 2"]
    assert "There is nobody to register" in words(shown)
    assert not [one for one in page(shown).all("form") if one.get("action", "").endswith("/take")]
    assert event.quota() == before


def test_a_formula_cell_and_a_missing_name_are_said_at_their_rows(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event, "Name,Mail\n=A1,a@example.org\n,b@example.org\n")
    told = words(shown)
    assert "2 =A1 · a@example.org Full name: there is a formula or its error." in told.replace("Row ", "")
    assert "b@example.org Full name: it is missing." in told
    assert "There is nobody to register" in told


def test_columns_are_shown_with_examples_and_corrected(host: FlaskClient, event: OwnEvent):
    columns = host.get(upload(host, event, "Кто;Куда\nАйгүл;p7@example.org\n").location)
    assert "Кто For example: Айгүл" in words(columns)
    refused = send(host, columns, "/columns")
    assert refused.status_code == 422
    assert "Say which column holds the names." in words(refused)
    both = send(host, columns, "/columns", **{"column-0": "email", "column-1": "email"})
    assert both.status_code == 422
    assert "Another column holds this already." in words(both)
    assert form(both, "/columns").values()["column-0"] == "email"
    answer = send(host, columns, "/columns", **{"column-0": "name", "column-1": "email"})
    assert chips(host.get(answer.location)) == ["Will be registered 1"]


def test_answers_come_with_the_people(host: FlaskClient, website: Flask):
    asking = own_event(website, questions=(QuestionDraft("job", QuestionKind.TEXT, {"en": "Your job"}),))
    take(host, asking, checked(host, asking, "Name,Mail,Your job\nA,p7@example.org,Nurse\n"))
    with website.app_context():
        assert b.registration(asking.id, 7).answers == {"job": "Nurse"}


@on_sqlite
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "There is nothing in this file."),
        (b"Name,Mail\n", "There is nobody below the first row of this table."),
        (b"%PDF-1.7", "This is no table, whatever its name says."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        (b"x\n" * 20_001, "This table has too many rows."),
        (b"x" * (10 * 1024 * 1024 + 1), "This file is too large."),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(
    host: FlaskClient, event: OwnEvent, content: bytes, told: str
):
    answer = upload(host, event, content, "people.xlsx")
    assert answer.status_code == 422
    assert told in words(answer)


@on_sqlite
def test_without_a_file_it_asks_for_one(host: FlaskClient, event: OwnEvent):
    answer = send(host, host.get(address(event)), "/attendees/import")
    assert answer.status_code == 422
    assert "Choose a file." in words(answer)


@on_sqlite
def test_the_same_form_sent_twice_keeps_the_table_once(host: FlaskClient, event: OwnEvent):
    shown = host.get(address(event))
    sent = [send(host, shown, "/attendees/import", file=(BytesIO(CSV.encode()), "p.csv")) for _ in range(2)]
    assert sent[0].location == sent[1].location


@on_sqlite
def test_nobody_is_registered_whose_consent_the_host_does_not_say(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event)
    refused = send(host, shown, "/take")
    assert refused.status_code == 422
    assert "Tick this if they have" in words(refused)
    work(event)
    assert event.quota()[1] == 0


@on_sqlite
def test_the_rows_that_are_left_out_come_as_a_file_that_says_why(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event)
    link = next(one.get("href") for one in page(shown).all("a") if "left-out.csv" in (one.get("href") or ""))
    got = host.get(link)
    assert got.mimetype == "text/csv"
    lines = got.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert lines[0] == "ФИО,Почта,Билет,Row,Why"
    assert lines[1].startswith("Никто,nobody,,4,E-mail address: this is no address.")
    assert len(lines) == 2


@on_sqlite
def test_a_draft_can_be_thrown_away_and_an_import_cannot(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event)
    where = form(shown, "/take").get("action", "").removesuffix("/take")  # type: ignore[union-attr]
    assert send(host, shown, "/forget").location == address(event)
    assert host.get(where).status_code == 404
    shown = checked(host, event)
    token = form(shown, "/forget").values()["csrf_token"]
    action = form(shown, "/forget").get("action")
    take(host, event, shown)
    refused = host.post(action or "", data={"csrf_token": token})
    assert refused.status_code == 409
    assert "People of this table are registered already" in words(refused)


@on_sqlite
def test_nothing_is_imported_into_an_event_that_was_cancelled(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event)
    with event.app.app_context():
        event_changes.cancel(event_id=event.id, reason="", user_id=None)
    refused = send(host, shown, "/take", consent="y")
    assert refused.status_code == 409
    assert "The event is cancelled" in words(refused)
    assert upload(host, event).status_code == 409


@on_sqlite
def test_an_old_page_asks_to_send_again(host: FlaskClient, event: OwnEvent):
    shown = checked(host, event)
    for action in ("/take", "/forget"):
        answer = host.post(form(shown, action).get("action") or "", data={"consent": "y"})
        assert answer.status_code == 422
        assert "Please send it once more" in words(answer)


@on_sqlite
def test_long_results_come_in_pages_that_follow_each_other(host: FlaskClient, event: OwnEvent):
    text = "Name,Mail\n" + "".join(f"P{number},nobody\n" for number in range(120))
    shown = checked(host, event, text)
    seen = []
    while True:
        seen += [one.text for one in page(shown).one("tbody").all("th")]
        following = page(shown).all("a", rel="next")
        if not following:
            break
        shown = host.get(following[0].get("href") or "")
    assert len(seen) == len(set(seen)) == 120


@on_sqlite
def test_the_number_of_queries_does_not_grow_with_the_rows(host: FlaskClient, event: OwnEvent):
    numbers = []
    for people in (2, 40):
        text = "Name,Mail\n" + "".join(f"P{n},q{people}-{n}@example.org\n" for n in range(people))
        shown = checked(host, event, text, ticket="online")
        where = form(shown, "/take").get("action", "").removesuffix("/take")  # type: ignore[union-attr]
        take(host, event, shown)
        with statements(event.app) as seen:
            host.get(where)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


@on_sqlite
def test_who_may_not_manage_finds_no_import(website: Flask, event: OwnEvent):
    viewer = browser(website, "viewer")
    assert viewer.get(address(event)).status_code == 403
    assert viewer.get(address(event, "/99999999999999999999")).status_code == 403
    assert browser(website, "owner").get(address(event, "/99999999999999999999")).status_code == 404


@on_sqlite
def test_the_log_names_the_file_and_how_many(host: FlaskClient, event: OwnEvent):
    take(host, event, checked(host, event))
    with event.app.app_context():
        assert b.audit(event.id).count("event.people_imported") == 1
