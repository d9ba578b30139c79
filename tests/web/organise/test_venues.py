"""The venues that an organisation keeps."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Mailing, Venue
from regapp.services.events import event_changes
from regapp.vocabulary import LetterKind, Role
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import page, send, words

LIST = "/organise/organisations/dku/venues"
HALL = f"{LIST}/abai-hall"
FIELDS = {"venue_name-en": "Abai Hall", "address-en": "1 Abai Avenue", "city-en": "Almaty", "places": "80"}


def make(client: FlaskClient, **fields: str) -> TestResponse:
    return send(client, client.get(f"{LIST}/new"), "/venues/new", **{**FIELDS, **fields})


def change(client: FlaskClient, **fields: str) -> TestResponse:
    return send(client, client.get(HALL), "/venues/abai-hall", **fields)


def stored(app: Flask) -> Venue:
    with app.app_context():
        return db.session.scalars(select(Venue).where(Venue.slug == "abai-hall")).one()


def held_there(app: Flask) -> OwnEvent:
    event = own_event(app)
    with app.app_context():
        event_changes.relocate(event_id=event.id, venue_id=stored(app).id, user_id=None)
    return event


def planned(event: OwnEvent) -> list[dict[str, Any]]:
    with event.app.app_context():
        found = select(Mailing).where(Mailing.event_id == event.id, Mailing.kind == LetterKind.EVENT_CHANGED)
        return [mailing.facts for mailing in db.session.scalars(found)]


def test_a_venue_is_made_and_listed(website: Flask):
    client = browser(website)
    assert "You keep no venues" in words(client.get(LIST))
    made = make(client, position="43.2389, 76.8897")
    assert (made.status_code, made.location) == (303, LIST)
    assert "Abai Hall" in words(client.get(LIST))
    venue = stored(website)
    assert (venue.latitude, venue.longitude, venue.places) == (43.2389, 76.8897, 80)


def test_another_name_is_saved_at_once(website: Flask):
    client = browser(website)
    make(client)
    event = held_there(website)
    event.register(1)
    before = len(planned(event))
    assert change(client, **{"venue_name-kk": "Абай залы"}).status_code == 303
    assert stored(website).name["kk"] == "Абай залы"
    assert len(planned(event)) == before


def test_another_address_is_asked_with_the_events_it_concerns(website: Flask):
    client = browser(website)
    make(client)
    event = held_there(website)
    event.register(1, 2)
    asked = change(client, **{"address-en": "2 Abai Avenue"})
    assert asked.status_code == 200
    assert "2 people get a letter" in words(asked)
    assert event.slug in words(asked)
    assert stored(website).address["en"] == "1 Abai Avenue"
    sequence = event.column("sequence")
    send(client, asked, "/venues/abai-hall", next="save", message="Sorry.")
    assert stored(website).address["en"] == "2 Abai Avenue"
    assert event.column("sequence") == sequence + 1
    assert planned(event)[-1]["message"].endswith("Sorry.")


@on_sqlite
def test_where_nobody_registered_another_address_is_saved_at_once(website: Flask):
    client = browser(website)
    make(client)
    held_there(website)
    assert change(client, **{"address-en": "2 Abai Avenue"}).status_code == 303


def test_what_both_have_changed_is_asked_again(website: Flask):
    client = browser(website)
    make(client)
    old = client.get(HALL)
    change(client, places="60")
    answered = send(client, old, "/venues/abai-hall", places="70")
    assert answered.status_code == 409
    assert "60" in words(answered)
    assert send(client, old, "/venues/abai-hall", **{"city-ru": "Алматы"}).status_code == 303
    assert (stored(website).places, stored(website).city["ru"]) == (60, "Алматы")


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"venue_name-en": ""}, "in one language at least"),
        ({"city-en": "x" * 100_000}, "Shorten the text"),
        ({"position": "somewhere"}, "No position is in it."),
        ({"places": "0"}, "Write a whole number"),
        ({"csrf_token": "none"}, "Please send it once more"),
    ],
)
def test_what_is_wrong_is_said_and_kept(website: Flask, fields: dict[str, str], told: str):
    client = browser(website)
    refused = make(client, **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    assert page(refused).one(id="address-en").get("value") == "1 Abai Avenue"


@on_sqlite
def test_a_venue_of_others_is_not_found(website: Flask):
    make(browser(website))
    stranger = browser(website, Role.OWNER, "assembly")
    assert stranger.get(HALL).status_code == 404
    theirs = "/organise/organisations/assembly/venues"
    assert stranger.get(theirs).status_code == 200
    assert stranger.get(f"{theirs}/abai-hall").status_code == 404
    assert stranger.get(f"{theirs}/dku-almaty").status_code == 404


@on_sqlite
def test_only_managers_may(website: Flask):
    for role in (Role.DOOR, Role.VIEWER):
        assert browser(website, role).get(LIST).status_code == 403
