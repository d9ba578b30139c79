"""Invitations: what a code opens, and that nobody without one learns of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Invitation
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.vocabulary import Attendance, Language
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, register, send, words

SECRET = "Guests of honour"
HONOUR = TicketTypeDraft("honour", Attendance.IN_PERSON, {"en": SECRET}, needs_code=True)
SEATS = QuotaDraft({"en": "Front row"}, 2, ("honour",))


@pytest.fixture
def invited(inside: Inside) -> Any:
    """An event with a ticket type for guests and a code for it; the event's id, slug and the code."""

    def made(**changes: Any) -> tuple[int, str, str]:
        uses = changes.pop("uses", 1)
        with inside():
            event = builders.small_event(
                ticket_types=(builders.ONLINE, changes.pop("ticket", HONOUR)),
                quotas=(SEATS,),
                waiting_list=False,
                most_people=3,
                **changes,
            )
            code = invitations.invite(event_id=event, ticket="honour", user_id=None, uses=uses)
            return event, db.session.get_one(Event, event).slug, code

    return made


def _open(client: FlaskClient, slug: str, code: str) -> Any:
    return client.get(f"/events/{slug}/register", query_string={"code": code})


def _tickets(answer: Any) -> list[str | None]:
    return [radio.get("value") for radio in form(answer, "/register").all("input", name="ticket")]


def test_a_code_opens_its_ticket_and_is_kept_in_the_form(
    client: FlaskClient, inside: Inside, invited: Any
) -> None:
    event, slug, code = invited()
    typed = f"{code[:4]} {code[4:8].lower()}-{code[8:]}"
    shown = _open(client, slug, typed)
    answer = send(client, shown, "/register", **{**PERSON, "ticket": "honour"})

    assert form(shown, "/register").values()["ticket"] == "honour"
    assert answer.status_code == 303
    with inside():
        assert builders.seated(event, "honour") == [PERSON["email"]]


@only_sqlite
@pytest.mark.parametrize("path", ["", "/register", "/calendar.ics"])
def test_without_a_code_nothing_tells_of_it(client: FlaskClient, invited: Any, path: str) -> None:
    slug = invited()[1]
    text = client.get(f"/events/{slug}{path}").text

    assert SECRET not in text
    assert "honour" not in text


@only_sqlite
def test_lists_and_their_filters_do_not_tell_of_it_either(client: FlaskClient, invited: Any) -> None:
    invited(title={"en": "Of interest"})

    assert SECRET not in client.get("/?q=interest").text
    assert "No event matches" in words(client.get("/?q=interest&mode=in-person"))
    assert "1 event" in words(client.get("/?q=interest&mode=online"))


@only_sqlite
def test_a_page_that_a_code_opened_is_nobody_elses(client: FlaskClient, invited: Any) -> None:
    _, slug, code = invited()
    _open(client, slug, code)

    assert _tickets(client.get(f"/events/{slug}/register")) == ["online"]


@only_sqlite
def test_the_code_in_the_address_goes_nowhere(client: FlaskClient, invited: Any) -> None:
    _, slug, code = invited()
    answer = _open(client, slug, code)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@only_sqlite
def test_the_form_has_a_place_for_a_code(client: FlaskClient, invited: Any) -> None:
    slug = invited()[1]
    shown = client.get(f"/events/{slug}/register")
    small = next(one for one in page(shown).one("main").all("form") if one.get("method") is None)

    assert small.within("details")
    assert (small.get("action"), [one.get("name") for one in small.all("input")]) == (
        f"/events/{slug}/register",
        ["code"],
    )
    assert not page(client.get("/events/round-table/register")).all("input", name="code")


@only_sqlite
@pytest.mark.parametrize("code", ["WRONG", "\x00", "x" * 3000, "' OR 1=1", "ı", "---"])
def test_a_code_that_opens_nothing_is_told_kindly(client: FlaskClient, invited: Any, code: str) -> None:
    answer = _open(client, invited()[1], code)

    assert answer.status_code == 200
    assert _tickets(answer) == ["online"]
    if any(letter.isprintable() for letter in code):
        assert "This code opens nothing here" in words(answer)


