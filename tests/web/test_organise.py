"""Organisers' own pages."""

import csv
import re
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Registration
from regapp.queries import attendees as attendee_queries
from regapp.services import own_page
from regapp.vocabulary import Role
from tests.builders import event_id, own_token, register
from tests.organisers import browser, on_sqlite, statements

LIST = "/organise/events/round-table/attendees"
ANSWERS = {"affiliation": "Институт", "group": "ngo", "question": "Why?"}


def guests(app: Flask, people: int, slug: str = "round-table", first: int = 0, **changes: object) -> None:
    """Register so many people."""
    with app.app_context():
        event = event_id(slug)
        for number in range(first, first + people):
            register(event, number, **{"answers": ANSWERS, **changes})


def names(page: str) -> list[str]:
    """The names in the list, from top to bottom."""
    return re.findall(r'<th scope="row">([^<]*)', page)


def table(client: FlaskClient, query: str = "") -> list[list[str]]:
    """The export as a spreadsheet program reads it."""
    answer = client.get(f"{LIST}.csv{query}")
    assert answer.status_code == 200
    text = answer.data.decode("utf-8")
    assert text.startswith("\N{BYTE ORDER MARK}")
    return list(csv.reader(StringIO(text[1:], newline="")))


def test_the_events_say_what_is_taken_and_who_waits(website: Flask):
    guests(website, 12)
    page = browser(website).get("/organise/").text
    assert "10 of 10 places taken" in page
    assert "2 are waiting" in page
    assert "0 places taken, no limit" in page
    assert page.index("Events to come") < page.index("Past events")


@on_sqlite
def test_an_organisation_without_events_says_so(website: Flask):
    page = browser(website, Role.OWNER, "fes").get("/organise/").text
    assert 'class="empty"' in page


def test_the_overview_has_the_numbers(website: Flask):
    guests(website, 12)
    with website.app_context():
        own_page.cancel(token=own_token(event_id(), 3))
    page = browser(website).get("/organise/events/round-table").text
    tiles = re.findall(r'<dt>([^<]+)</dt><dd class="figure">(\d+)</dd>', page)
    assert dict(tiles) == {
        "Confirmed": "10",
        "On the waiting list": "1",
        "Cancelled": "1",
        "New in the last 28 days": "12",
    }
    for link in ("/attendees", "/attendees.csv"):
        assert f'href="/organise/events/round-table{link}"' in page
    assert 'href="/events/round-table"' in page


def test_the_list_shows_people_with_ticket_code_and_answers(website: Flask):
    guests(website, 1)
    page = browser(website).get(LIST).text
    assert names(page) == ["Person 0"]
    assert "p0@example.org" in page
    assert "Институт" in page
    assert "Non-governmental organisation" in page
    with website.app_context():
        code = db.session.scalars(select(Registration)).one().contact.code
    for group in (code[:4], code[4:8], code[8:]):
        assert f"<span>{group}</span>" in page


def test_someone_at_the_door_sees_names_and_tickets_only(website: Flask):
    guests(website, 2)
    door = browser(website, Role.DOOR)
    page = door.get(LIST).text
    assert names(page) == ["Person 0", "Person 1"]
    for secret in ("example.org", "Институт", "Why?", "Non-governmental", "attendees.csv"):
        assert secret not in page
    for secret in ("p1@example", "Институт", "why"):
        assert names(door.get(f"{LIST}?q={secret}").text) == []
    assert names(door.get(f"{LIST}?q=person 1").text) == ["Person 1"]


@on_sqlite
def test_a_viewer_sees_all_and_takes_nothing_along(website: Flask):
    guests(website, 1)
    page = browser(website, Role.VIEWER).get(LIST).text
    assert "p0@example.org" in page
    assert "attendees.csv" not in page


def test_filters_are_links_with_counts_that_take_themselves_out_again(website: Flask):
    guests(website, 12)
    client = browser(website)
    page = client.get(LIST).text
    assert f'href="{LIST}?status=waiting">On the waiting list <span class="number">2</span>' in page
    chosen = client.get(f"{LIST}?status=waiting&ticket=in-person").text
    assert names(chosen) == ["Person 10", "Person 11"]
    assert f'href="{LIST}?ticket=in-person" aria-current="true"' in chosen
    assert f'href="{LIST}?status=waiting" aria-current="true"' in chosen
    assert 'Online <span class="number">0</span>' in chosen


@on_sqlite
@pytest.mark.parametrize("status", ["offered", "pending", "unproven", "rejected", "lapsed", "nonsense"])
def test_a_status_nobody_has_matches_nobody(website: Flask, status: str):
    guests(website, 1)
    client = browser(website)
    assert 'class="empty"' in client.get(f"{LIST}?status={status}").text
    assert len(table(client, f"?status={status}")) == 1


