"""What the worker does once a minute, from a host's click to the letter."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from flask import Flask

from regapp import worker
from regapp.services.events.retiming import retime_all
from tests import builders as b
from tests.services.mailing_scenes import WEEK, cancel, move
from tests.zones import zone_data_of_2023


def calendars(app: Flask) -> list[str]:
    """The calendar parts of all letters, in the order of sending."""
    folder = app.extensions["settings"].instance / "mail"
    messages = [
        message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))
    ]
    parts = [part for message in messages for part in message.walk()]
    return [
        part.get_content()
        for part in parts
        if part.get_content_type() == "text/calendar" and not part.is_attachment()
    ]


def methods(app: Flask) -> list[str]:
    """What they are to do in a calendar (RFC 5546)."""
    return [re.findall(r"^METHOD:(\w+)\r?$", calendar, re.MULTILINE)[0] for calendar in calendars(app)]


@pytest.mark.parametrize("wait", [timedelta(seconds=30), timedelta(seconds=90)])
def test_a_change_leaves_with_the_sweep_after_its_minute(app: Flask, wait: timedelta) -> None:
    settings = app.extensions["settings"]
    with time_machine.travel(datetime.now().astimezone(), tick=False) as clock:
        event = b.small_event()
        b.register(event, 1)
        worker.sweep(settings)
        move(event, WEEK)
        clock.shift(wait)
        worker.sweep(settings)
        changed = ["REQUEST"] if wait > timedelta(minutes=1) else []
        assert methods(app) == ["REQUEST", *changed]
        cancel(event)
        clock.shift(timedelta(seconds=1))
        worker.sweep(settings)
    assert methods(app) == ["REQUEST", *changed, "CANCEL"]


def test_a_law_that_changes_the_clocks_corrects_calendars(app: Flask) -> None:
    """Asia/Almaty went from UTC+6 to UTC+5 on 1 March 2024 (RFC 5545 3.6.5)."""
    settings, start = app.extensions["settings"], datetime(2024, 4, 25, 17)
    with time_machine.travel(datetime(2023, 12, 10, 9, tzinfo=UTC), tick=False) as clock:
        with zone_data_of_2023():
            event = b.small_event(start=start, end=start + timedelta(hours=2), closes=start)
            b.register(event, 1)
            worker.sweep(settings)
        retime_all()
        clock.shift(timedelta(minutes=2))
        worker.sweep(settings)
    before, after = calendars(app)
    for calendar, number in ((before, 0), (after, 1)):
        assert "DTSTART;TZID=Asia/Almaty:20240425T170000" in calendar
        assert f"SEQUENCE:{number}" in calendar
    assert "TZOFFSETTO:+0500" not in before
    assert "TZOFFSETFROM:+0600\r\nTZOFFSETTO:+0500" in after.replace("\r\n", "\n").replace("\n", "\r\n")
