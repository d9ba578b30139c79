"""Codes and lists of invited people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.database import db
from regapp.models import Invitation
from regapp.queries import invitations as queries
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

BY_CODE = (replace(b.IN_PERSON, needs_code=True), b.ONLINE)


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    """An event whose room is by invitation only."""
    return own_event(website, ticket_types=BY_CODE)


def shown(client: FlaskClient, event: OwnEvent, query: str = "") -> TestResponse:
    return client.get(f"{event.address}/invitations{query}")


def invite(client: FlaskClient, event: OwnEvent, action: str, **fields: Any) -> TestResponse:
    return send(client, shown(client, event), f"/invitations/{action}", **fields)


def stored(event: OwnEvent) -> list[Invitation]:
    """The event's invitations as they stand, to be looked at outside of a session."""
    wanted = select(Invitation).where(Invitation.event_id == event.id).order_by(Invitation.id)
    with event.app.app_context():
        found = list(db.session.scalars(wanted))
        db.session.expunge_all()
        return found


def test_the_tab_is_there_where_a_ticket_needs_a_code(website: Flask, event: OwnEvent):
    client = browser(website)
    plain = own_event(website)
    assert "Invitations" in words(client.get(event.address))
    assert "Invitations" not in words(client.get(plain.address))
    text = shown(client, plain)
    assert "No ticket of this event is by invitation only" in words(text)
    assert f'href="{plain.address}/places"' in text.text


def test_a_word_of_ones_own_is_a_code(website: Flask, event: OwnEvent):
    client = browser(website)
    sent = invite(client, event, "code", code="dku partner", uses="20")
    assert sent.status_code == 303
    assert "DKUP ARTN ER" in words(client.get(sent.location))
    [made] = stored(event)
    assert (made.code, made.uses, made.expires_at) == ("DKUPARTNER", 20, None)
    assert "0 of 20" in words(shown(client, event))


def test_a_code_is_made_up_where_none_is_given(website: Flask, event: OwnEvent):
    assert invite(browser(website), event, "code").status_code == 303
    assert len(stored(event)[0].code) == 12


def test_a_code_that_is_there_already_is_refused(website: Flask, event: OwnEvent):
    client = browser(website)
    invite(client, event, "code", code="partner")
    late = invite(client, event, "code", code="PARTNER", uses="7")
    assert late.status_code == 409
    assert "This event has that code already." in words(late)
    assert form(late, "/invitations/code").values()["uses"] == "7"


def test_a_code_ends_on_the_events_clock(website: Flask, event: OwnEvent):
    until = event.column("start_wall") - timedelta(days=2)
    invite(browser(website), event, "code", expires=f"{until:%Y-%m-%dT%H:%M}")
    assert stored(event)[0].expires_wall == until


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"code": "-- --"}, "Use letters or digits."),
        ({"code": "x" * 41}, "Shorten this"),
        ({"uses": "0"}, "Write a whole number from 1 to"),
        ({"expires": "2001-01-01T10:00"}, "Choose a time to come"),
        ({"expires": "soon"}, "Write date and time like this"),
        ({"ticket": "online"}, "Choose one of the answers."),
    ],
)
def test_what_is_wrong_with_a_code_is_said(
    website: Flask, event: OwnEvent, fields: dict[str, str], told: str
):
    refused = invite(browser(website), event, "code", **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    assert stored(event) == []


def test_a_list_is_invited_by_letters(website: Flask, event: OwnEvent):
    client = browser(website)
    addresses = "p1@example.org\nPerson Two <p2@example.org>; p3@example.org,\n\n"
    sent = invite(client, event, "addresses", addresses=addresses, language="ru")
    assert sent.status_code == 303
    assert "3 people are invited." in words(client.get(sent.location))
    assert [one.email for one in stored(event)] == [f"p{number}@example.org" for number in (1, 2, 3)]
    assert event.kinds(2) == ["invitation"]
    again = invite(client, event, "addresses", addresses="p1@example.org")
    assert "All of these people are invited already." in words(client.get(again.location))


def test_letters_can_be_left_out(website: Flask, event: OwnEvent):
    client = browser(website)
    fields = form(shown(client, event), "/invitations/addresses").values()
    del fields["letters"]
    data = {**fields, "addresses": "p1@example.org"}
    assert client.post(f"{event.address}/invitations/addresses", data=data).status_code == 303
    assert len(stored(event)) == 1
    assert event.kinds(1) == []


def test_nothing_is_done_until_every_line_is_right(website: Flask, event: OwnEvent):
    addresses = "p1@example.org\nnobody\np2@example.org, p3@@example.org"
    refused = invite(browser(website), event, "addresses", addresses=addresses)
    assert refused.status_code == 422
    assert "Line 2: “nobody” is no e-mail address." in words(refused)
    assert "Line 3: “p3@@example.org” is no e-mail address." in words(refused)
    assert form(refused, "/invitations/addresses").values()["addresses"] == addresses
    assert stored(event) == []


@on_sqlite
def test_many_wrong_lines_are_counted(website: Flask, event: OwnEvent):
    refused = invite(browser(website), event, "addresses", addresses="nobody\n" * 13)
    assert "Line 10:" in words(refused)
    assert "Line 11:" not in words(refused)
    assert "And 3 more." in words(refused)


@on_sqlite
@pytest.mark.parametrize("addresses", ["", " \n ", "p@example.org\n" * 2001])
def test_too_few_and_too_many_are_refused(website: Flask, event: OwnEvent, addresses: str):
    assert invite(browser(website), event, "addresses", addresses=addresses).status_code == 422
    assert stored(event) == []


def test_an_invitation_is_withdrawn(website: Flask, event: OwnEvent):
    client = browser(website)
    invite(client, event, "code", code="partner")
    [made] = stored(event)
    sent = invite(client, event, f"{made.id}/withdraw")
    assert sent.status_code == 303
    assert stored(event)[0].expires_at <= now()
    assert "Ended" in words(shown(client, event))
    assert not [
        one for one in page(shown(client, event)).all("form") if "withdraw" in (one.get("action") or "")
    ]


@on_sqlite
def test_another_events_invitation_is_not_withdrawn(website: Flask, event: OwnEvent):
    other = own_event(website, ticket_types=BY_CODE)
    client = browser(website)
    invite(client, other, "code", code="partner")
    [made] = stored(other)
    fields = form(shown(client, event), "/invitations/code").values()
    answer = client.post(f"{event.address}/invitations/{made.id}/withdraw", data=fields)
    assert answer.status_code == 404
    assert client.post(f"{event.address}/invitations/{'9' * 30}/withdraw", data=fields).status_code == 404


@on_sqlite
def test_a_long_list_has_pages(website: Flask, event: OwnEvent, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    client = browser(website)
    invite(client, event, "addresses", addresses="\n".join(f"p{number}@example.org" for number in range(5)))
    second = words(shown(client, event, "?page=2"))
    assert "Page 2 of 3" in second
    assert "p2@example.org" in second
    assert "p4@example.org" not in second


@on_sqlite
@pytest.mark.parametrize("action", ["code", "addresses", "1/withdraw"])
def test_an_old_page_asks_to_send_again(website: Flask, event: OwnEvent, action: str):
    answer = browser(website).post(f"{event.address}/invitations/{action}", data={"code": "partner"})
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert stored(event) == []
