"""An event's public page: everything public, nothing secret, and cheap to ask for again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.clock import now
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import page, words

pytestmark = only_sqlite

EVENT = "/events/round-table"


def _change(inside: Inside, **columns: Any) -> None:
    with inside():
        builders.change_event(builders.event_id(), **columns)


def _fill_the_room(inside: Inside) -> None:
    with inside():
        for person in range(10):
            builders.register(builders.event_id(), person)


def _data(answer: TestResponse) -> dict[str, Any]:
    return dict(json.loads(page(answer).one("script", type="application/ld+json").text))


def test_it_says_all_that_a_participant_needs(client: FlaskClient) -> None:
    shown = words(client.get(EVENT))

    for told in (
        "Kazakh-German University (DKU)",
        "Friedrich-Ebert-Stiftung",
        "17:00–19:00 (Almaty, UTC+5)",
        "10 of 10 places left",
        "No limit on places",
        "Register until",
        "Russian and Kazakh",
        "Which changes made in the pandemic should stay",
        "Regional administrations (akimats)",
        "Madina Otarbekova Moderator",
        "Uzbekistan",
        "+7 777 397 11 27",
    ):
        assert told in shown, told


@pytest.mark.parametrize(
    "href",
    [
        "/events/round-table/register",
        "/events/round-table/calendar.ics",
        "/lost-link",
        "/?organisation=fes",
        "tel:+77773971127",
        "mailto:events@dku.example",
        "https://www.facebook.com/dku.almaty",
    ],
)
def test_it_leads_on(client: FlaskClient, href: str) -> None:
    assert page(client.get(EVENT)).all("a", href=href)


def test_a_programme_with_hours_stands_by_day(client: FlaskClient) -> None:
    shown = page(client.get("/events/webinar-2021")).one("section", aria_labelledby="programme")

    assert [day.text for day in shown.all("h3")] == ["Friday, 23 April 2021", "Saturday, 24 April 2021"]
    assert shown.all("time")[0].get("datetime") == "2021-04-23T10:00:00+06:00"


@pytest.mark.parametrize("path", [EVENT, f"{EVENT}/register", "/", f"{EVENT}/calendar.ics"])
def test_the_way_into_the_meeting_is_in_no_public_page(
    client: FlaskClient, inside: Inside, path: str
) -> None:
    _change(inside, passcode="s3same")
    text = client.get(path).text

    assert "zoom.us" not in text
    assert "s3same" not in text
    assert "846 8448 4087" not in text


def test_the_meetings_number_is_there_if_the_host_says_so(client: FlaskClient, inside: Inside) -> None:
    _change(inside, meeting_id_visibility="public")

    assert "846 8448 4087" in words(client.get(EVENT))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"opens_at": now() + timedelta(hours=1)}, "Registration is not open yet It opens on "),
        ({"closes_at": now() - timedelta(minutes=1)}, "Registration is closed It closed on "),
        (
            {"start_at": now() - timedelta(hours=2), "end_at": now() - timedelta(hours=1)},
            "This event is over",
        ),
        ({"status": "cancelled"}, "This event is cancelled"),
    ],
)
def test_it_says_why_nobody_can_register(
    client: FlaskClient, inside: Inside, columns: dict[str, Any], told: str
) -> None:
    _change(inside, **columns)
    answer = client.get(EVENT)

    assert told in words(answer)
    assert not page(answer).all("a", href=f"{EVENT}/register")


def test_when_the_room_is_full_it_offers_what_is_left_and_the_waiting_list(
    client: FlaskClient, inside: Inside
) -> None:
    _fill_the_room(inside)
    shown = words(client.get(EVENT))

    assert "10 of 10 places taken" in shown
    assert "Still open: Online." in shown
    assert "You can join the waiting list." in shown


def test_when_nothing_is_left_at_all_there_is_no_button(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.small_event(capacity=1, waiting_list=False, ticket_types=(builders.IN_PERSON,))
        slug = builders.db.session.get_one(builders.Event, event).slug
        builders.register(event, 1)
    answer = client.get(f"/events/{slug}")

    assert "All places are taken" in words(answer)
    assert not page(answer).all("a", href=f"/events/{slug}/register")
    assert page(answer).all("a", href="/lost-link")


@pytest.mark.parametrize("slug", ["nothing", "ROUND-TABLE", "%00"])
def test_an_unknown_event_is_not_found(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/events/{slug}").status_code in {400, 404}


def test_a_draft_is_not_found(client: FlaskClient, inside: Inside) -> None:
    _change(inside, status="draft")

    assert client.get(EVENT).status_code == 404


def test_it_sets_no_cookie_and_has_no_form(client: FlaskClient) -> None:
    answer = client.get(EVENT)

    assert "Set-Cookie" not in answer.headers
    assert not page(answer).all("form", "input")
    assert "csrf" not in answer.text


def test_unchanged_it_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(EVENT)
    again = client.get(EVENT, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= set(first.headers["Vary"].split(", "))


def test_a_place_that_is_taken_changes_it_at_once(client: FlaskClient, inside: Inside) -> None:
    first = client.get(EVENT)
    with inside():
        builders.register(builders.event_id(), 1)
    again = client.get(EVENT, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert "9 of 10 places left" in words(again)


@pytest.mark.parametrize("query", ["lang=ru", "text=large", "scheme=dark"])
def test_each_way_of_reading_is_a_page_of_its_own(client: FlaskClient, query: str) -> None:
    assert client.get(EVENT).headers["ETag"] != client.get(f"{EVENT}?{query}").headers["ETag"]


def test_what_others_put_into_its_address_stays_with_them(client: FlaskClient) -> None:
    client.get(f"{EVENT}?from=letter")

    assert "from=letter" not in client.get(EVENT).text


def test_search_engines_read_the_same(client: FlaskClient) -> None:
    answer = client.get(f"{EVENT}-2020")
    data = _data(answer)

    assert data["@type"] == "Event"
    assert data["startDate"] == "2020-11-12T17:00:00+06:00"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert data["location"][0]["address"]["addressCountry"] == "KZ"
    assert [host["name"] for host in data["organizer"]] == [
        "Kazakh-German University (DKU)",
        "Friedrich-Ebert-Stiftung",
    ]


@pytest.mark.parametrize(
    ("slug", "mode"), [("webinar", "OnlineEventAttendanceMode"), ("race", "OfflineEventAttendanceMode")]
)
def test_they_read_where_it_is_held(client: FlaskClient, slug: str, mode: str) -> None:
    assert _data(client.get(f"/events/{slug}"))["eventAttendanceMode"] == f"https://schema.org/{mode}"


def test_they_read_that_it_is_cancelled(client: FlaskClient, inside: Inside) -> None:
    _change(inside, status="cancelled")

    assert _data(client.get(EVENT))["eventStatus"] == "https://schema.org/EventCancelled"


def test_no_text_of_a_host_is_taken_for_markup(client: FlaskClient, inside: Inside) -> None:
    evil = '</script><script>alert("1")</script><img src=x onerror=alert(1)>'
    _change(inside, title={"en": evil}, summary={"en": evil}, description={"en": evil})
    answer = client.get(EVENT)

    assert page(answer).one("h1").text == evil
    assert _data(answer)["name"] == evil


def test_shared_links_show_what_it_is(client: FlaskClient) -> None:
    head = page(client.get(EVENT)).one("head")

    assert head.one("meta", property="og:title").get("content", "").startswith("Migration in Kazakhstan")
    assert head.one("meta", property="og:url").get("content") == "http://localhost:8000/events/round-table"
    assert head.one("link", rel="canonical").get("href") == "http://localhost:8000/events/round-table"


def test_a_printed_page_leads_back(client: FlaskClient) -> None:
    printed = page(client.get(EVENT)).one("div", class_="print-only print-page")

    assert "http://localhost:8000/events/round-table" in printed.text
    assert printed.all("svg")


def test_its_cover_is_drawn_from_its_slug(client: FlaskClient) -> None:
    first, second = (client.get(f"/events/{slug}/cover.svg") for slug in ("round-table", "race"))

    assert first.mimetype == "image/svg+xml"
    assert first.data != second.data


def test_search_engines_read_the_questions_and_answers(client: FlaskClient, inside: Inside) -> None:
    asked = {"question": {"en": "Where to park?"}, "answer": {"en": "In the **yard**.</script><b>x"}}
    _change(inside, faq=[asked])
    answer = client.get(EVENT)
    event, faq = (json.loads(one.text) for one in page(answer).all("script", type="application/ld+json"))

    assert event["@type"] == "Event"
    assert faq["@type"] == "FAQPage"
    assert [one["name"] for one in faq["mainEntity"]] == ["Where to park?"]
    [said] = [one["acceptedAnswer"]["text"] for one in faq["mainEntity"]]
    assert "<strong>yard</strong>" in said
    assert "<b>" not in said
    assert "</script><b>" not in answer.text
