"""The list of events: found by words, narrowed by filters, a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from regapp.clock import now
from tests import builders
from tests.lines import collecting
from tests.web.conftest import Inside
from tests.web.visits import page, words


def _titles(client: FlaskClient, query: str = "") -> list[str]:
    lists = page(client.get(f"/{query}")).one("main").all("ul", class_="event-list")
    return [title.text for found in lists for title in found.all("h2")]


def test_events_to_come_stand_soonest_first(client: FlaskClient) -> None:
    assert [title.split()[0] for title in _titles(client)] == ["One", "Migration", "From", "Half-marathon"]


def test_past_events_are_one_click_away_and_back(client: FlaskClient) -> None:
    tabs = page(client.get("/")).one("nav", class_="tabs").all("a")
    assert [tab.get("href") for tab in tabs] == ["/", "/?past=1"]

    past = page(client.get("/?past=1"))
    assert [tab.get("href") for tab in past.one("nav", class_="tabs").all("a")] == ["/", "/?past=1"]
    assert [title.text.split()[0] for title in past.one("ul", class_="event-list").all("h2")] == [
        "Young", "Migration", "Integration",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=МИГРАЦИЯ", 1),
        ("?q=коши-кон", 1),
        ("?q=almaty+pandemic", 1),
        ("?q=nobody", 0),
        ("?q=%00%25_", 0),
        ("?mode=online", 3),
        ("?mode=in-person", 3),
        ("?mode=hybrid", 2),
        ("?mode=telepathy", 4),
        ("?region=KZ-71", 2),
        ("?region=KZ-75&mode=online", 1),
        ("?organisation=fes", 1),
        ("?venue=dku-almaty", 1),
        ("?month=1999-01", 0),
    ],
)
def test_filters_narrow_it(client: FlaskClient, query: str, found: int) -> None:
    assert len(_titles(client, query)) == found


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-3",
        "?page=99999999999999999999",
        "?page=x",
        "?month=9999-12",
        "?month=0000-00",
        "?past=2",
    ],
)
def test_nonsense_in_the_address_shows_the_list(client: FlaskClient, query: str) -> None:
    assert client.get(f"/{query}").status_code == 200


def test_its_months_and_regions_are_those_of_its_events(client: FlaskClient) -> None:
    shown = page(client.get("/?past=1"))

    months = [option.get("value") for option in shown.one("select", id="month").all("option")]
    regions = [option.text for option in shown.one("select", id="region").all("option")]
    assert months == ["", "2021-04", "2020-11", "2018-09"]
    assert regions == ["All regions", "Astana", "Almaty"]
    assert _titles(client, "?past=1&month=2018-09")[0].startswith("Integration")


def test_a_filter_set_elsewhere_has_a_name_and_can_be_taken_out(client: FlaskClient) -> None:
    chip = page(client.get("/?organisation=fes&mode=online")).one("ul", class_="chips").all("a")[-1]

    assert (chip.text, chip.get("href")) == ("Friedrich-Ebert-Stiftung", "/?mode=online")


def test_the_search_keeps_the_other_filters(client: FlaskClient) -> None:
    values = page(client.get("/?past=1&mode=online&q=migration&region=KZ-75")).one("form").values()

    assert values == {"past": "1", "mode": "online", "q": "migration", "region": "KZ-75", "month": ""}


def test_nothing_found_says_what_to_do_next(client: FlaskClient) -> None:
    shown = page(client.get("/?q=nobody")).one("main")

    assert "No event matches" in shown.text
    assert shown.all("a", href="/")


def test_without_events_it_leads_to_the_past_ones(client: FlaskClient, inside: Inside) -> None:
    with inside():
        for slug in ("round-table", "webinar", "race", "teleconference"):
            builders.change_event(builders.event_id(slug), status="draft")
    shown = page(client.get("/")).one("main")

    assert "No event is announced at the moment" in shown.text
    assert shown.one("div", class_="empty").all("a", href="/?past=1")


def test_rows_say_what_is_left(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.event_id()
        for person in range(10):
            builders.register(event, person)
        builders.change_event(builders.event_id("webinar"), closes_at=now() - timedelta(minutes=1))
        builders.change_event(builders.event_id("race"), status="cancelled")
    shown = words(client.get("/"))

    for told in (
        "In the room: waiting list",
        "Online: no limit",
        "In a studio: 1,000 of 1,000 places left",
        "Registration is closed",
        "Cancelled",
    ):
        assert told in shown, told


def test_rows_say_when_a_ticket_can_be_had(client: FlaskClient, inside: Inside) -> None:
    start = builders.draft("any").start
    with inside():
        builders.small_event(
            title={"en": "Windows"},
            ticket_types=(
                replace(builders.IN_PERSON, opens=start - timedelta(days=1)),
                replace(builders.ONLINE, closes=start - timedelta(days=31)),
            ),
        )
    shown = words(client.get("/?q=windows"))

    assert "In the room: from " in shown
    assert "On line: closed" in shown


def test_a_place_that_the_line_collects_is_not_left_for_newcomers(
    client: FlaskClient, inside: Inside
) -> None:
    with inside():
        event = collecting(title={"en": "Collecting"})
        slug = builders.db.session.get_one(builders.Event, event).slug
        builders.register(builders.small_event(title={"en": "Collecting too"}, capacity=1), 1)
    row, other = page(client.get("/?q=collecting")).all("li", class_="event-row")

    assert "In the room: waiting list" in row.text
    assert "In the room: waiting list" in other.text
    assert "Waiting list" in words(client.get(f"/events/{slug}"))


def test_long_lists_have_pages_that_keep_the_filters(client: FlaskClient, inside: Inside) -> None:
    with inside():
        for _ in range(21):
            builders.small_event()
    first, second = (page(client.get(f"/?q=small&page={number}")).one("main") for number in (1, 2))

    assert (len(first.all("li", class_="event-row")), len(second.all("li", class_="event-row"))) == (20, 1)
    assert first.one("a", rel="next").get("href") == "/?q=small&page=2"
    assert second.one("a", rel="prev").get("href") == "/?q=small&page=1"


def test_it_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/").headers
