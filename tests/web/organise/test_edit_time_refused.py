"""What a host says of an event's times and cannot be is said at its field, and kept."""

from datetime import datetime

import pytest
from flask import Flask

from tests.organisers import browser, on_sqlite, own_event
from tests.web.organise.test_edit_time import HOUR, PART, change, in_berlin, typed
from tests.web.visits import form, page, words

SPRING = datetime(2027, 3, 28, 2, 30)  # in Berlin the clock never shows it


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "told", "at"),
    [
        ({"end": -3}, "The end has to come after the start.", "end"),
        ({"start": -9000, "end": -8999}, "Choose a time to come.", "end"),
        ({"closes": 9000}, "Registration has to close before the event ends.", "closes"),
        ({"opens": 100}, "Registration has to open before it closes.", "opens"),
        ({"start": -1_150_000}, "Check the year", "start"),
    ],
)
def test_times_that_cannot_be_are_said_at_their_field_and_kept(
    website: Flask, changes: dict[str, int], told: str, at: str
):
    event = own_event(website)
    walls = {name: event.column("opens_wall" if name == "" else f"{name}_wall") for name in changes}
    moved = {name: (walls[name] or event.column("closes_wall")) + by * HOUR for name, by in changes.items()}
    refused = change(browser(website), event, **typed(**moved))
    assert refused.status_code == 422
    assert told in page(refused).one(id=f"{at}-error").text
    kept = form(refused, PART).values()
    assert {name: kept[name] for name in typed(**moved)} == typed(**moved)


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"start-date": ""}, "Write the date like this"),
        ({"start-date": "", "start-time": ""}, "Write the date and the hour."),
        ({"start-date": "soon"}, "Write the date like this"),
        ({"start-date": "2031-02-30"}, "Write the date like this"),
        ({"start-time": ""}, "Write the hour like this"),
        ({"start-time": "25:00"}, "Write the hour like this"),
        ({"start-date": "1900-01-01"}, "Check the year"),
        ({"zone": ""}, "Write a city of the time zone"),
        ({"zone": "Nowhere"}, "Write a city of the time zone"),
        ({"zone": "Argentina"}, "There are several such time zones."),
        ({"zone": "<script>" * 20_000}, "Write a city of the time zone"),
        ({"start-time": "9" * 100_000}, "Write the hour like this"),
    ],
)
def test_what_is_no_time_is_said(website: Flask, fields: dict[str, str], told: str):
    event = own_event(website)
    before = event.column("start_at")
    refused = change(browser(website), event, **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    assert event.column("start_at") == before


@on_sqlite
def test_an_hour_that_the_clock_leaves_out_is_said_at_its_field(website: Flask):
    event = in_berlin(website)
    refused = change(
        browser(website), event, **typed(start=SPRING, end=SPRING + 9 * HOUR, closes=SPRING - HOUR)
    )
    assert "leaves out this hour" in page(refused).one(id="start-error").text
