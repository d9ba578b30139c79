"""How an event enters calendars, decided by organisers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from config import ReplyMailbox
from regapp.services.events.drafts import MeetingDraft, SessionDraft
from tests import builders as b
from tests.organisers import browser, on_sqlite, own_event
from tests.web.places_page import change, shown
from tests.web.visits import form, words

MEETING = MeetingDraft(provider="zoom", join_address="https://zoom.example/j/1")
SAVED = {"asks_for_answer": False, "trusts_answers": False, "calendar_by_session": False}


@pytest.fixture
def hearing(website: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a mailbox to which calendars answer."""
    heard = replace(website.extensions["settings"], reply_mailbox=ReplyMailbox("reply.example.org"))
    monkeypatch.setitem(website.extensions, "settings", heard)
    return website


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({}, {**SAVED, "join_release_minutes": None}),
        ({"asks": "y"}, {**SAVED, "asks_for_answer": True}),
        ({"trusts": "y"}, {**SAVED, "trusts_answers": True}),
        ({"release": "with-place", "release_hours": "3"}, {"join_release_minutes": None}),
        (
            {"release": "before-start", "release_hours": "3", "release_minutes": "30"},
            {"join_release_minutes": 210},
        ),
    ],
)
def test_it_stores_what_is_said(hearing: Flask, fields: dict[str, str], stored: dict[str, Any]):
    event = own_event(hearing)
    client = browser(hearing)
    assert change(client, event, "/places/calendar", **fields).status_code == 303
    assert {name: event.column(name) for name in stored} == stored


@on_sqlite
def test_rules_left_as_they_are_stay_so_and_nobody_is_told(website: Flask):
    event = own_event(website, meeting=MEETING)
    with website.app_context():
        b.change_event(event.id, asks_for_answer=True, trusts_answers=True, join_release_minutes=90)
    names = ("asks_for_answer", "trusts_answers", "calendar_by_session", "join_release_minutes", "sequence")
    before = [event.column(name) for name in names]
    client = browser(website)
    assert change(client, event, "/places/calendar").status_code == 303
    assert [event.column(name) for name in names] == before


@on_sqlite
def test_answers_are_not_asked_for_where_nobody_would_hear_them(website: Flask, hearing: Flask):
    event = own_event(hearing)
    assert 'name="asks"' in shown(browser(hearing), event).text
    website.extensions["settings"] = replace(website.extensions["settings"], reply_mailbox=ReplyMailbox())
    text = shown(browser(website), event).text
    assert 'name="asks"' not in text
    assert 'name="trusts"' not in text


@on_sqlite
def test_entries_by_session_are_offered_only_where_there_are_sessions(website: Flask):
    start = b.draft("never").start
    item = SessionDraft({"en": "Opening"}, start=start, end=start + timedelta(hours=1))
    with_sessions, without = own_event(website, sessions=(item,)), own_event(website)
    client = browser(website)
    assert 'name="by_session"' in shown(client, with_sessions).text
    assert 'name="by_session"' not in shown(client, without).text
    change(client, with_sessions, "/places/calendar", by_session="y")
    assert with_sessions.column("calendar_by_session") is True


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"release": "before-start", "release_hours": "0", "release_minutes": ""}, "Write how long"),
        ({"release": "never"}, "Choose one of the answers."),
        ({"release_hours": "soon"}, "Write a whole number from 0 to"),
    ],
)
def test_a_rule_that_lacks_something_is_not_stored(website: Flask, fields: dict[str, str], told: str):
    event = own_event(website)
    refused = change(browser(website), event, "/places/calendar", **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    kept = form(refused, "/places/calendar").values()
    assert all(kept[name] == text for name, text in fields.items() if name != "release")
    assert event.column("join_release_minutes") is None
