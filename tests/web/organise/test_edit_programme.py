"""The sessions of a programme are edited in the browser."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Event, Session
from tests import hostile
from tests.organisers import OwnEvent, browser, on_sqlite, own_event, statements
from tests.web.organise.programme_pages import add, address, edit, first, person, rows, session
from tests.web.visits import form, page, send, words

HOUR = timedelta(hours=1)


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    return own_event(website)


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    return browser(website)


def test_a_session_is_added_and_stands_in_the_list_by_day(host: FlaskClient, event: OwnEvent):
    session(host, event, **{"title-kk": "Ашылуы", "room-en": "Hall 2", "language": "kk"})
    listed = words(host.get(address(event)))
    for part in ("Opening", "Hall 2", "Kazakh", "18:00 Opening"):
        assert part in listed
    item = first(event, Session)
    assert (item.title["kk"], item.start_wall, item.end_wall - item.start_wall) == (
        "Ашылуы",
        event.column("start_wall"),
        HOUR,
    )


@on_sqlite
def test_the_next_one_starts_where_the_last_one_ends(host: FlaskClient, event: OwnEvent):
    session(host, event)
    shown = form(host.get(address(event, "/sessions/new")), "/sessions/new").values()
    assert shown["starts"] == "18:00"


@on_sqlite
def test_without_hours_it_is_a_question_on_the_agenda(host: FlaskClient, event: OwnEvent):
    session(host, event, starts="", ends="")
    assert "Questions on the agenda" in words(host.get(address(event)))
    assert first(event, Session).start_wall is None


def test_of_an_hour_that_the_clock_shows_twice_the_host_chooses_one(host: FlaskClient, website: Flask):
    day = datetime(2031, 10, 26)
    event = own_event(
        website, zone="Europe/Berlin", start=day, end=day + HOUR * 9, closes=day - timedelta(days=1)
    )
    said = {"title-en": "Night watch", "starts": "02:30", "ends": "04:00"}
    asked = add(host, event, "sessions", **said)
    assert asked.status_code == 422
    assert "Choose which of the two" in words(asked)
    offered = form(asked, "/sessions/new").all("input", name="starts-fold")
    assert [one.get("value") for one in offered] == ["0", "1"]
    assert not form(asked, "/sessions/new").all("input", name="ends-fold")
    assert send(host, asked, "/sessions/new", **{"starts-fold": "1"}).status_code == 303
    item = first(event, Session)
    assert (item.start_wall, item.start_at) == (
        datetime(2031, 10, 26, 2, 30),
        datetime(2031, 10, 26, 1, 30, tzinfo=UTC),
    )
    at = address(event, f"/sessions/{item.id}")
    shown = form(host.get(at), at).values()
    assert (shown["starts"], shown["starts-fold"]) == ("02:30", "1")
    assert edit(host, at, **{"title-en": "Watch"}).status_code == 303
    assert first(event, Session).start_at == item.start_at
    assert edit(host, at, **{"starts-fold": "0"}).status_code == 303
    assert first(event, Session).start_at == item.start_at - HOUR
    assert edit(host, at, starts="01:00").status_code == 303
    assert first(event, Session).start_wall == datetime(2031, 10, 26, 1)


def test_a_session_is_changed(host: FlaskClient, event: OwnEvent):
    at = session(host, event)
    answer = edit(host, at, **{"title-en": "Closing", "starts": "18:00", "ends": "18:45"})
    assert (answer.status_code, answer.location) == (303, address(event))
    item = first(event, Session)
    assert (item.title["en"], item.start_wall) == ("Closing", event.column("start_wall") + HOUR)


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"ends": "16:00"}, "The end has to come after the start."),
        ({"ends": "17:00"}, "The end has to come after the start."),
        ({"ends": ""}, "Write when it ends."),
        ({"starts": ""}, "Write when it starts"),
        ({"starts": "25:00"}, "Write the hour like this"),
        ({"starts": "noon"}, "Write the hour like this"),
        ({"day": "2040-01-01"}, "Choose a day of the event:"),
        ({"day": "yesterday"}, "Choose a day of the event."),
        ({"title-en": ""}, "in one language at least"),
        ({"title-en": "x" * 100_000}, "Shorten the text"),
        ({"description-ru": "ы" * 100_000}, "Shorten the text"),
        ({"language": "xx"}, "Choose one of the answers."),
        ({"speakers": "999"}, "Choose among these."),
        ({"places": "5"}, "Tick this as well"),
        ({"places": "many"}, "Write a whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    host: FlaskClient, event: OwnEvent, fields: dict[str, str], told: str
):
    said = {"title-en": "Opening", "starts": "17:00", "ends": "18:00", "room-en": "Kept room", **fields}
    answer = add(host, event, "sessions", **said)
    assert answer.status_code == 422
    assert told in answer.text
    kept = form(answer, "/sessions/new").values()
    assert kept["room-en"] == "Kept room"
    assert all(
        kept.get(name) in {value, None} for name, value in fields.items() if name in {"starts", "ends"}
    )
    assert rows(event, Session) == []


@on_sqlite
def test_scripts_are_words(host: FlaskClient, event: OwnEvent):
    session(host, event, **{"title-en": "<script>alert(1)</script>", "room-en": '"><img src=x>'})
    for at in (address(event), f"/events/{event.slug}", f"/events/{event.slug}/programme"):
        shown = host.get(at).text
        assert "<script>alert(1)" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;" in shown


@on_sqlite
def test_an_hour_that_the_clock_leaves_out_is_said_at_its_field(host: FlaskClient, website: Flask):
    day = datetime(2031, 3, 30)
    event = own_event(
        website, zone="Europe/Berlin", start=day, end=day + 20 * HOUR, closes=day - timedelta(days=1)
    )
    said = {"title-en": "Night", "day": "2031-03-30", "starts": "02:30", "ends": "05:00"}
    answer = add(host, event, "sessions", **said)
    assert answer.status_code == 422
    assert "leaves out this hour" in page(answer).one(id="starts-error").text


def test_what_another_has_changed_elsewhere_stays(host: FlaskClient, event: OwnEvent):
    at = session(host, event)
    old = host.get(at)
    edit(host, at, **{"room-en": "Theirs"})
    assert send(host, old, at, **{"title-en": "Mine"}).status_code == 303
    item = first(event, Session)
    assert (item.title["en"], item.room["en"]) == ("Mine", "Theirs")


@on_sqlite
def test_what_both_have_changed_is_asked(host: FlaskClient, event: OwnEvent):
    at = session(host, event)
    old = host.get(at)
    edit(host, at, **{"room-en": "Theirs"})
    answer = send(host, old, at, **{"room-en": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in words(answer)
    assert form(answer, at).values()["room-en"] == "Mine"
    assert first(event, Session).room["en"] == "Theirs"


def test_another_hour_is_asked_first_where_calendars_have_each_session(host: FlaskClient, website: Flask):
    event = own_event(website, calendar_by_session=True)
    at = session(host, event)
    event.register(1)
    asked = edit(host, at, starts="17:30")
    assert asked.status_code == 200
    assert "1 person who comes or waits gets a letter" in words(asked)
    assert first(event, Session).start_wall == event.column("start_wall")
    told = send(host, asked, at, next="save")
    assert told.status_code == 303
    assert first(event, Session).start_wall == event.column("start_wall") + HOUR / 2


@on_sqlite
def test_hours_of_a_past_event_stay_and_its_words_do_not(host: FlaskClient, website: Flask):
    event = own_event(website)
    at = session(host, event)
    with website.app_context():
        changed = db.session.get_one(Event, event.id)
        changed.end_at -= timedelta(days=400)
        changed.start_at -= timedelta(days=400)
        db.session.commit()
    assert edit(host, at, **{"title-en": "As it was held"}).status_code == 303
    answer = edit(host, at, starts="17:15")
    assert answer.status_code == 422
    assert "its times stay as they were" in answer.text


def test_a_session_is_taken_off_after_a_question(host: FlaskClient, event: OwnEvent):
    at = session(host, event)
    answer = send(host, host.get(at), f"{at}/remove")
    assert (answer.status_code, answer.location) == (303, address(event))
    assert rows(event, Session) == []


@on_sqlite
def test_a_session_that_somebody_has_chosen_stays_and_the_page_says_why(host: FlaskClient, event: OwnEvent):
    at = session(host, event, bookable="y", places="3")
    number = first(event, Session).id
    event.register(1, ticket="online", sessions=(number,))
    answer = send(host, host.get(at), f"{at}/remove")
    assert answer.status_code == 409
    assert "1 person has chosen it" in words(answer)
    answer = edit(host, at, bookable="")
    assert answer.status_code in {303, 422}
    assert "3 places" in words(host.get(address(event)))


@on_sqlite
def test_fewer_places_than_people_is_said_at_the_field(host: FlaskClient, event: OwnEvent):
    at = session(host, event, bookable="y", places="3")
    number = first(event, Session).id
    event.register(1, 2, ticket="online", sessions=(number,))
    answer = edit(host, at, places="1")
    assert answer.status_code == 422
    assert "2 people have chosen it already" in page(answer).one(id="places-error").text


@on_sqlite
def test_what_somebody_else_has_changed_is_not_taken_away_unseen(host: FlaskClient, event: OwnEvent):
    at = session(host, event)
    old = host.get(at)
    edit(host, at, **{"title-en": "Theirs"})
    answer = send(host, old, f"{at}/remove")
    assert answer.status_code == 409
    assert "Somebody else has changed this meanwhile" in words(answer)
    assert send(host, answer, f"{at}/remove").status_code == 303


@on_sqlite
def test_a_stale_page_changes_nothing(host: FlaskClient, event: OwnEvent):
    at = session(host, event)
    for target in (at, f"{at}/remove", f"{at}/put"):
        assert host.post(target, data={"csrf_token": "stale", "title-en": "x"}).status_code == 422
    assert first(event, Session).title["en"] == "Opening"


def test_questions_on_the_agenda_are_put_in_order_by_buttons(host: FlaskClient, event: OwnEvent):
    for title in ("One", "Two"):
        session(host, event, **{"title-en": title, "starts": "", "ends": ""})
    second = rows(event, Session)[1].id
    answer = send(host, host.get(address(event)), f"/sessions/{second}/put", direction="up")
    assert (answer.status_code, answer.location) == (303, f"{address(event)}#session-{second}")
    assert [one.title["en"] for one in rows(event, Session)] == ["Two", "One"]


@on_sqlite
def test_what_is_not_the_events_is_not_there(host: FlaskClient, event: OwnEvent, website: Flask):
    other = own_event(website)
    at = session(host, other)
    strange = at.replace(other.slug, event.slug)
    assert [host.get(strange).status_code, host.post(strange).status_code] == [404, 404]
    assert host.get(address(event, "/people/1")).status_code == 404


@on_sqlite
def test_the_list_asks_no_more_of_the_database_when_it_is_longer(host: FlaskClient, website: Flask):
    counts = []
    for length in (1, 8):
        event = own_event(website)
        for number in range(length):
            session(host, event, **{"title-en": f"S{number}", "bookable": "y", "places": "4"})
            person(
                host,
                event,
                photograph=(BytesIO(hostile.picture()), "a.png"),
                sessions=str(first(event, Session).id),
            )
        host.get(address(event))
        with statements(website) as seen:
            host.get(address(event))
        counts.append(len(seen))
    assert counts[0] == counts[1]
