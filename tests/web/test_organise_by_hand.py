"""Somebody is registered by an organiser."""

import pytest
from flask import Flask

from regapp.services.events import windows
from regapp.vocabulary import LetterKind
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

AIGUL = {"name": "Айгүл Нұрғожаева", "email": "p7@example.org", "ticket": "in-person"}


def address(event: OwnEvent) -> str:
    return f"{event.attendees}/new"


def test_somebody_gets_a_place_and_a_letter(website: Flask):
    event = own_event(website)
    client = browser(website)
    sent = send(client, client.get(address(event)), "/new", **AIGUL, language="kk")
    assert sent.status_code == 303
    assert "Айгүл Нұрғожаева: Confirmed" in words(client.get(sent.location))
    assert event.has(7) == "confirmed in-person"
    with website.app_context():
        assert [(one.kind, one.language) for one in b.letters(7)] == [(LetterKind.CONFIRMATION, "kk")]
        assert b.registration(event.id, 7).consents == []


def test_the_letter_can_be_left_out(website: Flask):
    event = own_event(website)
    client = browser(website)
    shown = client.get(address(event))
    fields = {**form(shown, "/new").values(), **AIGUL}
    del fields["letter"]
    assert client.post(address(event), data=fields).status_code == 303
    assert event.kinds(7) == []


def test_it_works_while_registration_is_closed(website: Flask):
    event = own_event(website)
    with website.app_context():
        windows.close(event_id=event.id, user_id=None)
    client = browser(website)
    assert send(client, client.get(address(event)), "/new", **AIGUL).status_code == 303


def test_where_all_is_taken_they_wait(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1)
    client = browser(website)
    sent = send(client, client.get(address(event)), "/new", **AIGUL)
    assert "On the waiting list" in words(client.get(sent.location))


def test_one_above_the_quota_is_given_if_it_is_meant(website: Flask):
    event = own_event(website, capacity=1, waiting_list=False)
    event.register(1)
    client = browser(website)
    refused = send(client, client.get(address(event)), "/new", **AIGUL)
    assert refused.status_code == 409
    assert "All places are taken, and there is no waiting list." in words(refused)
    assert form(refused, "/new").values()["name"] == AIGUL["name"]
    meant = send(client, client.get(address(event)), "/new", **AIGUL, above="y")
    assert meant.status_code == 303
    assert event.quota()[1:] == (2, 1, 1)
    assert event.sound()


def test_an_address_that_is_registered_leads_to_its_person(website: Flask):
    event = own_event(website)
    event.register(7)
    client = browser(website)
    refused = send(client, client.get(address(event)), "/new", **AIGUL)
    assert refused.status_code == 409
    assert event.person(7) in [one.get("href") for one in page(refused).all("a")]
    assert form(refused, "/new").values()["name"] == AIGUL["name"]


@on_sqlite
@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("name", " ", "Write the name as it should stand on the list."),
        ("name", "x" * 201, "Shorten this"),
        ("email", "nobody", "Check the address"),
        ("ticket", "throne", "Choose one of the answers."),
        ("language", "tlh", "Choose one of the answers."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(website: Flask, field: str, text: str, told: str):
    event = own_event(website)
    client = browser(website)
    answer = send(client, client.get(address(event)), "/new", **{**AIGUL, field: text})
    assert answer.status_code == 422
    assert told in words(answer)
    kept = "email" if field == "name" else "name"
    assert form(answer, "/new").values()[kept] == AIGUL[kept]


@on_sqlite
def test_an_old_page_asks_to_send_again(website: Flask):
    event = own_event(website)
    answer = browser(website).post(address(event), data=AIGUL)
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
