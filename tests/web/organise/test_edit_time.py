"""A host says when an event is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Event, Mailing
from regapp.services.events import creating
from regapp.services.events.drafts import SessionDraft
from regapp.vocabulary import LetterKind, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

HOUR = timedelta(hours=1)
PART = "/edit/time"
NIGHT = datetime(2027, 10, 31, 2, 30)  # in Berlin the clock shows it twice


def typed(**walls: datetime) -> dict[str, str]:
    """What is sent of times as naive datetimes, by the names of their fields."""
    return {
        f"{name}-{part}": f"{wall:{pattern}}"
        for name, wall in walls.items()
        for part, pattern in (("date", "%Y-%m-%d"), ("time", "%H:%M"))
    }


def shown(client: FlaskClient, event: OwnEvent) -> TestResponse:
    return client.get(f"{event.address}{PART}")


def change(client: FlaskClient, event: OwnEvent, **fields: str) -> TestResponse:
    return send(client, shown(client, event), PART, **fields)


def later(event: OwnEvent, by: timedelta = HOUR) -> dict[str, str]:
    return typed(**{name: event.column(f"{name}_wall") + by for name in ("start", "end")})


def answer(client: FlaskClient, asked: TestResponse, button: str, **fields: str) -> TestResponse:
    return send(client, asked, PART, next=button, **fields)


def planned(event: OwnEvent) -> list[dict[str, Any]]:
    """What letters to many about the event's changes will say."""
    with event.app.app_context():
        found = select(Mailing).where(Mailing.event_id == event.id, Mailing.kind == LetterKind.EVENT_CHANGED)
        return [mailing.facts for mailing in db.session.scalars(found)]


def programme(event: OwnEvent) -> list[datetime | None]:
    with event.app.app_context():
        return [item.start_wall for item in db.session.get_one(Event, event.id).sessions]


def with_programme(app: Flask, **changes: Any) -> OwnEvent:
    start = b.draft("never").start
    opening = SessionDraft({"en": "Opening"}, start=start, end=start + HOUR)
    return own_event(app, sessions=(opening, SessionDraft({"en": "Wishes"})), **changes)


def in_berlin(app: Flask, start: datetime = NIGHT + 12 * HOUR) -> OwnEvent:
    return own_event(app, zone="Europe/Berlin", start=start, end=start + 2 * HOUR, closes=start)


def test_where_nobody_is_told_it_is_moved_at_once(website: Flask):
    event = own_event(website)
    start = event.column("start_wall")
    client = browser(website)
    saved = change(client, event, **later(event))
    assert (saved.status_code, saved.location) == (303, f"{event.address}{PART}")
    assert event.column("start_wall") == start + HOUR
    assert event.column("revision") > 1


@on_sqlite
def test_a_draft_is_moved_in_silence_even_from_the_past(website: Flask):
    past = datetime(2020, 11, 12, 17)
    with website.app_context():
        number = creating.create(b.draft("old", start=past, end=past + HOUR, closes=past))
    event = OwnEvent(website, number, "old")
    client = browser(website)
    start = b.draft("never").start
    change(client, event, **typed(start=start, end=start + HOUR, closes=start))
    assert event.column("start_wall") == start
    assert planned(event) == []


