"""Letters where each session is an entry of its own: what they bring and take out, session by session."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar, Event

from regapp.clock import now
from regapp.services.events.calendar_rules import CalendarRules, change_calendar_rules
from regapp.services.events.drafts import SessionDraft
from regapp.services.events.event_changes import cancel
from regapp.services.registrations import own_page, own_place
from regapp.vocabulary import LetterKind
from regapp.worker import sweep
from tests import builders

from . import scenes
from .places import clean_air
from .scenes import enrol, own, sent

SLUG, A, B = "clean-air", "a@example.org", "b@example.org"
PROGRAMME = (
    SessionDraft({"en": "Talk"}, start=datetime(2027, 3, 11, 17)),
    SessionDraft({"en": "Soil"}, start=datetime(2027, 3, 11, 18), bookable=True),
    SessionDraft({"en": "Water"}, start=datetime(2027, 3, 11, 18), bookable=True),
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(scenes.TODAY, tick=False) as traveller:
        yield traveller


def stand(*chosen: str, by_session: bool = True) -> int:
    """A has a seat and chose those sessions; the event's id."""
    event = clean_air(SLUG, capacity=2, sessions=PROGRAMME, calendar_by_session=by_session)
    enrol(A, slug=SLUG, sessions=ids(*chosen))
    return event


def ids(*titles: str) -> tuple[int, ...]:
    items = scenes.stored_event(SLUG).sessions
    return tuple(item.id for item in items if item.title["en"] in titles)


def choose(*titles: str) -> None:
    registration = own(A, SLUG)
    token, code = registration.token, registration.first.code
    own_place.choose_sessions(token=token, code=code, sessions=ids(*titles))


def told(message: EmailMessage) -> list[tuple[str, str]]:
    """Method and summary of each calendar in a letter, less the event's name."""
    return [(str(calendar["METHOD"]), name(entry)) for calendar, entry in calendars(message)]


def name(entry: Event) -> str:
    return str(entry["SUMMARY"]).partition(" – ")[0]


def calendars(message: EmailMessage) -> list[tuple[Calendar, Event]]:
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    found = [Calendar.from_ical(part.get_payload(decode=True)) for part in parts]
    return [(calendar, calendar.walk("VEVENT")[0]) for calendar in found]


def test_each_of_their_sessions_is_a_request_of_its_own(app: Flask) -> None:
    stand("Soil")
    confirmation = sent(app, LetterKind.CONFIRMATION, A)
    assert told(confirmation) == [("REQUEST", "Talk"), ("REQUEST", "Soil")]
    assert len({str(entry["UID"]) for _, entry in calendars(confirmation)}) == 2


def test_another_choice_brings_the_one_and_takes_out_the_other(app: Flask) -> None:
    stand("Soil")
    sent(app, LetterKind.CONFIRMATION, A)
    choose("Water")
    changed = sent(app, LetterKind.CHANGED, A)
    assert told(changed) == [("REQUEST", "Talk"), ("REQUEST", "Water"), ("CANCEL", "Soil")]
    assert {entry["SEQUENCE"] for _, entry in calendars(changed)} == {1}


def test_who_leaves_loses_just_what_they_had(app: Flask) -> None:
    stand("Soil")
    sent(app, LetterKind.CONFIRMATION, A)
    own_page.cancel(token=own(A, SLUG).token)
    assert told(sent(app, LetterKind.CANCELLATION, A)) == [("CANCEL", "Talk"), ("CANCEL", "Soil")]


def test_who_comes_back_with_another_choice_keeps_nothing_of_the_first(app: Flask) -> None:
    stand("Soil")
    sent(app, LetterKind.CONFIRMATION, A)
    own_page.cancel(token=own(A, SLUG).token)
    enrol(A, slug=SLUG, sessions=ids("Water"))
    again = sent(app, LetterKind.CONFIRMATION, A)
    assert told(again) == [("REQUEST", "Talk"), ("REQUEST", "Water"), ("CANCEL", "Soil")]


def test_a_cancelled_event_takes_out_what_was_given_up_untold(app: Flask) -> None:
    event = stand("Soil")
    sent(app, LetterKind.CONFIRMATION, A)
    choose()
    cancel(event_id=event, reason="", user_id=None)
    sweep(app.extensions["settings"])
    assert told(sent(app, LetterKind.EVENT_CANCELLED, A)) == [("CANCEL", "Talk"), ("CANCEL", "Soil")]


def test_a_host_who_goes_back_to_days_takes_out_what_each_had(
    app: Flask, clock: time_machine.Traveller
) -> None:
    event = stand("Soil")
    enrol(B, slug=SLUG)
    sent(app, LetterKind.CONFIRMATION, A)
    change_calendar_rules(event_id=event, rules=CalendarRules(), user_id=None)
    clock.move_to(now() + timedelta(minutes=6))
    sweep(app.extensions["settings"])
    day, *gone = told(sent(app, LetterKind.EVENT_CHANGED, A))
    assert (day[0], gone) == ("REQUEST", [("CANCEL", "Talk"), ("CANCEL", "Soil")])
    assert told(sent(app, LetterKind.EVENT_CHANGED, B))[1:] == [("CANCEL", "Talk")]
    assert builders.findings() == []
