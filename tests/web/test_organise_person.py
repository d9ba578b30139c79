"""One person's page, and what is done by hand there."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from regapp.database import db
from regapp.models import Letter
from regapp.services.allocation.asked import Companion
from regapp.services.allocation.transitions import TABLE
from regapp.services.registrations import by_hand, own_page
from regapp.vocabulary import LetterKind, LetterState, Role
from regapp.web.words import action_word, fate_word, letter_word
from tests import builders as b
from tests.organisers import asks_first, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words


def test_it_shows_who_it_is_and_what_they_have(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1)
    event.register(2, meanwhile="online")
    text = words(browser(website).get(event.person(2)))
    for fact in ("Person 2", "p2@example.org", "Confirmed On line", "On the waiting list In the room"):
        assert fact in text
    assert "Place in the waiting list 1" in text
    assert "English" in text


def test_answers_are_there_with_their_questions(website: Flask):
    with website.app_context():
        b.register(b.event_id(), 1, answers={"affiliation": "Институт", "group": "ngo"})
        number = b.registration(b.event_id(), 1).first.id
    text = words(browser(website).get(f"/organise/events/round-table/attendees/{number}"))
    assert "Институт" in text
    assert "Non-governmental organisation" in text


def test_people_of_one_registration_lead_to_each_other(website: Flask):
    event = own_event(website, most_people=3)
    event.register(1, companions=(Companion("Әлия", "aliya@example.org"),))
    client = browser(website)
    shown = client.get(event.person(1))
    [link] = [one for one in page(shown).all("a") if one.text == "Әлия"]
    other = words(client.get(link.get("href") or ""))
    assert "Registered by Person 1" in other
    assert "aliya@example.org" in other
    assert "registered by Person 1" in words(client.get(event.attendees))


@on_sqlite
def test_a_companions_page_has_one_address_of_theirs_and_leads_to_who_registered_them(website: Flask):
    event = own_event(website, capacity=3, most_people=3)
    event.register(1, companions=(Companion("Әлия", "aliya@example.org"), Companion("Bolat", "")))
    client = browser(website)
    first = page(client.get(event.person(1)))
    addresses = {one.text: one.get("href") or "" for one in first.all("a")}
    own, without = (page(client.get(addresses[name])) for name in ("Әлия", "Bolat"))
    terms = [[one.text for one in shown.one("dl", class_="facts").all("dt")] for shown in (own, without)]
    assert terms[0][:2] == ["E-mail", "Registered by"]
    assert terms[1][:2] == ["E-mail of Person 1", "Registered by"]
    [back] = [one for one in own.one("dl", class_="facts").all("a") if one.text == "Person 1"]
    assert back.get("href") == event.person(1)
    assert any("Registered for 3 people" in row.text for row in first.all("tr"))


def test_history_says_in_words_who_did_what(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    client = browser(website)
    send(client, client.get(event.person(1)), "/cancel")
    first = [row.text for row in page(client.get(event.person(1))).all("tr")]
    assert any("Cancelled manager@dku.example" in row for row in first)
    assert any("Registered The participant" in row for row in first)
    second = [row.text for row in page(client.get(event.person(2))).all("tr")]
    assert any("Moved up from the waiting list The system" in row for row in second)


def test_letters_are_there_with_their_fate(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    with website.app_context():
        failed = update(Letter).where(Letter.recipient == "p2@example.org")
        db.session.execute(failed.values(state=LetterState.FAILED, last_error="550 no such user"))
        db.session.commit()
    client = browser(website)
    assert "Confirmation p1@example.org Goes out in a moment" in words(client.get(event.person(1)))
    assert "Could not be delivered 550 no such user" in words(client.get(event.person(2)))


@on_sqlite
def test_every_term_has_words(website: Flask):
    with website.test_request_context():
        actions = [transition.action for transition in TABLE]
        assert [action for action in actions if action_word(f"registration.{action}") == action] == []
        assert all(letter_word(kind) for kind in LetterKind)
        assert all(fate_word(state) for state in LetterState)


def test_someone_at_the_door_sees_the_ticket_and_nothing_else(website: Flask):
    event = own_event(website)
    event.register(1)
    answer = browser(website, Role.DOOR).get(event.person(1))
    assert "Person 1" in words(answer)
    for secret in ("example.org", "What happened", "What you can do", "Letters"):
        assert secret not in words(answer)


@on_sqlite
def test_a_viewer_sees_all_and_can_do_nothing(website: Flask):
    event = own_event(website)
    event.register(1)
    text = words(browser(website, Role.VIEWER).get(event.person(1)))
    assert "p1@example.org" in text
    assert "What you can do" not in text


@on_sqlite
@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_nobody_of_that_number_is_not_there(website: Flask, number: str):
    event, other = own_event(website), own_event(website)
    other.register(1)
    client = browser(website)
    assert client.get(f"{event.attendees}/{number}").status_code == 404
    assert client.get(f"{event.attendees}/{other.ids(1)[0]}").status_code == 404


def test_a_yes_is_given_with_a_message(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1)
    client = browser(website)
    sent = send(client, client.get(event.person(1)), "/approve", message="Welcome")
    assert sent.status_code == 303
    assert "1 approved." in words(client.get(sent.location))
    assert event.has(1) == "confirmed in-person"
    with website.app_context():
        assert b.letters(1)[-1].facts["message"] == "Welcome"


def test_a_yes_without_a_place_is_a_no_for_now(website: Flask):
    event = own_event(website, capacity=1, ticket_types=asks_first(), pending_holds=False, waiting_list=False)
    event.register(1, 2)
    client = browser(website)
    send(client, client.get(event.person(1)), "/approve")
    late = send(client, client.get(event.person(2)), "/approve", message="Welcome")
    assert late.status_code == 409
    assert "All places are taken" in words(late)
    assert "Welcome" in late.text
    assert event.has(2) == "pending in-person"


@on_sqlite
def test_a_no_is_told(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1)
    client = browser(website)
    send(client, client.get(event.person(1)), "/reject", message="Sorry")
    assert event.has(1) == "rejected in-person"
    assert event.kinds(1)[-1] == "rejection"


@on_sqlite
def test_a_decision_is_offered_only_where_one_is_awaited(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    actions = {
        (one.get("action") or "").rpartition("/")[2] for one in page(client.get(event.person(1))).all("form")
    }
    assert {"move", "cancel"} <= actions
    assert not {"approve", "reject", "restore"} & actions


def test_a_place_of_another_ticket_is_given(website: Flask):
    event = own_event(website)
    event.register(1, ticket="online")
    client = browser(website)
    sent = send(client, client.get(event.person(1)), "/move", ticket="in-person")
    assert sent.status_code == 303
    assert event.has(1) == "confirmed in-person"
    assert event.sound()


def test_a_full_room_is_left_as_it_is_unless_one_above_is_meant(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    client = browser(website)
    refused = send(client, client.get(event.person(2)), "/move", ticket="in-person", message="Come")
    assert refused.status_code == 409
    assert "Tick “Above the quota”" in words(refused)
    assert form(refused, "/move").values()["message"] == "Come"
    assert event.has(2) == "waiting in-person"
    meant = send(client, client.get(event.person(2)), "/move", ticket="in-person", above="y")
    assert meant.status_code == 303
    assert event.has(2) == "confirmed in-person"
    assert event.quota()[1:] == (2, 1, 1)
    assert "Above the quota" in words(client.get(event.person(2)))
    assert event.sound()


@on_sqlite
def test_the_box_is_there_only_where_something_is_full(website: Flask):
    event = own_event(website, capacity=2)
    event.register(1)
    client = browser(website)
    assert "above" not in form(client.get(event.person(1)), "/move").text.lower()
    event.register(2)
    assert "Above the quota" in form(client.get(event.person(1)), "/move").text


def test_what_is_above_capacity_is_shown_everywhere(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    with website.app_context():
        by_hand.move(
            event_id=event.id,
            attendee_id=b.registration(event.id, 2).first.id,
            ticket="in-person",
            user_id=None,
            above=True,
        )
    client = browser(website)
    for address in ("/organise/", event.address, f"{event.address}/places"):
        assert "1 above capacity" in words(client.get(address))


def test_someone_who_left_comes_back(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    with website.app_context():
        own_page.cancel(token=b.own_token(event.id, 1))
    client = browser(website)
    sent = send(client, client.get(event.person(1)), "/restore", message="Welcome back")
    assert "The registration is restored." in words(client.get(sent.location))
    assert event.has(1) == "waiting in-person"


@on_sqlite
def test_someone_comes_back_above_the_quota_if_that_is_meant(website: Flask):
    event = own_event(website, capacity=1, waiting_list=False)
    event.register(1)
    with website.app_context():
        own_page.cancel(token=b.own_token(event.id, 1))
    event.register(2)
    client = browser(website)
    assert send(client, client.get(event.person(1)), "/restore").status_code == 409
    assert send(client, client.get(event.person(1)), "/restore", above="y").status_code == 303
    assert event.quota()[1:] == (2, 1, 1)


@on_sqlite
def test_cancelling_twice_is_told(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    first, second = client.get(event.person(1)), client.get(event.person(1))
    assert send(client, first, "/cancel").status_code == 303
    late = send(client, second, "/cancel")
    assert late.status_code == 409
    assert "Something has changed meanwhile" in words(late)


@on_sqlite
@pytest.mark.parametrize("action", ["approve", "reject", "move", "restore", "cancel"])
def test_an_old_page_asks_to_send_again(website: Flask, action: str):
    event = own_event(website)
    event.register(1)
    answer = browser(website).post(f"{event.person(1)}/{action}", data={"ticket": "online"})
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert event.has(1) == "confirmed in-person"


@on_sqlite
def test_a_ticket_that_is_none_is_refused(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    answer = send(client, client.get(event.person(1)), "/move", ticket="throne")
    assert answer.status_code == 422
    assert event.has(1) == "confirmed in-person"


@on_sqlite
def test_an_address_to_be_confirmed_says_until_when(website: Flask):
    event = own_event(website, proof_minutes=60)
    event.register(1)
    client = browser(website)
    assert "Address to be confirmed until" in words(client.get(event.person(1)))
    assert "Address not confirmed" in words(client.get(event.attendees))


@on_sqlite
def test_an_organiser_who_is_gone_is_still_an_organiser(website: Flask):
    event = own_event(website)
    event.register(1)
    with website.app_context():
        by_hand.cancel(event_id=event.id, attendee_ids=[b.registration(event.id, 1).first.id], user_id=4711)
        assert db.session.scalars(select(Letter)).all()
    rows = [row.text for row in page(browser(website).get(event.person(1))).all("tr")]
    assert any("Cancelled An organiser" in row for row in rows)


@on_sqlite
def test_the_ticket_that_is_theirs_is_not_offered_and_none_is_preselected(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    shown = client.get(event.person(1))
    options = form(shown, "/move").one("select", name="ticket").all("option")
    assert [one.get("value") for one in options] == ["", "online"]
    refused = send(client, shown, "/move", ticket="in-person")
    assert refused.status_code == 422
    assert event.kinds(1) == ["confirmation"]
