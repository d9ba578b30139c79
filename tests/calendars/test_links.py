"""Links that add an entry to a calendar on the web."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from regapp.calendars.entry import Entry
from regapp.calendars.links import add_links, google, office365, outlook, subscriptions, yahoo

from .examples import BERLIN, entry, full_entry

Link = Callable[[Entry], str]

ALL = [google, outlook, office365, yahoo]


def query(link: str) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


def test_google_gets_both_instants_and_the_events_zone() -> None:
    asked = query(google(entry()))
    assert asked["dates"] == "20201112T110000Z/20201112T130000Z"
    assert (asked["action"], asked["ctz"]) == ("TEMPLATE", "Asia/Almaty")


@pytest.mark.parametrize("link", [outlook, office365])
def test_outlook_gets_both_instants(link: Link) -> None:
    asked = query(link(entry()))
    assert (asked["startdt"], asked["enddt"]) == ("2020-11-12T11:00:00Z", "2020-11-12T13:00:00Z")


def test_yahoo_gets_both_instants() -> None:
    asked = query(yahoo(entry()))
    assert (asked["st"], asked["et"]) == ("20201112T110000Z", "20201112T130000Z")


def days(last: int) -> Entry:
    start, end = (datetime(2026, 5, day, tzinfo=BERLIN) for day in (9, last + 1))
    return entry(start, end=end, all_day=True)


def test_google_and_outlook_get_whole_days_with_the_day_after_the_last() -> None:
    assert query(google(days(10)))["dates"] == "20260509/20260511"
    assert "ctz" not in query(google(days(10)))
    for link in (outlook, office365):
        asked = query(link(days(10)))
        assert (asked["startdt"], asked["enddt"]) == ("2026-05-09", "2026-05-11")
        assert asked["allday"] == "true"


def test_yahoo_gets_whole_days_with_the_last_one() -> None:
    several, one = query(yahoo(days(10))), query(yahoo(days(9)))
    assert (several["st"], several["et"], several["dur"]) == ("20260509", "20260510", "allday")
    assert (one["st"], one.get("et"), one["dur"]) == ("20260509", None, "allday")


def test_the_second_of_two_hours_alike_is_told() -> None:
    twice = entry(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN))
    assert query(yahoo(twice))["st"] == "20261025T013000Z"


@pytest.mark.parametrize("link", ALL)
def test_it_never_tells_the_address_to_join(link: Link) -> None:
    assert "zoom.example" not in link(full_entry())


@pytest.mark.parametrize(
    ("link", "key"), list(zip(ALL, ["text", "subject", "subject", "title"], strict=True))
)
def test_it_carries_any_title(link: Link, key: str) -> None:
    title = "Дөңгелек үстел & «тіл» + 100% #1 🎉"
    assert query(link(entry(summary=title)))[key] == title


@pytest.mark.parametrize("link", ALL)
def test_it_writes_blanks_so_that_outlook_shows_no_plus(link: Link) -> None:
    assert "+" not in link(full_entry())


@pytest.mark.parametrize(("link", "key"), list(zip(ALL, ["details", "body", "body", "desc"], strict=True)))
def test_it_leads_to_the_events_own_page(link: Link, key: str) -> None:
    assert query(link(full_entry()))[key].endswith("https://events.example/events/round-table")


@pytest.mark.parametrize("link", [outlook, office365])
def test_outlook_gets_html_that_shows_the_text_as_it_is(link: Link) -> None:
    asked = query(link(entry(description="1 < 2\n<b>bold</b>")))
    assert asked["body"] == "1 &lt; 2<br>&lt;b&gt;bold&lt;/b&gt;"


@pytest.mark.parametrize("link", ALL)
def test_it_stays_short_enough_for_old_servers(link: Link) -> None:
    assert len(link(full_entry(summary="т" * 60, description="ұзақ сипаттама " * 500))) < 2048


@pytest.mark.parametrize("text", ["ұзақ сипаттама " * 500, "ұ" * 5000])
def test_it_shows_that_a_text_was_cut(text: str) -> None:
    assert query(google(entry(description=text)))["details"].endswith(" …")


@pytest.mark.parametrize("link", ALL)
def test_it_takes_texts_that_no_address_can_hold(link: Link) -> None:
    link(entry(summary="\ud800\0", description="\udfff", location="\x1b", url="\ud800"))


def test_a_feed_is_subscribed_to_by_its_address_in_another_scheme() -> None:
    links = subscriptions("https://events.example/calendar.ics?q=a&lang=kk")
    assert links == {
        "webcal": "webcal://events.example/calendar.ics?q=a&lang=kk",
        "google": "https://calendar.google.com/calendar/r"
        "?cid=webcal%3A%2F%2Fevents.example%2Fcalendar.ics%3Fq%3Da%26lang%3Dkk",
        "address": "https://events.example/calendar.ics?q=a&lang=kk",
    }


def test_it_offers_four_programs() -> None:
    assert add_links(entry()) == {
        "google": google(entry()),
        "outlook": outlook(entry()),
        "office365": office365(entry()),
        "yahoo": yahoo(entry()),
    }
