"""Somebody without an e-mail address in the pages of hosts: added at the door, shown, exported."""

import csv
import json
from io import StringIO

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Attendee, Letter, Registration
from regapp.vocabulary import Source
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.test_organise_write import send_off, write
from tests.web.visits import form, page, send, words

DRIVER = {"name": "Серік", "email": "", "ticket": "in-person"}


def add(client: FlaskClient, event: OwnEvent, **fields: str) -> TestResponse:
    """Fill in the form for somebody who has none; what comes back."""
    return send(client, client.get(f"{event.attendees}/new"), "/new", **{**DRIVER, **fields})


def told(client: FlaskClient, event: OwnEvent, **fields: str) -> str:
    """The same, and what the page that it leads to says."""
    answer = add(client, event, **fields)
    assert answer.status_code == 303, words(answer)
    return words(client.get(answer.location))


def stored(event: OwnEvent) -> list[Registration]:
    with event.app.app_context():
        found = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
        return list(db.session.scalars(found))


def letters(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Letter.recipient)))


def card(event: OwnEvent) -> str:
    """The address of the page of who came first."""
    with event.app.app_context():
        found = select(Attendee.id).where(Attendee.event_id == event.id).order_by(Attendee.id)
        return f"{event.attendees}/{db.session.scalars(found).first()}"


def test_they_have_a_place_and_the_host_is_asked_to_tell_them(website: Flask):
    event = own_event(website)
    said = told(browser(website), event)
    assert "Серік: Confirmed. No letter goes to them: tell them yourself." in said
    assert [(one.email, one.email_key) for one in stored(event)] == [("", None)]
    assert letters(website) == []
    assert event.sound()


@on_sqlite
def test_the_form_says_what_it_means_to_have_no_address(website: Flask):
    shown = browser(website).get(f"{own_event(website).attendees}/new")
    assert "Without an address they get no letter: tell them the place yourself." in words(shown)
    assert "E-mail address (optional)" in words(shown)


