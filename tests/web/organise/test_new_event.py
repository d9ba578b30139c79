"""From a template and a short form to a draft."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Event, EventTemplate
from regapp.services.events.templates import saving
from regapp.services.events.templates.built_in import built_in
from regapp.vocabulary import Attendance, EventKind, EventStatus, Role, SpeakerRole
from tests import builders as b
from tests.organisers import browser, on_sqlite
from tests.web.pages import Node, parse

STARTS = "/organise/events/new"
TABLE = f"{STARTS}/quarantine-round-table"
DAY = date.today() + timedelta(days=40)  # noqa: DTZ011 - a day of the browser
ZOOM = """Aigerim is inviting you to a scheduled Zoom meeting.

Join Zoom Meeting
https://us02web.zoom.us/j/84684484087?pwd=abc

Meeting ID: 846 8448 4087
Passcode: 4711
"""


def form_of(page: Node) -> Node:
    return next(form for form in page.all("form") if form.all("input", name="title"))


def sent(host: FlaskClient, address: str = TABLE, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form, with a title, a day and these changes."""
    form = form_of(parse(host.get(address).text))
    ticked = [box.get("value") for box in form.all("input", name="questions") if "checked" in box.attributes]
    return {**form.values(), "questions": ticked, "title": "Table", "date": DAY.isoformat(), **changes}


def make(host: FlaskClient, address: str = TABLE, **changes: Any) -> TestResponse:
    return host.post(address, data=sent(host, address, **changes))


