"""A host says where an event is held."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Event, Mailing, Organisation, Venue
from regapp.services.events.venues import VenueDraft, make_venue
from regapp.vocabulary import EventStatus, LetterKind, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

PART = "/edit/place"
HALL = VenueDraft({"en": "Abai Hall"}, {"en": "1 Abai Avenue"}, {"en": "Almaty"}, places=80)
FIELD = {"venue": "new", "venue_name-en": "Green Hall", "city-en": "Almaty", "address-en": "5 Green Street"}


def venue_id(app: Flask, slug: str = "dku-almaty") -> str:
    with app.app_context():
        return str(db.session.scalars(select(Venue.id).where(Venue.slug == slug)).one())


def stored_venue(event: OwnEvent) -> Venue | None:
    with event.app.app_context():
        return db.session.get_one(Event, event.id).venue


def own_venue(app: Flask, draft: VenueDraft = HALL, organisation: str = "dku") -> str:
    with app.app_context():
        owner = db.session.scalars(select(Organisation.id).where(Organisation.slug == organisation)).one()
        return str(make_venue(draft=draft, organisation_id=owner, user_id=None))


def shown(client: FlaskClient, event: OwnEvent, query: str = "") -> TestResponse:
    return client.get(f"{event.address}{PART}{query}")


def change(client: FlaskClient, event: OwnEvent, **fields: str) -> TestResponse:
    return send(client, shown(client, event), PART, **fields)


def planned(event: OwnEvent) -> list[dict[str, Any]]:
    with event.app.app_context():
        found = select(Mailing).where(Mailing.event_id == event.id, Mailing.kind == LetterKind.EVENT_CHANGED)
        return [mailing.facts for mailing in db.session.scalars(found)]


def test_a_venue_is_chosen(website: Flask):
    event, wanted = own_event(website), venue_id(website)
    saved = change(browser(website), event, venue=wanted)
    assert (saved.status_code, saved.location) == (303, f"{event.address}{PART}")
    assert event.column("venue_id") == int(wanted)


@on_sqlite
def test_it_takes_place_nowhere(website: Flask):
    event = own_event(website, venue="dku-almaty")
    change(browser(website), event, venue="none")
    assert event.column("venue_id") is None


def test_people_are_told_only_after_a_question(website: Flask):
    event = own_event(website, venue="dku-almaty")
    event.register(1, 2)
    wanted = venue_id(website, "nazarbayev-university")
    client = browser(website)
    asked = change(client, event, venue=wanted)
    assert asked.status_code == 200
    assert "2 people who come or wait get a letter" in words(asked)
    assert "Kazakh-German University, 111/113 Pushkin Street, Almaty" in words(asked)
    assert "Nazarbayev University" in words(asked)
    assert event.column("venue_id") != int(wanted)
    send(client, asked, PART, next="save", message="More room.")
    assert event.column("venue_id") == int(wanted)
    [facts] = planned(event)
    assert (facts["what"], facts["message"]) == (["place"], "More room.")


def test_a_venue_is_made_on_the_spot(website: Flask):
    event = own_event(website)
    fields = {
        **FIELD,
        "venue_name-ru": "Зелёный зал",
        "region": "KZ-75",
        "position": "https://www.openstreetmap.org/?mlat=43.2389&mlon=76.8897#map=17/43.2389/76.8897",
        "places": "40",
        "accessibility-en": "No steps.",
    }
    change(browser(website), event, **fields)
    venue = stored_venue(event)
    assert venue is not None
    assert venue.name == {"en": "Green Hall", "ru": "Зелёный зал"}
    assert (venue.region, venue.latitude, venue.longitude, venue.places) == ("KZ-75", 43.2389, 76.8897, 40)
    assert (venue.slug, venue.organisation_id) == ("green-hall", event.column("organisation_id"))
    assert "green-hall" in event.column("search_text").replace(" ", "-")


def test_a_new_venue_outlives_the_question(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    asked = change(client, event, **FIELD, **{"venue_name-kk": "Жасыл зал", "places": "1"})
    assert "Green Hall, 5 Green Street, Almaty" in words(asked)
    assert "1 person fits into this venue, and 2 may come." in words(asked)
    assert stored_venue(event) is None
    send(client, asked, PART, next="save")
    venue = stored_venue(event)
    assert venue is not None
    assert venue.name == {"en": "Green Hall", "kk": "Жасыл зал"}


@on_sqlite
def test_nothing_typed_is_lost_on_the_way_back(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    back = send(client, change(client, event, **FIELD), PART, next="change", message="Soon.")
    kept = form(back, PART).values()
    assert {name: kept[name] for name in FIELD} == FIELD
    assert kept["message"] == "Soon."


def test_venues_of_others_are_neither_shown_nor_taken(website: Flask):
    event, theirs = own_event(website), own_venue(website, organisation="assembly")
    client = browser(website)
    assert "Abai Hall" not in shown(client, event).text
    assert change(client, event, venue=theirs).status_code == 422
    assert event.column("venue_id") is None


@on_sqlite
def test_venues_are_searched_by_name_and_city(website: Flask):
    event = own_event(website)
    for number in range(14):
        own_venue(
            website,
            VenueDraft({"en": f"House {number}"}, city={"ru": "Қарағанды" if number == 7 else "Oral"}),
        )
    found = words(shown(browser(website), event, "?q=караганды"))
    assert "House 7" in found
    assert "House 8" not in found


@on_sqlite
def test_a_venue_smaller_than_the_room_is_warned_of_and_not_refused(website: Flask):
    event, small = own_event(website, capacity=100), own_venue(website)
    client = browser(website)
    assert change(client, event, venue=small).status_code == 303
    assert "80 people fit into this venue, and 100 may come." in words(shown(client, event))
    large = own_event(website, capacity=80)
    change(client, large, venue=small)
    assert "fit into this venue" not in words(shown(client, large))


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told", "at"),
    [
        ({"venue_name-en": ""}, "in one language at least", "venue_name"),
        ({"venue_name-en": "x" * 100_000}, "Shorten the text", "venue_name"),
        ({"address-en": "<script>" * 20_000}, "Shorten the text", "address"),
        ({"region": "XX-1"}, "Choose one of the answers.", "region"),
        ({"position": "https://maps.app.goo.gl/abc"}, "No position is in it.", "position"),
        ({"position": "91, 10"}, "No position is in it.", "position"),
        ({"places": "-3"}, "Write a whole number", "places"),
        ({"places": "many"}, "Write a whole number", "places"),
    ],
)
def test_what_is_wrong_with_a_new_venue_is_said_at_its_field(
    website: Flask, fields: dict[str, str], told: str, at: str
):
    event = own_event(website)
    refused = change(browser(website), event, **{**FIELD, **fields})
    assert refused.status_code == 422
    assert told in page(refused).one(id=f"{at}-error").text
    kept = form(refused, PART).values()
    assert kept["city-en"] == "Almaty"
    assert stored_venue(event) is None


@on_sqlite
def test_scripts_in_the_name_of_a_venue_are_words(website: Flask):
    event = own_event(website)
    client = browser(website)
    change(client, event, **{**FIELD, "venue_name-en": "<script>alert(1)</script>"})
    assert "<script>alert" not in shown(client, event).text
    assert "<script>alert" not in client.get(f"/events/{event.slug}").text


@on_sqlite
@pytest.mark.parametrize("venue", ["", "999999999999999999999999", "-1", "nowhere", "٣"])
def test_a_venue_that_is_none_is_said(website: Flask, venue: str):
    event = own_event(website)
    assert change(browser(website), event, venue=venue).status_code == 422
    assert event.column("venue_id") is None


def test_two_who_choose_at_once_are_asked(website: Flask):
    event = own_event(website)
    client = browser(website)
    old = shown(client, event)
    change(client, event, venue=venue_id(website))
    answered = send(client, old, PART, venue=venue_id(website, "nazarbayev-university"))
    assert answered.status_code == 409
    assert "Kazakh-German University" in words(answered)
    assert event.column("venue_id") == int(venue_id(website))


@on_sqlite
def test_the_place_of_what_is_over_stays(website: Flask):
    event = own_event(website)
    client = browser(website)
    old = shown(client, event)
    with website.app_context():
        b.change_event(event.id, status=EventStatus.CANCELLED)
    assert "can no longer be changed" in words(shown(client, event))
    assert send(client, old, PART, venue=venue_id(website)).status_code == 409
    assert event.column("venue_id") is None


@on_sqlite
def test_only_managers_may(website: Flask):
    event = own_event(website)
    assert shown(browser(website, Role.VIEWER), event).status_code == 403
