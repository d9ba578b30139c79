"""Whole events, from the shell."""

import pytest
from flask import Flask

from regapp.vocabulary import EventStatus, LetterKind
from tests import builders as b
from tests.services.mailing_scenes import HOUR, WEEK, cancel, change, mailings, stored


@pytest.fixture
def event(app: Flask) -> int:
    return b.small_event()


def run(app: Flask, *args: str) -> tuple[int, str]:
    shown = app.test_cli_runner().invoke(args=["events", *args])
    return shown.exit_code, shown.output


def test_an_event_is_moved_with_its_window(app: Flask, event: int) -> None:
    before = stored(event)
    start, closes = before.start_wall, before.closes_wall
    new = start + WEEK
    status, output = run(
        app, "move", before.slug, "--start", f"{new:%Y-%m-%dT%H:%M}", "--end", f"{new:%Y-%m-%d} 20:00",
        "--message", "The room is taken."
    )  # fmt: skip
    assert (status, output) == (0, f"{before.slug}: {new:%Y-%m-%d %H:%M} to {new:%Y-%m-%d} 20:00\n")
    assert (stored(event).start_wall, stored(event).closes_wall) == (new, closes + WEEK)
    assert change(event).facts["message"] == "The room is taken."


def test_what_is_wrong_with_the_times_is_said(app: Flask, event: int) -> None:
    start = stored(event).start_wall
    times = ("--start", f"{start:%Y-%m-%dT%H:%M}", "--end", f"{start - HOUR:%Y-%m-%dT%H:%M}")
    status, output = run(app, "move", stored(event).slug, *times)
    assert status == 1
    assert "the end is not after the start" in output


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_year_without_end_is_refused_in_words(app: Flask, event: int, year: str) -> None:
    times = ("--start", f"{year}-01-01T10:00", "--end", f"{year}-12-31T10:00")
    status, output = run(app, "move", stored(event).slug, *times)
    assert (status, output.startswith("Error: ")) == (1, True)


def test_an_event_is_called_off(app: Flask, event: int) -> None:
    status, output = run(app, "cancel", stored(event).slug, "--reason", "Snow.")
    assert (status, output) == (0, f"{stored(event).slug}: cancelled\n")
    assert (stored(event).status, stored(event).cancellation_reason) == (EventStatus.CANCELLED, "Snow.")
    assert mailings(event, LetterKind.EVENT_CANCELLED)


def test_what_is_cancelled_cannot_be_moved(app: Flask, event: int) -> None:
    cancel(event)
    status, output = run(
        app, "move", stored(event).slug, "--start", "2031-01-01T10:00", "--end", "2031-01-01T11:00"
    )
    assert status == 1
    assert "over or cancelled" in output