def test_a_form_that_is_sent_twice_registers_once(website: Flask):
    event = own_event(website)
    client = browser(website)
    fields = {**form(client.get(f"{event.attendees}/new"), "/new").values(), **DRIVER}
    answers = [client.post(f"{event.attendees}/new", data=fields) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(stored(event)) == 1


def test_a_delegation_is_added_by_its_names(website: Flask):
    event = own_event(website, capacity=12)
    others = "\r\n".join(f"Delegate {number}" for number in range(11))
    said = told(browser(website), event, others=others, walk_in="y")
    assert "Confirmed: 12." in said
    assert event.quota()[1:3] == (12, 12)
    assert [one.source for one in stored(event)] == [Source.WALK_IN]
    assert letters(website) == []


def test_of_a_group_it_is_said_how_many_wait(website: Flask):
    event = own_event(website, capacity=1)
    assert "Confirmed: 1; On the waiting list: 2." in told(browser(website), event, others="A\nB")


def test_who_stands_at_the_door_of_a_full_room_is_asked_about_and_not_put_into_the_line(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1)
    client = browser(website)
    full = add(client, event, walk_in="y")
    assert full.status_code == 409
    assert "There is no place left for 1 person. Tick “Above the quota”" in words(full)
    assert len(stored(event)) == 1
    meant = send(client, full, "/new", above="y")
    assert meant.status_code == 303
    assert event.quota()[1:] == (2, 1, 1)


def test_a_group_at_the_door_for_which_there_is_not_enough_room_is_asked_about(website: Flask):
    event = own_event(website, capacity=2)
    event.register(1)
    client = browser(website)
    full = add(client, event, walk_in="y", others="A\nB")
    assert full.status_code == 409
    assert "There are not enough places for 3 people." in words(full)
    assert page(full).one("input", id="above")
    assert len(stored(event)) == 1


def test_the_same_name_is_asked_about_and_another_person_is_added(website: Flask):
    event = own_event(website)
    client = browser(website)
    told(client, event)
    again = add(client, event, name="серік")
    assert again.status_code == 409
    assert "Somebody of this name is on the list already." in words(again)
    assert card(event) in [one.get("href") for one in page(again).all("a")]
    assert len(stored(event)) == 1
    assert send(client, again, "/new", namesake="y").status_code == 303
    assert len(stored(event)) == 2


@on_sqlite
def test_the_list_and_the_card_say_so(website: Flask):
    event = own_event(website)
    client = browser(website)
    told(client, event)
    assert "no e-mail address" in words(client.get(event.attendees))
    shown = client.get(card(event))
    assert "E-mail no address" in words(shown)
    assert "None: they have no e-mail address." in words(shown)
    assert "No letter goes to them: tell them yourself." in words(shown)
    assert not [one for one in page(shown).all("a") if (one.get("href") or "").startswith("mailto:")]


@on_sqlite
@pytest.mark.parametrize("deed", ["cancel", "move"])
def test_what_is_done_to_them_promises_no_letter(website: Flask, deed: str):
    event = own_event(website)
    client = browser(website)
    told(client, event)
    fields = {"ticket": "online"} if deed == "move" else {}
    sent = send(client, client.get(card(event)), f"/{deed}", **fields)
    said = words(client.get(sent.location))
    assert "Done. They have no e-mail address: tell them yourself." in said
    assert "A letter says so" not in said


def test_an_address_is_given_later(website: Flask):
    event = own_event(website)
    client = browser(website)
    told(client, event)
    shown = client.get(f"{card(event)}/details")
    assert send(client, shown, "/details").status_code == 303  # none is no mistake
    sent = send(client, client.get(f"{card(event)}/details"), "/details", email="serik@example.org")
    assert "The letter about what they have goes to the address." in words(client.get(sent.location))
    assert letters(website) == ["serik@example.org"]


@on_sqlite
def test_an_address_that_was_given_cannot_be_left_out(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    refused = send(client, client.get(f"{event.person(1)}/details"), "/details", email="")
    assert refused.status_code == 422
    assert "Write the address that letters go to." in words(refused)


@on_sqlite
def test_files_have_an_empty_address(website: Flask):
    event = own_event(website)
    client = browser(website)
    told(client, event)
    rows = list(
        csv.reader(StringIO(client.get(f"{event.attendees}.csv").data.decode("utf-8-sig"), newline=""))
    )
    assert rows[1][:2] == ["Серік", ""]
    assert json.loads(client.get(f"{event.attendees}.json").data)["people"][0]["email"] == ""
    [vcard] = vobject.readComponents(client.get(f"{event.attendees}.vcf").data.decode())
    assert vcard.fn.value == "Серік"
    assert not hasattr(vcard, "email")
    assert client.get(f"{event.attendees}.xlsx").status_code == 200


def test_the_list_finds_and_sorts_them(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    told(client, event)
    assert "Серік" in words(client.get(f"{event.attendees}?q=серік"))
    by_address = words(client.get(f"{event.attendees}?sort=email"))
    assert by_address.index("Серік") < by_address.index("Person 1")


def test_a_message_says_how_many_it_leaves_out(website: Flask):
    event = own_event(website, capacity=5)
    event.register(1)
    client = browser(website)
    told(client, event, others="A\nB")
    draft = write(client, event)
    assert "It goes to 1 person" in words(draft)
    assert "3 people have no e-mail address and get no letter. Tell them yourself." in words(draft)
    assert "The letter goes to 1 person." in send_off(client, draft).text


def test_a_letter_sent_again_to_all_says_who_has_no_address(website: Flask):
    event = own_event(website)
    client = browser(website)
    told(client, event)
    ask = send(client, client.get(event.attendees), "/decide", decision="resend", all="1")
    sent = send(client, ask, "/decide", decision="resend")
    assert "1 has no e-mail address: tell them yourself." in words(client.get(sent.location))
    assert letters(website) == []


@on_sqlite
def test_their_own_page_promises_no_letters(website: Flask):
    event = own_event(website)
    told(browser(website), event)
    [registration] = stored(event)
    own = website.test_client().get(f"/registrations/{registration.token}")
    assert own.status_code == 200
    assert "There is no address yet, so you get no letters." in words(own)
    assert "All my events in one calendar" not in words(own)
    file = website.test_client().get(f"/registrations/{registration.token}/calendar.ics")
    assert file.status_code == 200


@on_sqlite
@pytest.mark.parametrize("typed", ["", " "])
def test_no_address_finds_nobodys_lost_link(website: Flask, typed: str):
    told(browser(website), own_event(website))
    visitor = website.test_client()
    answer = send(visitor, visitor.get("/lost-link"), "/lost-link", email=typed)
    assert answer.status_code == 422
    assert letters(website) == []
