"""An announcement is pasted, read, looked through, and becomes a draft."""

import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from regapp.database import db
from regapp.models import Event
from regapp.vocabulary import Attendance, EventKind, EventStatus, Role, SpeakerRole
from tests.organisers import browser, on_sqlite, token
from tests.web.pages import Node, parse

PAGE = "/organise/events/new/announcement"
DRAFT = f"{PAGE}/draft"
DAY = date.today() + timedelta(days=60)  # noqa: DTZ011 - a day of the browser
ROUND_TABLE = f"""Round table "Migration: what now?"

The Kazakh-German University and the Institute of Tomorrow invite you.
Date: {DAY:%d.%m.%Y}, 17:00
Venue: Main Building, Pushkin Street 111, Almaty, Room 204
No more than 10 people in the room. Online: Zoom, meeting ID 846 8448 4087, passcode 4711.
Register by {DAY - timedelta(days=2):%d.%m.%Y}.
Live broadcast on Facebook.
Moderator: Anna Schmidt, rector
Telephone: +7 777 397 11 27

Agenda:
1. The present situation
2. The role of NGOs
"""


def paste(host: FlaskClient, words: str = ROUND_TABLE, **more: str) -> Any:
    page = host.get(PAGE).text
    return host.post(PAGE, data={"text": words, "csrf_token": token(page), **more})


def form_of(page: Node) -> Node:
    return next(form for form in page.all("form") if form.all("input", name="date"))


