"""An event is moved or cancelled by its host."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Event, Mailing
from regapp.services.events.drafts import SessionDraft
from regapp.vocabulary import EventStatus, LetterKind, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

HOUR = timedelta(hours=1)


def typed(wall: datetime) -> str:
    return f"{wall:%Y-%m-%dT%H:%M}"


def ask(client: FlaskClient, event: OwnEvent, **fields: Any) -> TestResponse:
    """Ask for times an hour later than those that stand."""
    later = {name: typed(event.column(f"{name}_wall") + HOUR) for name in ("start", "end")}
    return send(client, client.get(f"{event.address}/move"), "/move", **{**later, **fields})


def go_on(client: FlaskClient, asked: TestResponse, button: str) -> TestResponse:
    return send(client, asked, "/move", next=button)


def planned(event: OwnEvent) -> list[LetterKind]:
    """The letters to many about what became of the event."""
    told = (LetterKind.EVENT_CHANGED, LetterKind.EVENT_CANCELLED)
    with event.app.app_context():
        found = select(Mailing.kind).where(Mailing.event_id == event.id, Mailing.kind.in_(told))
        return list(db.session.scalars(found))


def programme(event: OwnEvent) -> list[datetime | None]:
    with event.app.app_context():
        return [item.start_wall for item in db.session.get_one(Event, event.id).sessions]


def with_programme(app: Flask) -> OwnEvent:
    start = b.draft("never").start
    opening = SessionDraft({"en": "Opening"}, start=start, end=start + HOUR)
    return own_event(app, sessions=(opening, SessionDraft({"en": "Wishes"})))


def test_it_asks_with_the_old_and_new_times_and_the_number_of_people(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    start = event.column("start_wall")
    asked = ask(browser(website), event)
    assert asked.status_code == 200
    text = words(asked)
    assert "2 people who come or wait get a letter with the old and the new times." in text
    assert f"{start.day} {start:%B %Y}, 17:00" in text
    assert f"{start.day} {start:%B %Y}, 18:00" in text
    assert "Registration closes" in text
    assert text.count("stays") == 1
    assert event.column("start_wall") == start
    assert planned(event) == []


def test_at_the_second_time_it_is_moved_and_everybody_will_be_told(website: Flask):
    event = own_event(website)
    event.register(1)
    start = event.column("start_wall")
    client = browser(website)
    moved = go_on(client, ask(client, event, message="The hall is free later."), "move")
    assert "The event is moved." in words(client.get(moved.location))
    assert event.column("start_wall") == start + HOUR
    assert planned(event) == [LetterKind.EVENT_CHANGED]
    with website.app_context():
        mailing = db.session.scalars(select(Mailing).where(Mailing.kind == LetterKind.EVENT_CHANGED)).one()
        assert mailing.facts["message"] == "The hall is free later."


def test_the_programme_moves_along(website: Flask):
    event = with_programme(website)
    [first, _] = programme(event)
    client = browser(website)
    go_on(client, ask(client, event), "move")
    assert programme(event) == [first + HOUR, None]


@on_sqlite
def test_the_programme_stays_if_its_host_says_so(website: Flask):
    event = with_programme(website)
    before = programme(event)
    client = browser(website)
    data = {**form(client.get(f"{event.address}/move"), "/move").values()}
    del data["programme"]
    data["start"] = typed(event.column("start_wall") - HOUR)
    asked = client.post(f"{event.address}/move", data=data)
    go_on(client, asked, "move")
    assert programme(event) == before


@on_sqlite
def test_nothing_typed_is_lost_on_the_way_back(website: Flask):
    event = own_event(website)
    client = browser(website)
    back = go_on(client, ask(client, event, message="Later."), "change")
    kept = form(back, "/move").values()
    assert kept["start"] == typed(event.column("start_wall") + HOUR)
    assert kept["message"] == "Later."


@on_sqlite
def test_nobody_is_told_that_registration_closes_at_another_time(website: Flask):
    event = own_event(website)
    event.register(1)
    closes = event.column("closes_wall") + HOUR
    client = browser(website)
    times = {name: typed(event.column(f"{name}_wall")) for name in ("start", "end")}
    asked = ask(client, event, **times, closes=typed(closes))
    assert "Nobody is written to" in words(asked)
    done = go_on(client, asked, "move")
    assert "Registration closes at another time now." in words(client.get(done.location))
    assert event.column("closes_wall") == closes
    assert planned(event) == []


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"start": 0, "end": 0}, "These are the times that stand already."),
        ({"end": -3}, "The end has to come after the start."),
        ({"start": -9000, "end": -8999}, "Choose a time to come."),
        ({"closes": 9000}, "Registration has to close before the event ends."),
    ],
)
def test_times_that_cannot_be_are_said_and_kept(website: Flask, changes: dict[str, int], told: str):
    event = own_event(website)
    asked = {name: typed(event.column(f"{name}_wall") + by * HOUR) for name, by in changes.items()}
    refused = ask(browser(website), event, **asked)
    assert refused.status_code == 422
    assert told in words(refused)
    kept = form(refused, "/move").values()
    assert {name: kept[name] for name in asked} == asked


@on_sqlite
@pytest.mark.parametrize("text", ["", "soon", "2199-01-01T10:00"])
def test_a_time_that_is_none_is_said(website: Flask, text: str):
    event = own_event(website)
    refused = ask(browser(website), event, start=text)
    assert refused.status_code == 422
    assert planned(event) == []


def test_cancelling_is_asked_first_with_the_number_of_people(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2, 3)
    text = words(browser(website).get(f"{event.address}/cancel"))
    assert "3 people who come or wait get a letter." in text
    assert "1 of them has a place" in text
    assert event.column("status") is EventStatus.PUBLISHED


def test_a_cancelled_event_says_why_wherever_people_look(website: Flask):
    event = own_event(website)
    event.register(1)
    with website.app_context():
        own_page = f"/registrations/{b.own_token(event.id, 1)}"
    client = browser(website)
    reason = "The speaker is ill.\nWe are <sorry>."
    public = f"/events/{event.slug}"
    assert "The speaker is ill." not in client.get(public).text
    done = send(client, client.get(f"{event.address}/cancel"), "/cancel", reason=reason)
    assert "The event is cancelled. Everybody who comes or waits gets a letter." in words(
        client.get(done.location)
    )
    assert event.column("status") is EventStatus.CANCELLED
    assert planned(event) == [LetterKind.EVENT_CANCELLED]
    for address in (public, own_page, event.address):
        assert "The speaker is ill. We are <sorry>." in words(client.get(address)), address


@on_sqlite
@pytest.mark.parametrize("path", ["move", "cancel"])
def test_what_is_cancelled_is_neither_moved_nor_cancelled_again(website: Flask, path: str):
    event = own_event(website)
    client = browser(website)
    shown = client.get(f"{event.address}/{path}")
    send(client, client.get(f"{event.address}/cancel"), "/cancel", reason="First.")
    assert "no longer" in words(client.get(f"{event.address}/{path}"))
    again = send(client, shown, f"/{path}", start="2199-01-01T10:00", reason="Second.")
    assert again.status_code == 409 or path == "cancel"
    assert event.column("cancellation_reason") == "First."
    assert planned(event) == [LetterKind.EVENT_CANCELLED]
    links = [link.get("href") for link in page(client.get(event.address)).all("a")]
    assert f"{event.address}/{path}" not in links


@on_sqlite
def test_only_those_who_manage_are_led_there(website: Flask):
    event = own_event(website)
    for role, is_led in ((Role.MANAGER, True), (Role.VIEWER, False)):
        shown = browser(website, role).get(event.address).text
        assert (f"{event.address}/move" in shown, f"{event.address}/cancel" in shown) == (is_led, is_led)


def test_an_hour_that_the_clock_shows_twice_stays_the_one_that_it_was(website: Flask):
    second = datetime(2027, 10, 31, 2, 30, fold=1)
    closes = second.replace(fold=0) - 3 * HOUR
    event = own_event(
        website, zone="Europe/Berlin", start=second, end=second + 3 * HOUR, closes=closes + HOUR
    )
    client, before = browser(website), event.column("start_at")
    times = {"start": second, "end": second + 3 * HOUR, "closes": closes}
    go_on(client, ask(client, event, **{name: typed(wall) for name, wall in times.items()}), "move")
    assert (event.column("closes_wall"), event.column("start_at")) == (closes, before)