def stored(app: Flask, slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager of dku."""
    return browser(client.application)


def test_it_makes_a_draft_and_leads_to_it(host: FlaskClient):
    answer = make(host, title="Migration: what now?")
    assert (answer.status_code, answer.location) == (303, "/organise/events/migration-what-now")
    with host.application.app_context():
        event = stored(host.application, "migration-what-now")
        assert (event.status, event.kind) == (EventStatus.DRAFT, EventKind.ROUND_TABLE)
        assert event.title == {"en": "Migration: what now?"}
        assert f"{event.start_wall:%Y-%m-%d %H:%M}" == f"{DAY} 17:00"
        assert event.start_wall - event.closes_wall == timedelta(days=1)
        assert [question.key for question in event.questions] == ["affiliation", "group", "question"]
        assert [quota.capacity for quota in event.quotas] == [10]
        assert event.waiting_list
    assert "The draft is made" in host.get(answer.location).text


@on_sqlite
def test_visitors_do_not_see_the_draft(host: FlaskClient):
    make(host, title="Hidden")
    assert host.get("/events/hidden").status_code == 404


@on_sqlite
def test_people_agenda_and_the_rest_are_taken_over(host: FlaskClient):
    make(
        host,
        title="Full",
        venue="dku-almaty",
        places_0="12",
        meeting=ZOOM,
        co_host="fes",
        other_hosts="Zhetysu University\nCity library",
        phone="8 777 397 11 27",
        moderators="Madina Otarbekova, PhD, senior lecturer, DKU\nYerlan Tolebaiuly",
        speakers="1. Larisa Yugay; lawyer; Legal aid, Almaty",
        agenda="1. The present\n2. The future\n\n- The rest",
        questions=["group"],
    )
    with host.application.app_context():
        event = stored(host.application, "full")
        assert event.venue is not None
        assert event.venue.slug == "dku-almaty"
        assert [quota.capacity for quota in event.quotas] == [12]
        assert (event.meeting_provider, event.meeting_id, event.passcode) == (
            "zoom",
            "846 8448 4087",
            "4711",
        )
        assert event.join_address == "https://us02web.zoom.us/j/84684484087?pwd=abc"
        assert [one.slug or one.name["en"] for one in event.hosts] == [
            "fes",
            "Zhetysu University",
            "City library",
        ]
        assert event.contact_phone == "+7 777 397 11 27"
        people = [(one.role, one.name["en"], one.title, one.affiliation) for one in event.speakers]
        assert people == [
            (SpeakerRole.MODERATOR, "Madina Otarbekova", {"en": "PhD, senior lecturer"}, {"en": "DKU"}),
            (SpeakerRole.MODERATOR, "Yerlan Tolebaiuly", {}, {}),
            (SpeakerRole.SPEAKER, "Larisa Yugay", {"en": "lawyer"}, {"en": "Legal aid, Almaty"}),
        ]
        assert [item.title["en"] for item in event.sessions] == ["The present", "The future", "The rest"]
        assert [question.key for question in event.questions] == ["group"]
        assert b.findings() == []


@on_sqlite
def test_a_place_can_be_described_on_the_spot(host: FlaskClient):
    make(
        host, title="Else", venue="", venue_name="Library", venue_address="1 Main Street", venue_city="Taraz"
    )
    with host.application.app_context():
        venue = stored(host.application, "else").venue
        assert venue is not None
        assert (venue.name["en"], venue.city["en"]) == ("Library", "Taraz")


@on_sqlite
def test_hours_in_the_agenda_make_a_programme(host: FlaskClient):
    make(host, title="Hours", agenda="17:00 Welcome\n17.30–18:15 Talk\n18:15 Questions")
    with host.application.app_context():
        items = stored(host.application, "hours").sessions
        shown = [f"{item.start_wall:%H:%M}-{item.end_wall:%H:%M} {item.title['en']}" for item in items]
        assert shown == ["17:00-17:30 Welcome", "17:30-18:15 Talk", "18:15-19:00 Questions"]


@on_sqlite
def test_a_programme_that_is_left_as_it_is_moves_with_the_start_and_speaks_four_languages(host: FlaskClient):
    make(host, f"{STARTS}/seminar", title="Later", start="12:00", end="18:00")
    with host.application.app_context():
        first = stored(host.application, "later").sessions[0]
        assert f"{first.start_wall:%Y-%m-%d %H:%M}" == f"{DAY} 12:00"
        assert set(first.title) == {"en", "kk", "ru", "de"}


@on_sqlite
def test_a_line_that_is_left_as_it_is_keeps_its_four_languages(host: FlaskClient):
    form = sent(host, f"{STARTS}/seminar")
    make(host, f"{STARTS}/seminar", title="Longer", agenda=f"{form['agenda']}\n15:00–16:00 Tea")
    with host.application.app_context():
        items = stored(host.application, "longer").sessions
        assert set(items[0].title) == {"en", "kk", "ru", "de"}
        assert items[-1].title == {"en": "Tea"}


@on_sqlite
def test_a_webinar_of_two_days_has_a_programme_on_both(host: FlaskClient):
    form = sent(host, f"{STARTS}/two-day-webinar")
    assert "Day 2\n" in form["agenda"]
    make(host, f"{STARTS}/two-day-webinar", title="Days", agenda=form["agenda"] + "\n18:00 Farewell")
    with host.application.app_context():
        event = stored(host.application, "days")
        assert f"{event.end_wall:%Y-%m-%d %H:%M}" == f"{DAY + timedelta(days=1)} 18:00"
        assert {item.start_wall.date() for item in event.sessions if item.start_wall} == {
            DAY,
            DAY + timedelta(days=1),
        }


@on_sqlite
@pytest.mark.parametrize(
    ("meeting", "venue", "ways"),
    [
        ("", "dku-almaty", [Attendance.IN_PERSON]),
        ("https://meet.example.org/room", "", [Attendance.ONLINE]),
        ("https://meet.example.org/room", "dku-almaty", [Attendance.IN_PERSON, Attendance.ONLINE]),
        ("", "", [Attendance.IN_PERSON]),
    ],
)
def test_an_empty_event_has_the_ways_that_were_filled_in(
    host: FlaskClient, meeting: str, venue: str, ways: list[Attendance]
):
    make(host, f"{STARTS}/empty", title="Own", meeting=meeting, venue=venue, kind="celebration")
    with host.application.app_context():
        event = stored(host.application, "own")
        assert [ticket.attendance for ticket in event.ticket_types] == ways
        assert event.kind is EventKind.CELEBRATION


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "Write what the event is called."),
        ({"title": "x" * 201}, "Shorten this to 200 characters"),
        ({"date": ""}, "Choose the day."),
        ({"date": "31.02.2031"}, "Write the day like this"),
        ({"date": "2001-01-01"}, "Choose a day to come."),
        ({"start": "25:00"}, "Write the hour like this"),
        ({"end": "16:00"}, "The end has to come after the start."),
        ({"venue": "no-such"}, "Choose one of the answers."),
        ({"venue_city": "Taraz"}, "Write what the place is called."),
        ({"venue": "dku-almaty", "venue_name": "A", "venue_city": "B"}, "but not both"),
        ({"places_0": "-1"}, "Write a whole number"),
        ({"meeting": "see you there"}, "neither an address nor a meeting ID"),
        ({"co_host": "no-such"}, "Choose one of the answers."),
        ({"phone": "call me"}, "Write the number like this"),
        ({"agenda": "17:00 A\n25:10 B"}, "Line 2: write the hour like this"),
        ({"agenda": "18:00–17:00 A"}, "Line 1: its end has to come after its start."),
        ({"agenda": "A\nDay 2\nB"}, "Line 2: the event has fewer days."),
        ({"agenda": "17:00"}, "Line 1: write what happens at this hour."),
        ({"agenda": "x" * 501}, "Line 1 is too long"),
        ({"agenda": "a\n" * 201}, "From line 201 on there are too many"),
        ({"moderators": "x" * 201}, "A name is too long."),
        ({"speakers": "<script>" * 20_000}, "Shorten this to"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(
    host: FlaskClient, changes: dict[str, str], told: str
):
    answer = make(host, **{"title": "Kept title", **changes})
    assert answer.status_code == 422
    page = parse(answer.text)
    assert told in page.text
    values = form_of(page).values()
    assert values["title"] == changes.get("title", "Kept title")
    for name, typed in changes.items():
        if name not in {"venue", "co_host"}:
            assert values[name] == typed.strip()
    with host.application.app_context():
        assert db.session.scalars(select(Event).where(Event.slug == "kept-title")).one_or_none() is None


@on_sqlite
def test_an_hour_that_the_clock_shows_twice_or_not_at_all_is_told_at_its_field(
    host: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    with host.application.app_context():
        event = stored(host.application, "round-table")
        event.organisation.zone = "Europe/Berlin"
        db.session.commit()
    assert "leaves out this hour" in make(host, date="2031-03-30", start="02:30", end="05:00").text
    assert "shows this hour twice" in make(host, date="2031-10-26", start="02:30", end="05:00").text


@on_sqlite
def test_scripts_stay_text(host: FlaskClient):
    evil = "<script>alert(1)</script>"
    make(host, title=evil, agenda=evil, moderators=evil)
    with host.application.app_context():
        slug = db.session.scalars(select(Event.slug).order_by(Event.id.desc())).first()
    assert evil not in host.get(f"/organise/events/{slug}/preview").text


@on_sqlite
def test_registration_for_an_event_of_today_is_still_open(host: FlaskClient):
    today = date.today() + timedelta(days=1)  # noqa: DTZ011
    make(host, title="Soon", date=today.isoformat(), start="00:30", end="23:30")
    with host.application.app_context():
        event = stored(host.application, "soon")
        assert event.closes_wall in {event.start_wall, event.start_wall - timedelta(days=1)}


@on_sqlite
def test_only_managers_make_events(client: FlaskClient):
    app = client.application
    assert app.test_client().get(STARTS).status_code == 302
    for role in (Role.DOOR, Role.VIEWER):
        assert browser(app, role).get(TABLE).status_code == 403
        assert "Create an event" not in browser(app, role).get("/organise/").text


@on_sqlite
def test_nobody_makes_events_for_an_organisation_that_they_do_not_manage(host: FlaskClient):
    make(host, title="Mine", organisation="fes")
    with host.application.app_context():
        assert stored(host.application, "mine").organisation.slug == "dku"


@on_sqlite
def test_each_template_is_offered_and_its_form_opens(host: FlaskClient):
    page = parse(host.get(STARTS).text)
    offered = [link.get("href") for link in page.one("main").all("a")]
    for key in built_in():
        assert f"{STARTS}/{key}" in offered
        assert host.get(f"{STARTS}/{key}").status_code == 200


@on_sqlite
@pytest.mark.parametrize("key", ["nothing", "own-1", "own-x", "own-99999999999999999999", "own-"])
def test_what_is_no_template_is_not_there(host: FlaskClient, key: str):
    assert host.get(f"{STARTS}/{key}").status_code == 404


def keep_template(host: FlaskClient, event: str = "round-table") -> int:
    with host.application.app_context():
        return saving.save_template(event_id=b.event_id(event), name="Our table", user_id=None)


@on_sqlite
def test_a_template_of_ones_own_fills_in_what_it_knows(host: FlaskClient):
    number = keep_template(host)
    assert "Our table" in host.get(STARTS).text
    assert parse(host.get(f"{STARTS}/own-{number}").text).one("h1").text == "Our table"
    values = sent(host, f"{STARTS}/own-{number}")
    assert values["venue"] == "dku-almaty"
    assert values["phone"] == "+7 777 397 11 27"
    assert "Madina Otarbekova" in values["moderators"]
    make(host, f"{STARTS}/own-{number}", title="Again", moderators=f"A\n{values['moderators']}")
    with host.application.app_context():
        event = stored(host.application, "again")
        assert event.meeting_id == "846 8448 4087"
        madina = event.speakers[1]
        assert set(madina.name) == {"en", "kk", "ru", "de"}
        assert len(event.sessions) == 6
        assert b.findings() == []


@on_sqlite
def test_a_title_that_is_left_as_it_is_keeps_its_four_languages(host: FlaskClient):
    address = f"{STARTS}/own-{keep_template(host)}"
    title = form_of(parse(host.get(address).text)).values()["title"]
    answer = make(host, address, title=title)
    with host.application.app_context():
        made = stored(host.application, answer.location.rpartition("/")[2])
        assert set(made.title) == {"en", "kk", "ru", "de"}


@on_sqlite
def test_a_template_is_its_organisations_alone(host: FlaskClient):
    number = keep_template(host)
    other = browser(host.application, Role.OWNER, "fes")
    assert "Our table" not in other.get(STARTS).text
    assert other.get(f"{STARTS}/own-{number}").status_code == 404
    page = parse(other.get(STARTS).text)
    csrf = page.all("input", name="csrf_token")[0].get("value")
    answer = other.post(f"{STARTS}/own-{number}/delete", data={"csrf_token": csrf})
    assert answer.status_code == 404


@on_sqlite
def test_a_template_is_deleted(host: FlaskClient):
    number = keep_template(host)
    form = parse(host.get(STARTS).text).one("form", action=f"{STARTS}/own-{number}/delete")
    assert host.post(f"{STARTS}/own-{number}/delete", data={}).status_code == 422
    answer = host.post(f"{STARTS}/own-{number}/delete", data=form.values())
    assert answer.status_code == 303
    with host.application.app_context():
        assert db.session.get(EventTemplate, number) is None


@on_sqlite
@pytest.mark.parametrize("key", list(built_in()))
def test_what_each_template_makes_can_be_looked_at_and_published(host: FlaskClient, key: str):
    address = make(host, f"{STARTS}/{key}", title="Made").location
    assert address == "/organise/events/made"
    for page in ("/preview", "/preview/register", "/edit"):
        assert host.get(f"{address}{page}").status_code == 200
    form = parse(host.get(address).text).one("form", action=f"{address}/publish")
    assert host.post(f"{address}/publish", data=form.values()).status_code == 303
    assert host.get("/events/made").status_code == 200
    assert host.get("/events/made/register").status_code in {200, 303}
