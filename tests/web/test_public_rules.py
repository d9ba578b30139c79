"""What an event's page says of who gets a place."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import builders
from tests.lines import waiting_for_a_share
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import page, words

pytestmark = only_sqlite


@pytest.mark.parametrize(
    ("rules", "told", "untold"),
    [
        (
            {},
            ["one line for the whole event", "the place is yours"],
            ["Accept it in time", "move up together"],
        ),
        (
            {"offer_minutes": 90},
            ["Time to accept: 1 hour 30 minutes", "until the event starts"],
            ["is yours"],
        ),
        ({"offer_minutes": 60, "offers_stop_minutes": 180}, ["before the start: 3 hours"], []),
        ({"most_people": 4}, ["move up together", "up to 4 people in one form"], []),
        ({"proof_minutes": 30}, ["in this time: 30 minutes"], []),
        ({"waiting_list": False}, ["Ways to attend"], ["How the waiting list works", "one line", "up to"]),
    ],
)
def test_it_states_the_rules_by_which_places_are_given(
    client: FlaskClient, inside: Inside, rules: dict[str, Any], told: list[str], untold: list[str]
) -> None:
    with inside():
        event = builders.small_event(**rules)
        slug = builders.db.session.get_one(builders.Event, event).slug
    shown = words(client.get(f"/events/{slug}"))

    assert [text for text in told if text not in shown] == []
    assert [text for text in untold if text in shown] == []


def test_a_ticket_that_the_host_decides_about_says_so(client: FlaskClient, inside: Inside) -> None:
    ticket = replace(builders.IN_PERSON, needs_approval=True)
    with inside():
        event = builders.small_event(ticket_types=(ticket, builders.ONLINE))
        slug = builders.db.session.get_one(builders.Event, event).slug
    cards = page(client.get(f"/events/{slug}")).one("ul", class_="ways").all("li")

    assert ["The host decides" in card.text for card in cards] == [True, False]


def test_a_ticket_in_a_window_of_its_own_says_from_when_and_until(
    client: FlaskClient, inside: Inside
) -> None:
    start = builders.draft("any").start
    first = replace(builders.IN_PERSON, opens=start - timedelta(days=2))
    second = replace(builders.ONLINE, closes=start - timedelta(days=3))
    with inside():
        event = builders.small_event(ticket_types=(first, second))
        slug = builders.db.session.get_one(builders.Event, event).slug
    cards = page(client.get(f"/events/{slug}")).one("ul", class_="ways").all("li")

    assert "Can be chosen from" in cards[0].text
    assert "Can be chosen until" in cards[1].text


def test_a_full_share_leaves_the_rest_of_the_room_to_others(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = waiting_for_a_share()
        slug = builders.db.session.get_one(builders.Event, event).slug
    shown = words(client.get(f"/events/{slug}"))

    assert "Full: Students" in shown
    assert "Still open: In the room." in shown
    assert "4 of 5 places left" in shown


def test_above_its_capacity_a_room_is_full_and_no_more_is_said(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.small_event(capacity=1)
        builders.register(event, 1)
        quota = builders.quota(event)
        quota.over, quota.taken = 1, 2
        builders.db.session.commit()
        slug = builders.db.session.get_one(builders.Event, event).slug
    card = page(client.get(f"/events/{slug}")).one("ul", class_="ways").all("li")[0].text

    assert "1 of 1 places taken" in card
    assert "above" not in card
