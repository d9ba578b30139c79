"""The page after the form: it tells nobody who is registered, and lets a typing error be put right."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Receipt, Registration
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


@pytest.mark.parametrize(
    ("rules", "fields", "told"),
    [
        (
            {"proof_minutes": 30},
            {},
            ["One more step: confirm your address", "Press the button in the letter", "your place is kept"],
        ),
        (
            {"proof_minutes": 30, "capacity": 1},
            {},
            ["your place in the line is kept"],
        ),
        ({"capacity": 1}, {}, ["You are on the waiting list", "You need not do anything"]),
        ({"capacity": 1, "offer_minutes": 90}, {}, ["a letter offers it to you", "1 hour 30 minutes"]),
        (
            {"approval": True},
            {},
            ["The host decides about your registration"],
        ),
        ({"approval": True, "proof_minutes": 30}, {}, ["When your address is confirmed, the host decides"]),
        (
            {},
            {"person-2-name": "Dana"},
            ["1 of you has a place. 1 of you is on the"],
        ),
        (
            {"proof_minutes": 30},
            {"person-2-name": "Dana"},
            ["A place is kept for 1 of you. 1 of you is on the waiting list."],
        ),
        (
            {"capacity": 1},
            {"person-2-name": "Dana", "meanwhile": "online"},
            ["2 of you are on the waiting list.", "Meanwhile you hold On line"],
        ),
    ],
)
def test_it_says_what_everybody_gets_and_the_same_to_a_known_address(
    client: FlaskClient, inside: Inside, rules: dict[str, Any], fields: dict[str, str], told: list[str]
) -> None:
    changes = {"capacity": 2, "most_people": 3, **rules}
    ticket = replace(builders.IN_PERSON, needs_approval=changes.pop("approval", False))
    with inside():
        event = builders.small_event(ticket_types=(ticket, builders.ONLINE), **changes)
        slug = db.session.get_one(Event, event).slug
        builders.register(event, "first@example.org")
        builders.register(event, "known@example.org", ticket="online")
    known = receipt(client, slug, together="fit", **{**fields, "email": "known@example.org"})
    new = receipt(client, slug, together="fit", **{**fields, "email": "another@example.org"})

    for words_of_it in told:
        assert words_of_it in words(new)
    assert _same(known.text).replace("known@", "another@") == _same(new.text)


def test_it_holds_no_key_to_the_registration(client: FlaskClient, inside: Inside) -> None:
    shown = receipt(client)

    with inside():
        registration = builders.registration(builders.event_id(), PERSON["email"])
        assert registration.token not in shown.text
        assert registration.first.code not in shown.text


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
