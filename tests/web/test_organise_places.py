"""Places, changed by organisers."""

from dataclasses import replace

import pytest
from flask import Flask

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.services.events.drafts import QuotaDraft, SessionDraft
from tests import builders as b
from tests.organisers import browser, on_sqlite, own_event
from tests.web.places_page import change, shown
from tests.web.visits import form, page, words


def test_more_places_go_to_who_waits(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    client = browser(website)
    number = event.quota()[0]
    sent = change(client, event, f"/places/{number}/capacity", capacity="2")
    assert sent.status_code == 303
    assert "The number of places is changed." in words(client.get(sent.location))
    assert event.has(2) == "confirmed in-person"


def test_fewer_than_are_taken_says_what_to_do(website: Flask):
    event = own_event(website, capacity=3)
    event.register(1, 2)
    client = browser(website)
    number = event.quota()[0]
    refused = change(client, event, f"/places/{number}/capacity", capacity="1")
    assert refused.status_code == 409
    assert "2 places are taken. Move or cancel somebody first, or enter 2 or more." in words(refused)
    assert form(refused, f"/places/{number}/capacity").values()["capacity"] == "1"
    assert event.quota()[2] == 3


@on_sqlite
@pytest.mark.parametrize("typed", ["", "ten", "-1", "1.5", "10000000", "9" * 5000])
def test_what_is_no_number_is_said_and_kept(website: Flask, typed: str):
    event = own_event(website)
    client = browser(website)
    number = event.quota()[0]
    refused = change(client, event, f"/places/{number}/capacity", capacity=typed)
    assert refused.status_code == 422
    assert "Write a whole number from 0 to" in words(refused)
    assert form(refused, f"/places/{number}/capacity").values()["capacity"] == typed


@on_sqlite
def test_places_of_another_event_are_not_there(website: Flask):
    event, other = own_event(website), own_event(website)
    number = other.quota()[0]
    client = browser(website)
    for action in ("capacity", "draws", "remove"):
        assert client.post(f"{event.address}/places/{number}/{action}").status_code == 404


def test_a_number_of_places_is_added_in_the_pages_language(website: Flask):
    event = own_event(website)
    client = browser(website)
    fields = {"name": "Қонақтар", "capacity": "3", "ticket_types": ["in-person"]}
    client.get("/organise/?lang=kk")
    sent = change(client, event, "/places", **fields)
    assert sent.status_code == 303
    with website.app_context():
        made = db.session.get_one(Event, event.id).quotas[-1]
        assert made.name == {"kk": "Қонақтар"}
        assert (made.capacity, [one.key for one in made.ticket_types]) == (3, ["in-person"])


def test_more_people_than_places_stop_it(website: Flask):
    event = own_event(website)
    event.register(1, 2, ticket="online")
    client = browser(website)
    refused = change(client, event, "/places", name="Lines", capacity="1", ticket_types=["online"])
    assert refused.status_code == 409
    assert "2 places are taken." in words(refused)
    assert form(refused, "/places").values()["name"] == "Lines"


def test_what_draws_on_places_is_changed(website: Flask):
    event = own_event(
        website,
        sessions=(SessionDraft({"en": "Workshop"}, bookable=True),),
        quotas=(QuotaDraft({"en": "The room"}, 5, ("in-person",)),),
    )
    event.register(1, ticket="online")
    client = browser(website)
    number = event.quota()[0]
    with website.app_context():
        session = db.session.get_one(Event, event.id).sessions[0].id
    action = f"/places/{number}/draws"
    sent = change(client, event, action, ticket_types=["in-person", "online"], sessions=[session])
    assert sent.status_code == 303
    assert event.quota()[1] == 1
    ticked = [one.get("value") for one in form(shown(client, event), action).all("input", type="checkbox")]
    assert ticked == ["in-person", "online", str(session)]
    assert change(client, event, action, ticket_types=["throne"]).status_code == 409
    assert change(client, event, action, sessions=["x"]).status_code == 409


def test_too_few_for_what_draws_is_said_at_the_top(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1)
    event.register(2, ticket="online")
    client = browser(website)
    refused = change(client, event, f"/places/{event.quota()[0]}/draws", ticket_types=["in-person", "online"])
    assert refused.status_code == 409
    assert "2 places are taken." in page(refused).one("div", class_="error-summary").text


def test_a_limit_is_lifted_after_a_question(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    client = browser(website)
    action = f"/places/{event.quota()[0]}/remove"
    assert "Do you want to lift the limit?" in words(shown(client, event))
    assert change(client, event, action).status_code == 303
    assert event.has(2) == "confirmed in-person"
    assert "Nothing is limited" in words(shown(client, event))


@on_sqlite
@pytest.mark.parametrize("action", ["/places", "/places/rules", "/places/close", "/places/open"])
def test_an_old_page_asks_to_send_again(website: Flask, action: str):
    event = own_event(website)
    answer = browser(website).post(f"{event.address}{action}", data={"name": "Lines", "capacity": "3"})
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert event.column("closes_at") > now()


@on_sqlite
@pytest.mark.parametrize("language", ["en", "kk", "ru", "de"])
def test_the_page_speaks_every_language(website: Flask, language: str):
    tickets = (replace(b.IN_PERSON, needs_code=True), b.ONLINE)
    event = own_event(website, ticket_types=tickets)
    client = browser(website)
    assert client.get(f"{event.address}/places?lang={language}").status_code == 200
    assert client.get(f"{event.address}/invitations?lang={language}").status_code == 200
