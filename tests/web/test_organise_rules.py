"""The times of registration and the rules, changed by organisers."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from tests import builders as b
from tests.organisers import browser, on_sqlite, own_event
from tests.web.places_page import change, of_ticket, shown
from tests.web.visits import form, words

RULES = {"line": "at-once", "stop_hours": "0", "most_people": "1"}


def test_registration_is_closed_and_opened_again(website: Flask):
    event = own_event(website)
    client = browser(website)
    fields = of_ticket(shown(client, event), "/places/close", "")
    assert client.post(f"{event.address}/places/close", data=fields).status_code == 303
    assert event.column("closes_at") <= now()
    fields = of_ticket(shown(client, event), "/places/open", "")
    assert client.post(f"{event.address}/places/open", data=fields).status_code == 303
    assert event.column("closes_at") == event.column("start_at")


def test_it_opens_until_a_time_on_the_events_clock(website: Flask):
    event = own_event(website)
    until = event.column("start_wall") - timedelta(days=3)
    client = browser(website)
    fields = of_ticket(shown(client, event), "/places/open", "")
    data = {**fields, "until": f"{until:%Y-%m-%dT%H:%M}"}
    assert client.post(f"{event.address}/places/open", data=data).status_code == 303
    assert event.column("closes_wall") == until
    assert of_ticket(shown(client, event), "/places/open", "")["until"] == f"{until:%Y-%m-%dT%H:%M}"


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ("tomorrow", 422, "Write date and time like this"),
        ("2001-01-01T10:00", 409, "Choose a time to come"),
        ("2199-12-31T10:00", 409, "Choose a time to come"),
        ("9999-12-31T23:59", 422, "Write date and time like this"),
    ],
)
def test_a_time_that_cannot_be_is_said_and_kept(website: Flask, typed: str, status: int, told: str):
    event = own_event(website)
    client = browser(website)
    fields = of_ticket(shown(client, event), "/places/open", "")
    answer = client.post(f"{event.address}/places/open", data={**fields, "until": typed})
    assert answer.status_code == status
    assert told in words(answer)
    assert of_ticket(answer, "/places/open", "")["until"] == typed


def test_a_ticket_is_closed_alone(website: Flask):
    event = own_event(website)
    client = browser(website)
    fields = of_ticket(shown(client, event), "/places/close", "online")
    assert client.post(f"{event.address}/places/close", data=fields).status_code == 303
    with website.app_context():
        tickets = {one.key: one.closes_at for one in db.session.get_one(Event, event.id).ticket_types}
    assert tickets["in-person"] is None
    assert tickets["online"] is not None
    assert "Closed since" in words(shown(client, event))


@on_sqlite
def test_a_ticket_that_is_none_is_not_closed(website: Flask):
    event = own_event(website)
    client = browser(website)
    fields = of_ticket(shown(client, event), "/places/close", "online")
    answer = client.post(f"{event.address}/places/close", data={**fields, "ticket": "throne"})
    assert answer.status_code == 409


@on_sqlite
def test_of_an_event_that_is_over_nothing_is_opened(website: Flask):
    client = browser(website)
    text = words(client.get("/organise/events/round-table-2020/places"))
    assert "Over" in text
    assert "Open now" not in text


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"line": "none"}, {"waiting_list": False, "offer_minutes": None}),
        ({"line": "at-once"}, {"waiting_list": True, "offer_minutes": None}),
        (
            {"line": "offer", "offer_hours": "36", "offer_minutes": "15", "stop_hours": "3"},
            {"waiting_list": True, "offer_minutes": 36 * 60 + 15, "offers_stop_minutes": 180},
        ),
        ({"proof": "y", "proof_hours": "", "proof_minutes": "45"}, {"proof_minutes": 45}),
        ({"proof_minutes": "45"}, {"proof_minutes": None}),
        ({"pending_holds": "y", "most_people": "4"}, {"pending_holds": True, "most_people": 4}),
    ],
)
def test_rules_are_stored_as_they_are_said(website: Flask, fields: dict[str, str], stored: dict[str, Any]):
    event = own_event(website)
    client = browser(website)
    token = form(shown(client, event), "/places/rules").values()["csrf_token"]
    data = {**RULES, **fields, "csrf_token": token}
    assert client.post(f"{event.address}/places/rules", data=data).status_code == 303
    assert {name: event.column(name) for name in stored} == stored


@on_sqlite
def test_rules_left_as_they_are_stay_so(website: Flask):
    event = own_event(
        website,
        offer_minutes=61,
        offers_stop_minutes=90,
        proof_minutes=20,
        pending_holds=False,
        most_people=5,
    )
    names = ("offer_minutes", "offers_stop_minutes", "proof_minutes", "pending_holds", "most_people")
    before = {name: event.column(name) for name in names}
    client = browser(website)
    assert change(client, event, "/places/rules").status_code == 303
    assert {name: event.column(name) for name in names} == before


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"line": "offer", "offer_hours": "0", "offer_minutes": "0"}, "Write how long"),
        ({"proof": "y", "proof_hours": "", "proof_minutes": ""}, "Write how long"),
        ({"line": "lottery"}, "Choose one of the answers."),
        ({"most_people": "0"}, "Write a whole number from 1 to 50."),
        ({"stop_hours": "soon"}, "Write a whole number from 0 to"),
    ],
)
def test_a_rule_that_lacks_something_is_not_stored(website: Flask, fields: dict[str, str], told: str):
    event = own_event(website)
    client = browser(website)
    refused = change(client, event, "/places/rules", **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    kept = form(refused, "/places/rules").values()
    assert all(kept.get(name) == text for name, text in fields.items() if name not in {"proof", "line"})
    assert event.column("offer_minutes") is None


def test_what_is_not_open_yet_is_opened(website: Flask):
    event = own_event(website)
    with website.app_context():
        b.change_event(event.id, opens_wall=event.column("start_wall"), opens_at=event.column("start_at"))
    client = browser(website)
    assert "Not open yet opens" in words(shown(client, event))
    fields = of_ticket(shown(client, event), "/places/open", "")
    assert client.post(f"{event.address}/places/open", data=fields).status_code == 303
    assert event.column("opens_at") is None