@on_sqlite
def test_a_column_is_sorted_by_its_name(website: Flask):
    guests(website, 3)
    client = browser(website)
    page = client.get(LIST).text
    assert f'<th scope="col" aria-sort="ascending"><a href="{LIST}?sort=-name">' in page
    down = client.get(f"{LIST}?sort=-name").text
    assert names(down) == ["Person 2", "Person 1", "Person 0"]
    assert f'<th scope="col" aria-sort="descending"><a href="{LIST}">' in down
    newest = client.get(f"{LIST}?sort=-registered&status=confirmed").text
    assert names(newest) == ["Person 2", "Person 1", "Person 0"]
    assert f'aria-sort="descending"><a href="{LIST}?sort=registered&amp;status=confirmed">' in newest
    assert names(client.get(f"{LIST}?sort=nonsense").text) == names(page)


@on_sqlite
def test_a_long_list_has_pages_that_keep_the_filter(website: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_queries, "PAGE_SIZE", 2)
    guests(website, 5, ticket="online")
    client = browser(website)
    page = client.get(f"{LIST}?ticket=online&page=2").text
    assert names(page) == ["Person 2", "Person 3"]
    assert "Page 2 of 3" in page
    assert 'rel="next" href="/organise/events/round-table/attendees?ticket=online&amp;page=3"' in page
    assert "page=" not in re.findall(r'href="([^"]*attendees\.csv[^"]*)"', page)[0]


@on_sqlite
@pytest.mark.parametrize("q", ["page=nonsense", "page=-1", f"page={'9' * 30}", "q=%00%F0%9F", "sort=%00"])
def test_whatever_stands_in_the_address_there_is_a_list(website: Flask, q: str):
    guests(website, 1)
    assert browser(website).get(f"{LIST}?{q}").status_code == 200


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
    assert [row[0] for row in rows] == names(client.get(f"{LIST}{query}").text)
    assert rows[-1][:4] == ["Person 0", "p0@example.org", "In the room", "Confirmed"]
    assert rows[-1][7:] == ["Институт", "Non-governmental organisation", "Why?"]


@on_sqlite
def test_the_export_takes_the_readers_language_for_its_head_and_choices(website: Flask):
    guests(website, 1)
    head, row = table(browser(website), "?lang=ru")
    assert row[2] == "В зале"
    assert head[7] == "Где Вы работаете или учитесь?" or "рабо" in head[7].lower()


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
    assert "2026-04-01T01:30" in client.get(LIST).text


@on_sqlite
def test_no_cell_of_the_export_is_a_formula_and_no_plus_is_lost(website: Flask):
    guests(
        website,
        1,
        name='=HYPERLINK("http://evil.example")',
        answers={"affiliation": "+7 701 123 45 67", "question": "@SUM(A1)\n-1+1"},
    )
    client = browser(website)
    row = table(client)[1]
    assert row[0] == '\'=HYPERLINK("http://evil.example")'
    assert row[7] == "'+7 701 123 45 67"
    assert row[9] == "'@SUM(A1)\n'-1+1"
    assert "&lt;" not in row[0]
    assert "=HYPERLINK(&#34;http" in client.get(LIST).text


@on_sqlite
def test_the_export_is_a_download_that_no_cache_keeps(website: Flask):
    guests(website, 1)
    answer = browser(website).get(f"{LIST}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="round-table-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"]
    )
    assert answer.headers["Cache-Control"] == "no-store"


@on_sqlite
def test_the_export_is_sent_while_it_is_read(website: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attendee_queries, "BATCH", 2)
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


@pytest.mark.parametrize(
    "path",
    [LIST, f"{LIST}.csv", "/organise/", "/organise/events/round-table", f"{LIST}?q=person&status=confirmed"],
)
def test_more_people_take_no_more_statements(website: Flask, path: str):
    client = browser(website)

    def cost() -> int:
        with statements(website) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    guests(website, 5)
    few = cost()
    guests(website, 45, first=5)
    assert cost() <= few + (path.endswith(".csv") and 1)


@on_sqlite
def test_nobody_yet_says_what_to_do_next(website: Flask):
    page = browser(website).get("/organise/events/round-table/attendees").text
    assert 'class="empty"' in page
    assert 'href="/events/round-table"' in page


@on_sqlite
@pytest.mark.parametrize("language", ["en", "kk", "ru", "de"])
@pytest.mark.parametrize("path", ["/organise/", "/organise/events/round-table", LIST])
def test_every_page_speaks_every_language(website: Flask, path: str, language: str):
    guests(website, 1)
    client = browser(website)
    answer = client.get(f"{path}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