@only_sqlite
def test_a_code_without_effect_does_no_harm(client: FlaskClient) -> None:
    assert "This code" not in words(client.get("/events/round-table/register?code=ABC"))


@only_sqlite
def test_an_event_for_guests_alone_asks_for_the_code(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.small_event(ticket_types=(HONOUR,), quotas=(SEATS,))
        slug = db.session.get_one(Event, event).slug
        code = invitations.invite(event_id=event, ticket="honour", user_id=None)
    shown, asks = client.get(f"/events/{slug}"), client.get(f"/events/{slug}/register")

    assert "by invitation" in words(shown)
    assert page(shown).all("a", href=f"/events/{slug}/register")
    assert [one.get("method") for one in page(asks).one("main").all("form")] == [None]
    assert form(_open(client, slug, code), "/register").values()["ticket"] == "honour"


@pytest.mark.parametrize("code", ["", "WRONG"])
def test_a_hidden_ticket_without_its_code_is_an_error_at_the_code(
    client: FlaskClient, inside: Inside, invited: Any, code: str
) -> None:
    event, slug, _ = invited()
    answer = register(client, slug, ticket="honour", code=code)

    shown = form(answer, "/register")
    assert answer.status_code == 422
    assert shown.all("div", id="code-error")
    assert not shown.all("div", id="ticket-error")
    assert SECRET not in answer.text
    assert shown.values()["code"] == code
    with inside():
        assert builders.find_registration(event, PERSON["email"]) is None


@only_sqlite
@pytest.mark.parametrize("reason", ["used up", "expired", "for another address", "for fewer people"])
def test_a_code_that_no_longer_opens_it_says_what_may_be_wrong(
    client: FlaskClient, inside: Inside, invited: Any, reason: str
) -> None:
    event, slug, code = invited()
    shown = _open(client, slug, code)
    fields = {**PERSON, "ticket": "honour"}
    with inside():
        if reason == "used up":
            builders.register(event, "first@example.org", ticket="honour", code=code)
        if reason == "expired":
            invitation = db.session.query(Invitation).one()
            invitation.expires_at = now() - timedelta(seconds=1)
            db.session.commit()
        if reason == "for another address":
            invitations.invite_addresses(
                event_id=event,
                ticket="honour",
                addresses=["other@example.org"],
                language=Language.ENGLISH,
                user_id=None,
            )
            fields["code"] = db.session.query(Invitation).filter_by(email="other@example.org").one().code
        if reason == "for fewer people":
            fields["person-2-name"] = "Dana"
    answer = send(client, shown, "/register", **fields)

    assert answer.status_code == 422
    assert reason in form(answer, "/register").one("div", id="code-error").text
    assert form(answer, "/register").values()["name"] == PERSON["name"]


@only_sqlite
def test_the_window_of_a_hidden_ticket_is_told_to_guests_alone(client: FlaskClient, invited: Any) -> None:
    opens = (now() + timedelta(days=3)).replace(tzinfo=None)
    _, slug, code = invited(ticket=replace(HONOUR, opens=opens))
    stranger = register(client, slug, ticket="honour", code="WRONG")
    guest = register(client, slug, ticket="honour", code=code)

    assert (stranger.status_code, guest.status_code) == (422, 403)
    assert SECRET not in stranger.text
    assert f"Not open yet: {SECRET}" in words(guest)


@only_sqlite
def test_the_same_form_twice_gets_its_receipt_though_the_code_is_used_up(
    client: FlaskClient, invited: Any
) -> None:
    _, slug, code = invited()
    shown = _open(client, slug, code)
    first, second = (send(client, shown, "/register", **{**PERSON, "ticket": "honour"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location


@only_sqlite
def test_codes_cannot_be_guessed_without_end(make_app: Any) -> None:
    app: Flask = make_app(limit_registrations="2/minute", web_processes=1)
    with app.app_context():
        event = builders.small_event(ticket_types=(builders.ONLINE, HONOUR), quotas=(SEATS,))
        slug = db.session.get_one(Event, event).slug
    client = app.test_client()
    answers = [_open(client, slug, f"GUESS{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert client.get(f"/events/{slug}/register").status_code == 200
