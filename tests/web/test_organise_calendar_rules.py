"""Whether calendars answer, decided by organisers."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from config import ReplyMailbox
from regapp.services.events.drafts import MeetingDraft
from tests import builders as b
from tests.organisers import browser, on_sqlite, own_event
from tests.web.places_page import change, shown

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
    ],
)
def test_it_stores_what_is_said(hearing: Flask, fields: dict[str, str], stored: dict[str, Any]):
    event = own_event(hearing)
    client = browser(hearing)
    assert change(client, event, "/places/calendar", **fields).status_code == 303
    assert {name: event.column(name) for name in stored} == stored


@on_sqlite
def test_rules_left_as_they_are_stay_so_and_nobody_is_told(hearing: Flask):
    event = own_event(hearing, meeting=MEETING)
    with hearing.app_context():
        b.change_event(event.id, asks_for_answer=True, trusts_answers=True, join_release_minutes=90)
    names = ("asks_for_answer", "trusts_answers", "calendar_by_session", "join_release_minutes", "sequence")
    before = [event.column(name) for name in names]
    client = browser(hearing)
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
