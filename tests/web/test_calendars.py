"""Calendar files over HTTP: who gets which, and that they can be kept."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from importlib import import_module
from urllib.parse import quote

import pytest
import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar, Event
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.services.registrations import by_hand
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.owners import OWNER, join
from tests.web.visits import PERSON, page, register, send

pytestmark = only_sqlite
JOIN = "https://zoom.us/j/84684484087"
KEPT = ("ETag", "Content-Type", "Cache-Control")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now().replace(microsecond=0), tick=False) as traveller:
        yield traveller


def _entries(answer: TestResponse) -> list[Event]:
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def _titles(answer: TestResponse) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in _entries(answer)]


def _own(inside: Inside) -> str:
    with inside():
        return f"/registrations/{builders.own_token(builders.event_id(), PERSON['email'])}"


def test_an_events_file_has_its_instants(client: FlaskClient) -> None:
    (entry,) = _entries(client.get("/events/round-table-2020/calendar.ics"))

    assert entry.start.astimezone(UTC).isoformat() == "2020-11-12T11:00:00+00:00"


def test_both_days_of_the_webinar_are_there(client: FlaskClient) -> None:
    days = [
        entry.start.astimezone(UTC) for entry in _entries(client.get("/events/webinar-2021/calendar.ics"))
    ]

    assert [day.isoformat() for day in days] == ["2021-04-23T04:00:00+00:00", "2021-04-24T04:00:00+00:00"]


@pytest.mark.parametrize(
    "path",
    [
        "/events/round-table/calendar.ics",
        "/calendar.ics",
        "/organisations/dku/calendar.ics",
        "/venues/dku-almaty/calendar.ics",
    ],
)
def test_a_public_file_tells_no_secret_sets_no_cookie_and_can_be_kept(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert "zoom.us" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert not answer.headers["ETag"].startswith("W/")
    for header, value in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert client.get(path, headers={header: answer.headers[value]}).status_code == 304


@pytest.mark.parametrize("path", ["/events/round-table/calendar.ics", "/calendar.ics"])
def test_the_head_of_a_file_is_the_same_without_it(client: FlaskClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)

    assert (head.status_code, head.data) == (200, b"")
    assert {name: head.headers[name] for name in KEPT} == {name: whole.headers[name] for name in KEPT}


def test_the_feed_follows_the_filters_of_the_list(client: FlaskClient) -> None:
    everything = _titles(client.get("/calendar.ics"))
    in_almaty = _titles(client.get("/calendar.ics?region=KZ-75"))
    about = _titles(client.get("/calendar.ics?q=МИГРАЦИЯ&lang=ru"))

    assert len(everything) == 5
    assert in_almaty == ["Migration in Kazakhstan: what the pandemic taught us"]
    assert about == ["Миграция в Казахстане: чему нас научила пандемия"]


@pytest.mark.parametrize(
    ("query", "feed"),
    [
        ("mode=hybrid&q=studio", "/calendar.ics?lang=en&q=studio&mode=hybrid"),
        ("organisation=dku", "/organisations/dku/calendar.ics?lang=en"),
        ("venue=dku-almaty", "/venues/dku-almaty/calendar.ics?lang=en"),
        ("venue=dku-almaty&organisation=dku", "/calendar.ics?lang=en&venue=dku-almaty&organisation=dku"),
    ],
)
def test_the_list_subscribes_to_what_it_shows(client: FlaskClient, query: str, feed: str) -> None:
    links = [link.get("href") or "" for link in page(client.get(f"/?{query}")).one("main").all("a")]
    (address,) = (link for link in links if link.endswith(feed) and link.startswith("http://"))
    webcal = f"webcal://{address.removeprefix('http://')}"

    assert {webcal, f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}"} <= set(links)
    assert client.get(address).status_code == 200


def test_a_feed_says_what_it_is_and_where_it_comes_from(client: FlaskClient) -> None:
    calendar = Calendar.from_ical(client.get("/organisations/dku/calendar.ics?lang=en").data)

    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Kazakh-German University (DKU)"
    assert str(calendar["SOURCE"]).endswith("/organisations/dku/calendar.ics?lang=en")
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=4)
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT4H"


def test_a_co_hosted_event_is_in_either_hosts_feed(client: FlaskClient) -> None:
    dku, fes = (_titles(client.get(f"/organisations/{slug}/calendar.ics")) for slug in ("dku", "fes"))

    assert dku == fes == ["Migration in Kazakhstan: what the pandemic taught us"]


def test_a_feed_keeps_an_event_for_a_while_and_says_when_it_is_cancelled(
    client: FlaskClient, inside: Inside
) -> None:
    with inside():
        start = now().replace(microsecond=0, tzinfo=None) - timedelta(days=3)
        builders.small_event(start=start, end=start + timedelta(hours=1), closes=start)
        builders.change_event(builders.event_id(), status="cancelled")
    entries = _entries(client.get("/organisations/dku/calendar.ics"))

    assert len(entries) == 2
    assert [str(entry["STATUS"]) for entry in entries] == ["CONFIRMED", "CANCELLED"]


def test_a_feed_is_the_same_to_the_byte_when_an_event_in_it_is_over(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller
) -> None:
    with inside():
        start = now().replace(tzinfo=None) + timedelta(days=1)
        long, short = timedelta(days=9, hours=-1), timedelta(hours=1)
        builders.small_event(start=start, end=start + long, closes=start)
        later = start + timedelta(days=2)
        builders.small_event(start=later, end=later + short, closes=start)
    before = client.get("/organisations/dku/calendar.ics").data
    clock.shift(timedelta(days=5))

    assert client.get("/organisations/dku/calendar.ics").data == before


def test_a_feed_has_changed_when_an_event_grew_too_old_for_it(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller
) -> None:
    with inside():
        start = now().replace(tzinfo=None) - timedelta(days=29)
        builders.small_event(start=start, end=start + timedelta(hours=1), closes=start)
    kept = {"If-Modified-Since": client.get("/organisations/dku/calendar.ics").headers["Last-Modified"]}
    clock.shift(timedelta(days=2))

    assert client.get("/organisations/dku/calendar.ics", headers=kept).status_code == 200


def test_a_feed_has_changed_when_an_event_was_moved_out_of_it(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller
) -> None:
    kept = {"If-Modified-Since": client.get("/venues/dku-almaty/calendar.ics").headers["Last-Modified"]}
    clock.shift(timedelta(hours=1))
    with inside():
        builders.change_event(builders.event_id(), venue_id=None, changed_at=now())

    assert client.get("/venues/dku-almaty/calendar.ics", headers=kept).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/events/x/calendar.ics",
        "/organisations/x/calendar.ics",
        "/venues/x/calendar.ics",
        "/registrations/x/calendar.ics",
        "/calendars/x.ics",
    ],
)
def test_what_is_unknown_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("ticket", "ways_in"), [("in-person", 0), ("online", 1)])
def test_the_own_file_joins_online_tickets_only(
    client: FlaskClient, inside: Inside, ticket: str, ways_in: int
) -> None:
    register(client, ticket=ticket)
    answer = client.get(f"{_own(inside)}/calendar.ics")

    assert min(1, answer.text.replace("\r\n ", "").count(JOIN)) == ways_in
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"].startswith("private")
    assert "registrations" not in answer.text


def test_the_own_file_of_who_waits_or_left_joins_nothing(client: FlaskClient, inside: Inside) -> None:
    register(client, ticket="online")
    own = _own(inside)
    before = _entries(client.get(f"{own}/calendar.ics"))[0]
    send(client, client.get(own), "/cancel")
    answer = client.get(f"{own}/calendar.ics")
    (after,) = _entries(answer)

    assert "zoom.us" not in answer.text
    assert (before["UID"], str(after["STATUS"])) == (after["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_own_file_of_who_waits_is_tentative(client: FlaskClient, inside: Inside) -> None:
    _, own = join(inside, ahead=2)
    (entry,) = _entries(client.get(f"{own}/calendar.ics"))

    assert str(entry["STATUS"]) == "TENTATIVE"


def test_the_own_file_changes_for_those_who_ask_by_time_alone(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller
) -> None:
    event, own = join(inside)
    kept = {"If-Modified-Since": client.get(f"{own}/calendar.ics").headers["Last-Modified"]}
    assert client.get(f"{own}/calendar.ics", headers=kept).status_code == 304
    clock.shift(timedelta(minutes=1))
    with inside():
        people = [one.id for one in builders.registration(event, OWNER).attendees]
        by_hand.cancel(event_id=event, attendee_ids=people, user_id=None)

    assert client.get(f"{own}/calendar.ics", headers=kept).status_code == 200


def test_a_thousand_events_are_the_most_a_feed_holds(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("regapp.queries.feeds"), "MOST_TO_COME", 2)
    answer = client.get("/calendar.ics")

    assert len(_titles(answer)) == 2
    assert "Last-Modified" not in answer.headers  # time alone lets others in
