"""Organisers' own pages."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Registration
from regapp.queries import attendees as attendee_queries
from regapp.services.registrations import own_page
from regapp.vocabulary import Role
from tests.builders import event_id, own_token
from tests.organisers import asks_first, browser, on_sqlite, own_event, statements
from tests.web.attendee_list import LIST, guests, names, table
from tests.web.visits import form, page, words


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
    for link in ("/attendees", "/attendees.xlsx"):
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
        code = db.session.scalars(select(Registration)).one().first.code
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
@pytest.mark.parametrize("name", ["status", "language", "source", "calendar", "delivered"])
def test_a_filter_by_a_word_that_is_none_is_no_filter(website: Flask, name: str):
    guests(website, 1)
    shown = browser(website).get(f"{LIST}?{name}=nonsense")
    assert "1 person" in words(shown)
    assert "nonsense" not in form(shown, "/decide").get("action")


@on_sqlite
@pytest.mark.parametrize("status", ["offered", "pending", "unproven", "rejected", "lapsed"])
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
    first = client.get(f"{LIST}?ticket=online").text
    [following] = re.findall(r'rel="next" href="([^"]*)"', first)
    page = client.get(unescape(following)).text
    assert "ticket=online" in following
    assert names(page) == ["Person 2", "Person 3"]
    assert 'rel="prev"' in page
    assert names(client.get(f"{LIST}?ticket=online&at=end").text) == ["Person 3", "Person 4"]
    assert "at=" not in re.findall(r'href="([^"]*attendees\.csv[^"]*)"', page)[0]


@on_sqlite
@pytest.mark.parametrize(
    "q",
    [
        "after=nonsense",
        "before=-1",
        f"after={'9' * 30}",
        "q=%00%F0%9F",
        "sort=%00",
        "tag=x&session=9&quota=8&calendar=no",
    ],
)
def test_whatever_stands_in_the_address_there_is_a_list(website: Flask, q: str):
    guests(website, 1)
    assert browser(website).get(f"{LIST}?{q}").status_code == 200


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


def test_all_that_somebody_has_is_shown_and_exported(website: Flask):
    event = own_event(website, capacity=1, proof_minutes=60)
    event.register(1, 2, meanwhile="online")
    with website.app_context():
        own_page.prove(token=own_token(event.id, 2))
    client = browser(website)
    rows = [row.text for row in page(client.get(event.attendees)).all("tr")[1:]]
    assert "Address not confirmed In the room" in rows[0]
    assert "Confirmed On line" in rows[1]
    assert "On the waiting list In the room" in rows[1]
    exported = [row[2:4] for row in csv.reader(StringIO(client.get(f"{event.attendees}.csv").text[1:]))]
    assert exported[1:] == [
        ["In the room", "Address not confirmed"],
        ["On line; In the room", "Confirmed; On the waiting list"],
    ]


def test_who_waits_with_an_address_to_be_confirmed_is_marked(website: Flask):
    event = own_event(website, capacity=1, proof_minutes=60)
    event.register(1, 2)
    client = browser(website)
    rows = [row.text for row in page(client.get(f"{event.attendees}?status=unproven")).all("tr")[1:]]
    assert len(rows) == 2
    assert "On the waiting list In the room Address not confirmed" in rows[1]


def test_the_overview_says_what_is_to_be_decided(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1, 2)
    manager = browser(website)
    shown = manager.get(event.address)
    assert "2 people wait for your yes" in words(shown)
    assert f'href="{event.attendees}?status=pending"' in shown.text
    assert "wait for your yes" not in words(browser(website, Role.VIEWER).get(event.address))


@on_sqlite
def test_only_filters_that_leave_somebody_are_offered_beside_the_main_ones(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1)
    text = words(browser(website).get(event.attendees))
    for shown in ("Confirmed 0", "On the waiting list 0", "Awaiting approval 1", "Cancelled 0"):
        assert shown in text
    for hidden in ("Place offered", "Not admitted", "Lapsed", "Address not confirmed"):
        assert hidden not in text


@on_sqlite
def test_who_may_not_decide_has_nothing_to_tick(website: Flask):
    event = own_event(website)
    event.register(1)
    text = browser(website, Role.VIEWER).get(event.attendees).text
    assert 'name="person"' not in text
    assert "/attendees/new" not in text


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
