"""The attendee list as a file."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Registration
from regapp.queries import attendees as attendee_queries
from tests.organisers import browser, on_sqlite, statements
from tests.web.attendee_list import LIST, guests, names, table


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