def test_it_asks_with_the_old_and_new_times_and_the_number_of_people(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    start = event.column("start_wall")
    asked = change(browser(website), event, **later(event))
    assert asked.status_code == 200
    text = words(asked)
    assert "2 people who come or wait get a letter" in text
    assert f"{start.day} {start:%B %Y}, 17:00" in text
    assert f"{start.day} {start:%B %Y}, 18:00" in text
    assert event.column("start_wall") == start
    assert planned(event) == []


def test_at_the_second_time_it_is_moved_and_everybody_will_be_told(website: Flask):
    event = own_event(website)
    event.register(1)
    start = event.column("start_wall")
    client = browser(website)
    asked = change(client, event, **later(event))
    moved = answer(client, asked, "save", message="The hall is free later.")
    assert "gets a letter" in words(client.get(moved.location))
    assert event.column("start_wall") == start + HOUR
    [facts] = planned(event)
    assert facts["message"] == "The hall is free later."


def test_another_zone_is_asked_and_told_as_well(website: Flask):
    event = own_event(website)
    event.register(1)
    wall = event.column("start_wall")
    client = browser(website)
    asked = change(client, event, zone="Berlin")
    assert "Berlin (Europe/Berlin)" in words(asked)
    answer(client, asked, "save")
    assert (event.column("zone"), event.column("start_wall")) == ("Europe/Berlin", wall)
    assert planned(event)[0]["old"]["zone"] == "Asia/Almaty"


@on_sqlite
def test_nothing_typed_is_lost_on_the_way_back(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    back = answer(client, change(client, event, **later(event)), "change", message="Later.")
    kept = form(back, PART).values()
    wanted = later(event)
    assert {name: kept[name] for name in wanted} == wanted
    assert kept["message"] == "Later."


@on_sqlite
def test_nobody_is_asked_about_when_registration_closes(website: Flask):
    event = own_event(website)
    event.register(1)
    closes = event.column("closes_wall") + HOUR
    saved = change(browser(website), event, **typed(closes=closes, opens=closes - 48 * HOUR))
    assert saved.status_code == 303
    assert (event.column("closes_wall"), event.column("opens_wall")) == (closes, closes - 48 * HOUR)
    assert planned(event) == []


def test_whole_days_need_no_hours_and_end_with_the_last(website: Flask):
    event = own_event(website)
    day = event.column("start_wall").replace(hour=0)
    days = {"start-date": f"{day:%Y-%m-%d}", "end-date": f"{day + 24 * HOUR:%Y-%m-%d}"}
    client = browser(website)
    change(client, event, all_day="y", **days, **{"start-time": "", "end-time": ""})
    assert event.column("all_day") is True
    assert (event.column("start_wall"), event.column("end_wall")) == (day, day + 48 * HOUR)
    kept = form(shown(client, event), PART).values()
    assert {name: kept[name] for name in days} == days


@on_sqlite
def test_the_programme_moves_along(website: Flask):
    event = with_programme(website)
    [first, _] = programme(event)
    change(browser(website), event, **later(event))
    assert programme(event) == [first + HOUR, None]


@on_sqlite
def test_the_programme_stays_if_its_host_says_so(website: Flask):
    event = with_programme(website)
    before = programme(event)
    client = browser(website)
    data = {**form(shown(client, event), PART).values(), **later(event, -HOUR)}
    del data["programme"]
    assert client.post(f"{event.address}{PART}", data=data).status_code == 303
    assert programme(event) == before


@on_sqlite
def test_a_part_of_the_programme_that_would_leave_the_events_days_is_named(website: Flask):
    event = with_programme(website)
    client = browser(website)
    data = {**form(shown(client, event), PART).values(), **later(event, 48 * HOUR)}
    del data["programme"]
    refused = client.post(f"{event.address}{PART}", data=data)
    assert refused.status_code == 422
    assert "“Opening” would not be on a day of the event." in words(refused)


def test_entries_for_each_part_of_the_programme_are_chosen_here(website: Flask):
    event = with_programme(website)
    change(browser(website), event, by_session="y")
    assert event.column("calendar_by_session") is True


@on_sqlite
@pytest.mark.parametrize(
    ("zone", "stored"),
    [
        ("Алматы", "Asia/Almaty"),
        ("astana", "Asia/Almaty"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Oral (Asia/Oral)", "Asia/Oral"),
    ],
)
def test_a_zone_is_found_by_a_city_or_its_name(website: Flask, zone: str, stored: str):
    event = own_event(website, zone="Asia/Tokyo")
    change(browser(website), event, zone=zone)
    assert event.column("zone") == stored


@on_sqlite
def test_the_organisations_zone_is_proposed_first(website: Flask):
    event = own_event(website, zone="Europe/Berlin")
    options = page(shown(browser(website), event)).all("option")
    assert [one.get("value") for one in options[:2]] == ["Almaty (Asia/Almaty)", "Berlin (Europe/Berlin)"]


def test_of_two_equal_hours_the_host_chooses_one(website: Flask):
    event = in_berlin(website)
    client = browser(website)
    times = typed(start=NIGHT, end=NIGHT + 9 * HOUR, closes=NIGHT - HOUR)
    asked = change(client, event, **times)
    assert asked.status_code == 422
    assert "shows this hour twice" in page(asked).one(id="start-error").text
    assert "the later one, UTC+1" in words(asked)
    assert send(client, asked, PART, **{"start-fold": "1"}).status_code == 303
    assert f"{event.column('start_at'):%H:%M}" == "01:30"
    send(client, shown(client, event), PART, **{"start-fold": "0"})
    assert f"{event.column('start_at'):%H:%M}" == "00:30"


def test_an_hour_that_the_clock_shows_twice_stays_the_one_that_it_was(website: Flask):
    event = in_berlin(website, NIGHT.replace(fold=1))
    client, before = browser(website), event.column("start_at")
    change(client, event, **typed(closes=NIGHT - 4 * HOUR))
    assert (event.column("closes_wall"), event.column("start_at")) == (NIGHT - 4 * HOUR, before)


def test_what_another_has_changed_elsewhere_stays(website: Flask):
    event = own_event(website)
    client = browser(website)
    old = shown(client, event)
    end, closes = event.column("end_wall") + HOUR, event.column("closes_wall") + HOUR
    change(client, event, **typed(end=end))
    assert send(client, old, PART, **typed(closes=closes)).status_code == 303
    assert (event.column("end_wall"), event.column("closes_wall")) == (end, closes)


@on_sqlite
def test_what_both_have_changed_is_asked_again(website: Flask):
    event = own_event(website)
    client = browser(website)
    old, end = shown(client, event), event.column("end_wall")
    change(client, event, **typed(end=end + HOUR))
    answered = send(client, old, PART, **typed(end=end + 2 * HOUR))
    assert answered.status_code == 409
    assert f"{end + HOUR:%Y-%m-%d %H:%M}" in words(answered)
    assert send(client, answered, PART).status_code == 303
    assert event.column("end_wall") == end + 2 * HOUR


@on_sqlite
def test_times_that_only_together_cannot_be_are_refused(website: Flask):
    event = own_event(website)
    client = browser(website)
    old, start, end = shown(client, event), event.column("start_wall"), event.column("end_wall")
    change(client, event, **typed(start=start - 5 * HOUR, end=end - 5 * HOUR, closes=start - 30 * HOUR))
    refused = send(client, old, PART, **typed(start=start + HOUR))
    assert refused.status_code in {409, 422}
    assert event.column("start_wall") == start - 5 * HOUR


@on_sqlite
def test_what_is_cancelled_is_not_moved(website: Flask):
    event = own_event(website)
    client = browser(website)
    old, start = shown(client, event), event.column("start_wall")
    send(client, client.get(f"{event.address}/cancel"), "/cancel", reason="Ill.")
    assert "can no longer be moved" in words(shown(client, event))
    assert send(client, old, PART, **later(event)).status_code == 409
    assert event.column("start_wall") == start


@on_sqlite
def test_only_those_who_manage_are_led_there(website: Flask):
    event = own_event(website)
    for role, is_led in ((Role.MANAGER, True), (Role.VIEWER, False)):
        assert (f"{event.address}{PART}" in browser(website, role).get(event.address).text) == is_led
