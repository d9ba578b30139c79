"""A host writes to people of an event."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Letter, Mailing, OptOut
from regapp.services.telling.settling import settle_due
from regapp.vocabulary import Language, LetterKind
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, send, words

TEXT = {"to": "all", "subject_en": "Bring a coat", "text_en": "It is cold.\n\nSee https://example.org/map"}


def write(client: FlaskClient, event: OwnEvent, **fields: Any) -> TestResponse:
    return send(client, client.get(f"{event.address}/messages/write"), "/write", **{**TEXT, **fields})


def go_on(client: FlaskClient, asked: TestResponse, button: str) -> TestResponse:
    return send(client, asked, "/write", next=button)


def mailings(app: Flask) -> list[dict[str, Any]]:
    with app.app_context():
        found = db.session.scalars(select(Mailing).where(Mailing.kind == LetterKind.MESSAGE))
        return [mailing.facts for mailing in found]


def written_to(app: Flask) -> list[str]:
    with app.app_context():
        settle_due()
        found = select(Letter.recipient).where(Letter.kind == LetterKind.MESSAGE).order_by(Letter.id)
        return list(db.session.scalars(found))


def test_it_asks_with_the_number_and_shows_the_letter_before_anything_is_sent(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    asked = write(browser(website), event)
    assert asked.status_code == 200
    assert "Send this to 2 people?" in words(asked)
    assert "English 2 people Bring a coat" in words(asked)
    assert "It is cold." in words(asked)
    assert mailings(website) == []


def test_at_the_second_time_everybody_meant_gets_it(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2, 3)
    client = browser(website)
    sent = go_on(client, write(client, event, to="waiting"), "send")
    assert "The letter goes to 2 people." in words(client.get(sent.location))
    assert written_to(website) == ["p2@example.org", "p3@example.org"]
    [facts] = mailings(website)
    assert facts["subject"] == {"en": TEXT["subject_en"]}
    assert facts["text"] == {"en": TEXT["text_en"]}
    assert facts["about_registration"] is True


@on_sqlite
def test_a_button_pressed_twice_sends_once(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    asked = write(client, event)
    for _ in range(2):
        assert go_on(client, asked, "send").status_code == 303
    assert len(mailings(website)) == 1


@on_sqlite
def test_nothing_typed_is_lost_on_the_way_back(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    typed = {**TEXT, "to": "confirmed", "subject_kk": "Пальто", "text_kk": "Суық."}
    back = go_on(client, write(client, event, **typed), "change")
    kept = form(back, "/write").values()
    assert {name: kept[name] for name in typed} == typed
    assert kept["about"] == "y"
    assert mailings(website) == []


def test_each_reads_it_in_their_language_or_the_nearest(website: Flask):
    event = own_event(website)
    event.register(1, language=Language.KAZAKH)
    event.register(2, language=Language.GERMAN)
    asked = write(browser(website), event, subject_ru="Пальто", text_ru="Холодно.")
    text = words(asked)
    kazakh, german = text.index("Қазақша 1 person"), text.index("Deutsch 1 person")
    assert "You wrote no text in this language" in text[kazakh:german]
    assert "Холодно." in text[kazakh:german]
    assert "It is cold." in text[german:]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"subject_en": "", "text_en": ""}, "Write a subject and a text in one language at least."),
        ({"text_en": ""}, "Write the text that belongs to this subject."),
        ({"text_ru": "Холодно."}, "Write what the letter is about."),
        ({"to": "strangers"}, "Choose one of the answers."),
        ({"subject_en": "x" * 151}, "Shorten this to 150 characters"),
        ({"csrf_token": ""}, "Please send it once more"),
    ],
)
def test_what_lacks_something_is_not_sent_and_stays_in_the_form(
    website: Flask, fields: dict[str, str], told: str
):
    event = own_event(website)
    event.register(1)
    refused = write(browser(website), event, next="send", **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    kept = form(refused, "/write").values()
    assert kept["text_en"] == fields.get("text_en", TEXT["text_en"])
    assert mailings(website) == []


@on_sqlite
def test_where_nobody_is_nobody_is_written_to(website: Flask):
    event = own_event(website)
    event.register(1)
    refused = write(browser(website), event, to="waiting", next="send")
    assert refused.status_code == 409
    assert "There is nobody to write to." in words(refused)
    assert mailings(website) == []


def test_whoever_refused_news_is_neither_counted_nor_written_to(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    with website.app_context():
        organisation_id = b.registration(event.id, 1).event.organisation_id
        db.session.add(OptOut(recipient_key="p1@example.org", organisation_id=organisation_id))
        db.session.commit()
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write")
    data = {**form(shown, "/write").values(), **TEXT}
    del data["about"]
    asked = client.post(f"{event.address}/messages/write", data=data)
    assert "Send this to 1 person?" in words(asked)
    go_on(client, asked, "send")
    assert written_to(website) == ["p2@example.org"]


@on_sqlite
def test_languages_in_which_nobody_is_written_to_are_folded_away_until_they_are_used(website: Flask):
    event = own_event(website)
    event.register(1, language=Language.KAZAKH)
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write").text
    assert [f"Also in {name}" in shown for name in ("English", "Қазақша", "Русский")] == [True, False, True]
    refused = write(client, event, subject_ru="Пальто")
    assert "Also in Русский" not in refused.text
