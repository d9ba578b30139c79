"""The ways to attend are made, changed, put in order and removed in the browser."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Event
from regapp.vocabulary import Attendance
from tests.organisers import OwnEvent, browser, on_sqlite, own_event, token
from tests.web.visits import words

NEW = {"name_of-en": "Guests", "attendance": "in-person", "places": "3", "key": ""}


def post(client: FlaskClient, event: OwnEvent, path: str, page: str = "", **fields: str):
    """Post to ``path`` as the page that holds the form does."""
    shown = client.get(f"{event.address}{page or path}").text
    seen = re.search(r'name="seen"[^>]* value="([^"]*)"', shown)
    carried = {"seen": seen[1].replace("&#34;", '"')} if seen else {}
    return client.post(f"{event.address}{path}", data={"csrf_token": token(shown), **carried, **fields})


def ticket_types(app: Flask, event: OwnEvent) -> list[tuple[str, list[int]]]:
    """Keys in their order, each with its numbers of places."""
    with app.app_context():
        stored = db.session.get_one(Event, event.id)
        return [(one.key, [quota.capacity for quota in one.quotas]) for one in stored.ticket_types]


def test_a_way_to_attend_is_added_with_its_places(website: Flask):
    event, client = own_event(website), browser(website)
    before = ticket_types(website, event)
    assert post(client, event, "/tickets/new", **NEW).status_code == 303
    assert ticket_types(website, event) == [*before, ("guests", [3])]


@on_sqlite
def test_two_of_one_key_are_refused_at_the_key_and_what_was_typed_stays(website: Flask):
    event, client = own_event(website), browser(website)
    answer = post(client, event, "/tickets/new", **NEW | {"key": "online"})
    assert answer.status_code == 422
    assert "Another ticket of this event has this key." in words(answer)
    assert 'value="Guests"' in answer.text


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name_of-en": ""}, "Write this in one language at least."),
        ({"name_of-en": "?!"}, "Write a short key in Latin letters"),
        ({"key": "Über uns"}, "Use only the letters a to z"),
        ({"places": "many"}, "Write a whole number"),
        ({"attendance": "on the moon"}, "Choose one of the answers."),
        ({"opens": "2030-05-02T10:00", "closes": "2030-05-01T10:00"}, "has to come after"),
        ({"opens": "2004-03-28T02:30"}, "the clock leaves out this hour"),
        ({"closes": "2150-05-02T10:00"}, "has to close before the event ends"),
        ({"hint-en": "x" * 100_000}, "Shorten the text in English to 300 characters"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(website: Flask, fields: dict[str, str], told: str):
    event, client = own_event(website), browser(website)
    answer = post(client, event, "/tickets/new", **NEW | fields)
    assert answer.status_code == 422
    assert told in words(answer)


def test_a_way_to_attend_is_changed_and_keeps_its_key(website: Flask):
    event, client = own_event(website), browser(website)
    changed = {"name_of-kk": "Онлайн қатысу", "attendance": "online", "needs_approval": "y"}
    assert post(client, event, "/tickets/online/edit", **changed).status_code == 303
    with website.app_context():
        stored = db.session.get_one(Event, event.id).find_ticket_type("online")
        assert (stored.name["kk"], stored.needs_approval) == ("Онлайн қатысу", True)


@on_sqlite
def test_a_ticket_that_somebody_has_admits_to_where_it_did(website: Flask):
    event, client = own_event(website), browser(website)
    event.register(1)
    answer = post(client, event, "/tickets/in-person/edit", **{"name_of-en": "Room", "attendance": "online"})
    assert answer.status_code == 422
    assert "Somebody has this ticket." in words(answer)
    with website.app_context():
        stored = db.session.get_one(Event, event.id).find_ticket_type("in-person")
        assert stored.attendance is Attendance.IN_PERSON


def test_the_order_is_changed_by_buttons(website: Flask):
    event, client = own_event(website), browser(website)
    keys = [key for key, _ in ticket_types(website, event)]
    assert post(client, event, f"/tickets/{keys[1]}/put", "/places", direction="up").status_code == 303
    assert [key for key, _ in ticket_types(website, event)] == [keys[1], keys[0], *keys[2:]]
    assert post(client, event, f"/tickets/{keys[1]}/put", "/places", direction="down").status_code == 303
    assert [key for key, _ in ticket_types(website, event)] == keys


def test_one_that_nobody_used_is_removed_with_its_places(website: Flask):
    event, client = own_event(website), browser(website)
    before = ticket_types(website, event)
    post(client, event, "/tickets/new", **NEW)
    assert post(client, event, "/tickets/guests/remove", "/places").status_code == 303
    assert ticket_types(website, event) == before
    with website.app_context():
        assert "Guests" not in {quota.name.get("en") for quota in db.session.get_one(Event, event.id).quotas}


def test_one_that_somebody_has_stays(website: Flask):
    event, client = own_event(website), browser(website)
    event.register(1)
    before = ticket_types(website, event)
    answer = post(client, event, "/tickets/in-person/remove", "/places")
    assert "Close its registration instead." in words(client.get(answer.location))
    assert ticket_types(website, event) == before


@on_sqlite
def test_places_are_told_in_words(website: Flask):
    event, client = own_event(website), browser(website)
    assert "places in all" in words(client.get(f"{event.address}/places"))


def test_places_get_another_name(website: Flask):
    event, client = own_event(website), browser(website)
    with website.app_context():
        [quota] = db.session.get_one(Event, event.id).quotas
        path = f"/places/{quota.id}/name"
    assert (
        post(client, event, path, **{"name_of-en": "Blue hall", "name_of-de": "Blauer Saal"}).status_code
        == 303
    )
    with website.app_context():
        assert db.session.get_one(Event, event.id).quotas[0].name["de"] == "Blauer Saal"
