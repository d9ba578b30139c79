"""The page after the form: it tells nobody who is registered, and lets a typing error be put right."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Receipt, Registration
from regapp.vocabulary import LetterKind
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, receipt, register, send, words

pytestmark = only_sqlite

OTHER = "other@example.org"


def _emails(inside: Inside) -> list[str]:
    with inside():
        return list(db.session.scalars(select(Registration.email).order_by(Registration.id)))


def _same(html: str) -> str:
    return re.sub(r'(/receipts/|name="csrf_token" value=")[\w.-]+', r"\1-", html)


def test_it_says_what_was_asked_for_and_where_the_letter_goes(client: FlaskClient) -> None:
    shown = words(receipt(client))

    assert {PERSON["name"], PERSON["email"], "In the room"} <= {
        told for told in (PERSON["name"], PERSON["email"], "In the room") if told in shown
    }
    assert "17:00–19:00" in shown


def test_it_reads_the_same_for_a_known_address(client: FlaskClient) -> None:
    first = receipt(client)
    stranger = client.application.test_client()
    second = receipt(stranger)

    assert first.request.path != second.request.path
    assert _same(first.text) == _same(second.text)


def test_it_holds_no_key_to_the_registration(client: FlaskClient, inside: Inside) -> None:
    shown = receipt(client)

    with inside():
        registration = builders.registration(builders.event_id(), PERSON["email"])
        assert registration.token not in shown.text
        assert registration.contact.code not in shown.text


def test_it_links_to_the_public_calendar_entry(client: FlaskClient) -> None:
    assert page(receipt(client)).all("a", href="/events/round-table/calendar.ics")


def test_the_same_browser_can_correct_the_address(client: FlaskClient, inside: Inside) -> None:
    answer = send(client, receipt(client), "/correct", email=OTHER)

    assert answer.status_code == 303
    assert OTHER in words(client.get(answer.location))
    assert _emails(inside) == [OTHER]


def test_another_browser_is_told_the_same_and_moves_nobody(client: FlaskClient, inside: Inside) -> None:
    mine = receipt(client)
    stranger = client.application.test_client()
    answer = send(stranger, stranger.get(mine.request.path), "/correct", email=OTHER)

    assert answer.status_code == 303
    assert OTHER in words(stranger.get(answer.location))
    assert _emails(inside) == [PERSON["email"], OTHER]


def test_a_wrong_address_is_told_and_kept(client: FlaskClient, inside: Inside) -> None:
    answer = send(client, receipt(client), "/correct", email="nobody at home")

    assert answer.status_code == 422
    shown = form(answer, "/correct")
    assert shown.values()["email"] == "nobody at home"
    assert "open" in page(answer).one("main").all("details")[0].attributes
    assert _emails(inside) == [PERSON["email"]]


def test_the_letter_can_be_sent_again(client: FlaskClient, inside: Inside) -> None:
    answer = send(client, receipt(client), "/send-again")

    assert answer.status_code == 303
    assert "on its way again" in words(client.get(answer.location))
    with inside():
        assert builders.kinds(PERSON["email"]) == [LetterKind.CONFIRMATION] * 2


def test_it_expires(client: FlaskClient, inside: Inside) -> None:
    shown = receipt(client)
    with inside():
        db.session.scalars(select(Receipt)).one().expires_at = now() - timedelta(seconds=1)
        db.session.commit()

    assert client.get(shown.request.path).status_code == 404
    assert send(client, shown, "/send-again").status_code == 404
    assert send(client, shown, "/correct", email=OTHER).status_code == 404


def test_the_way_to_the_kept_letters_stands_there_only_while_there_is_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = receipt(client)
    assert page(shown).one("main").all("a", href="/mailbox")

    monkeypatch.setattr("config.Settings.shows_mailbox", property(lambda _settings: False))
    assert not page(client.get(shown.request.path)).one("main").all("a", href="/mailbox")


def test_its_languages_lead_back_to_it_even_after_an_error(client: FlaskClient) -> None:
    shown = receipt(client)
    answer = send(client, shown, "/correct", email="")

    assert page(answer).all("a", href=f"{shown.request.path}?lang=kk")


def test_the_secret_of_the_browser_is_kept_from_scripts(client: FlaskClient) -> None:
    cookies = {cookie.split("=")[0]: cookie for cookie in register(client).headers.getlist("Set-Cookie")}

    assert {"HttpOnly", "SameSite=Lax"} <= set(cookies["receipts"].split("; "))