def sent(host: FlaskClient, words: str = ROUND_TABLE, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form with what was found, and these changes."""
    form = form_of(parse(paste(host, words).text))
    ticked = {
        name: [box.get("value") for box in form.all("input", name=name) if "checked" in box.attributes]
        for name in ("ways", "hosts")
    }
    return {**form.values(), **ticked, **changes}


def make(host: FlaskClient, words: str = ROUND_TABLE, **changes: Any) -> Any:
    return host.post(DRAFT, data=sent(host, words, **changes))


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager of dku."""
    return browser(client.application)


def test_it_makes_a_draft_of_what_was_found(host: FlaskClient, app: Flask):
    answer = make(host)
    assert (answer.status_code, answer.location) == (303, "/organise/events/migration-what-now")
    with host.application.app_context():
        event = db.session.scalars(select(Event).where(Event.slug == "migration-what-now")).one()
        assert (event.status, event.kind) == (EventStatus.DRAFT, EventKind.ROUND_TABLE)
        assert event.title == {"en": "Migration: what now?"}
        assert f"{event.start_wall:%Y-%m-%d %H:%M}" == f"{DAY} 17:00"
        assert f"{event.closes_wall:%Y-%m-%d %H:%M}" == f"{DAY - timedelta(days=2)} 23:59"
        assert event.venue.name == {"en": "Main Building"}
        assert event.venue.address == {"en": "Pushkin Street 111, Room 204"}
        assert [quota.capacity for quota in event.quotas] == [10]
        assert {one.attendance for one in event.ticket_types} == set(Attendance)
        assert (event.meeting_provider, event.meeting_id, event.passcode) == ("zoom", "846 8448 4087", "4711")
        assert [(one.role, one.name) for one in event.speakers] == [
            (SpeakerRole.MODERATOR, {"en": "Anna Schmidt"})
        ]
        assert [one.title["en"] for one in event.sessions] == ["The present situation", "The role of NGOs"]
        assert event.contact_phone == "+7 777 397 11 27"


def marks(page: Node) -> list[str]:
    return [mark.text.strip() for mark in page.all("mark")]


@on_sqlite
def test_it_shows_each_value_with_the_words_it_came_from(host: FlaskClient):
    page = parse(paste(host).text)
    wanted = {"Migration: what now?", "17:00", "No more than 10 people", "846 8448 4087", "Main Building"}
    assert wanted <= set(marks(page))


@on_sqlite
def test_it_says_what_it_inferred(host: FlaskClient):
    assert "No year is given: this is the next such day." in paste(host, "Seminar\n3 March at 10:00").text


@on_sqlite
def test_it_says_what_contradicts(host: FlaskClient):
    answer = paste(host, "Seminar on law\nMonday, 15 October 2037, 15:00")
    assert "This date is not on that day of the week." in answer.text


@on_sqlite
def test_it_says_that_nothing_was_found(host: FlaskClient):
    assert "Nothing was found" in paste(host, "…").text


@on_sqlite
def test_it_asks_for_a_text(host: FlaskClient):
    answer = paste(host, " ")
    assert answer.status_code == 422
    assert "Paste the text of the announcement." in answer.text


@on_sqlite
def test_it_takes_what_the_host_corrects(host: FlaskClient):
    make(host, title_en="Something better", ways=["in-person"], places="12")
    with host.application.app_context():
        event = db.session.scalars(select(Event).where(Event.slug == "something-better")).one()
        assert event.title == {"en": "Something better"}
        assert [one.attendance for one in event.ticket_types] == [Attendance.IN_PERSON]
        assert [quota.capacity for quota in event.quotas] == [12]
        assert event.meeting_id == ""


@on_sqlite
def test_it_keeps_what_was_typed_beside_an_error(host: FlaskClient):
    answer = make(host, date="", title_en="Kept")
    page = parse(answer.text)
    assert answer.status_code == 422
    assert form_of(page).values()["title_en"] == "Kept"
    assert "Migration: what now?" in marks(page)


@on_sqlite
def test_it_refuses_a_deadline_after_the_event(host: FlaskClient):
    answer = make(host, closes=f"{DAY + timedelta(days=3)}T10:00")
    assert answer.status_code == 422
    assert "Registration has to close before the event ends." in answer.text


@on_sqlite
def test_it_refuses_a_day_that_is_over(host: FlaskClient):
    answer = make(host, date="2020-11-12", closes="")
    assert answer.status_code == 422
    assert "Choose a day to come." in answer.text


@on_sqlite
def test_it_asks_for_the_city_of_a_place(host: FlaskClient):
    answer = make(host, venue_city="")
    assert answer.status_code == 422
    assert "Write in which city it is." in answer.text


@on_sqlite
def test_it_says_which_line_of_the_agenda_is_wrong(host: FlaskClient):
    answer = make(host, agenda="Welcome\n25:10 Talks")
    assert answer.status_code == 422
    assert "Line 2: write the hour like this: 10:30." in answer.text


@on_sqlite
def test_hours_are_not_called_like_the_sender_and_the_recipient_of_a_letter(host: FlaskClient):
    asked = paste(host).text
    assert "Starts at" in asked
    assert "Ends at" in asked


@on_sqlite
def test_a_host_that_is_not_known_becomes_a_co_host_by_name(host: FlaskClient):
    assert sent(host)["other_hosts"] == "Institute of Tomorrow"
    assert "Institute of Tomorrow" in marks(parse(paste(host).text))
    assert co_hosts_of(host) == [("", {"en": "Institute of Tomorrow"})]


@on_sqlite
def test_the_host_may_correct_and_empty_the_names_of_co_hosts(host: FlaskClient):
    corrected = "Tomorrow Institute\nCity library"
    assert co_hosts_of(host, other_hosts=corrected) == [
        ("", {"en": "Tomorrow Institute"}),
        ("", {"en": "City library"}),
    ]
    assert co_hosts_of(host, other_hosts=" ") == []


@on_sqlite
def test_a_co_hosts_name_that_is_too_long_is_said_at_its_field(host: FlaskClient):
    answer = make(host, other_hosts="x" * 300)
    assert answer.status_code == 422
    assert "A name is too long. Write one name on each line." in answer.text


def co_hosts_of(host: FlaskClient, **changes: Any) -> list[tuple[str, dict[str, str]]]:
    """The co-hosts of the draft that is made, by slug or name."""
    assert make(host, **changes).status_code == 303
    with host.application.app_context():
        event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        return [(one.slug, dict(one.own_name)) for one in event.hosts]


@on_sqlite
def test_a_bilingual_text_becomes_a_title_in_both_languages(host: FlaskClient):
    words = (Path(__file__).parents[2] / "announcements" / "corpus" / "kk-bilingual.txt").read_text()
    make(host, words, date=DAY.isoformat(), closes="", venue_name="Сот")
    with host.application.app_context():
        event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert event.title == {"kk": "Тіл және сот", "ru": "Язык и суд"}


@on_sqlite
def test_hours_past_midnight_end_on_the_next_day(host: FlaskClient):
    make(host, start="22:00", end="01:00", title_en="Night")
    with host.application.app_context():
        event = db.session.scalars(select(Event).where(Event.slug == "night")).one()
        assert f"{event.end_wall:%Y-%m-%d %H:%M}" == f"{DAY + timedelta(days=1)} 01:00"


@on_sqlite
def test_scripts_in_the_text_do_not_run(host: FlaskClient):
    answer = paste(host, 'Seminar: <img src=x onerror="alert(1)"> & <script>alert(2)</script>\n3 March 2037')
    assert "<img src=x" not in answer.text
    assert "<script>alert" not in answer.text


@on_sqlite
def test_reading_stores_and_logs_nothing_of_the_text(host: FlaskClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with host.application.app_context():
        before = db.session.scalar(text("SELECT count(*) FROM event"))
    paste(host)
    with host.application.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM event")) == before
    assert "Anna Schmidt" not in caplog.text


@on_sqlite
@pytest.mark.parametrize("role", [Role.DOOR, Role.VIEWER])
def test_who_may_not_manage_events_is_refused(app: Flask, role: Role):
    assert browser(app, role).get(PAGE).status_code == 403


def line_of(page: Node, name: str) -> str | None:
    """The line under which a field is folded away, if it is."""
    found = [one for one in page.all("details") if one.all("input", "textarea", name=name)]
    return found[0].one("summary").text if found else None


@on_sqlite
def test_what_needs_no_decision_is_one_line_with_its_words_behind_it(host: FlaskClient):
    page = parse(paste(host).text)
    assert line_of(page, "meeting_id") == "Meeting ID: 846 8448 4087"
    assert line_of(page, "start") == "Starts at: 17:00"
    [folded] = [one for one in page.all("details") if one.all("input", name="meeting_id")]
    assert "846 8448 4087" in folded.one("mark").text


@on_sqlite
def test_what_is_not_in_the_text_is_one_line_unless_it_is_needed(host: FlaskClient):
    page = parse(paste(host, "We meet to talk about many things some day soon.").text)
    assert line_of(page, "passcode") == "Passcode: not in the text"
    assert line_of(page, "date") is None


@on_sqlite
def test_what_was_concluded_and_what_contradicts_stands_open(host: FlaskClient):
    concluded = parse(paste(host).text)
    assert "Found in:" in concluded.text
    assert line_of(concluded, "end") is None
    other_day = ROUND_TABLE.replace(f"{DAY:%d.%m.%Y}", f"{DAY + timedelta(days=1):%A}, {DAY:%d.%m.%Y}", 1)
    assert line_of(parse(paste(host, other_day).text), "date") is None
    assert line_of(concluded, "date") is not None


@on_sqlite
def test_a_line_opens_where_something_is_wrong(host: FlaskClient):
    answer = make(host, email="nobody")
    assert answer.status_code == 422
    assert line_of(parse(answer.text), "email") is None
