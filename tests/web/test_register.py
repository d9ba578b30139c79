"""The form: what it holds, what it answers, and that nothing typed is ever lost."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import Busy
from regapp.models import Consent, Registration
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, receipt, register, send, words

FORM = "/events/round-table/register"


def _registrations(inside: Inside) -> list[str]:
    with inside():
        return list(db.session.scalars(select(Registration.email)))


def _fill_the_room(inside: Inside, slug: str = "round-table") -> int:
    with inside():
        event = builders.event_id(slug)
        for person in range(10):
            builders.register(event, person)
        return event


def _shut(inside: Inside, **columns: Any) -> None:
    with inside():
        builders.change_event(builders.event_id(), **columns)


def test_its_fields_have_the_promised_names(client: FlaskClient) -> None:
    shown = form(client.get(FORM), "/register")

    names = {field.get("name") for field in shown.all("input", "textarea", "select")}
    assert names == {
        "csrf_token", "form", "website", "name", "email", "ticket", "consent", "together",
        "question-affiliation", "question-group", "question-question",
        *(f"person-{number}-{field}" for number in (2, 3, 4, 5) for field in ("name", "email")),
    }  # fmt: skip
    assert [radio.get("value") for radio in shown.all("input", name="ticket")] == ["in-person", "online"]
    assert "novalidate" in shown.attributes


def test_required_fields_carry_the_attribute(client: FlaskClient) -> None:
    shown = form(client.get(FORM), "/register")

    required = {
        field.get("name") for field in shown.all("input", "textarea") if "required" in field.attributes
    }
    assert required == {"name", "email", "ticket", "consent", "question-affiliation"}


def test_success_leads_to_a_receipt(client: FlaskClient, inside: Inside) -> None:
    answer = register(client)

    assert answer.status_code == 303
    assert answer.location.startswith("/receipts/")
    assert _registrations(inside) == [PERSON["email"]]


def test_the_named_fields_alone_are_enough(client: FlaskClient) -> None:
    token = form(client.get(FORM), "/register").values()["csrf_token"]

    assert client.post(FORM, data={**PERSON, "csrf_token": token}).status_code == 303


def test_it_keeps_the_exact_words_agreed_to_and_the_language(client: FlaskClient, inside: Inside) -> None:
    shown = client.get(f"{FORM}?lang=de")
    agreed = page(shown).one("label", for_="consent").text
    register(client)

    with inside():
        text = db.session.scalars(select(Consent)).one().text
        assert (text.text, text.language) == (agreed, "de")
        assert db.session.scalars(select(Registration.language)).one() == "de"


def test_the_same_form_twice_is_one_registration_and_one_receipt(client: FlaskClient, inside: Inside) -> None:
    shown = client.get(FORM)
    first, second = (send(client, shown, "/register", **PERSON) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert _registrations(inside) == [PERSON["email"]]


def test_the_same_form_again_leads_to_its_receipt_when_the_window_has_shut(
    client: FlaskClient, inside: Inside
) -> None:
    shown = client.get(FORM)
    first = send(client, shown, "/register", **PERSON)
    _shut(inside, closes_at=now() - timedelta(minutes=1))

    assert send(client, shown, "/register", **PERSON).location == first.location


def test_two_forms_are_never_the_same(client: FlaskClient) -> None:
    first, second = (form(client.get(FORM), "/register").values()["form"] for _ in range(2))

    assert first != second


@only_sqlite
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " \t "),
        ("name", "x" * 201),
        ("email", ""),
        ("email", "aigul"),
        ("email", "a@b@example.org"),
        ("email", f"{'a' * 250}@example.org"),
        ("ticket", ""),
        ("ticket", "backstage"),
        ("consent", ""),
        ("question-affiliation", ""),
        ("question-affiliation", "x" * 301),
        ("question-group", "astronauts"),
        ("question-question", "x" * 4001),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_stays(
    client: FlaskClient, inside: Inside, field: str, value: str
) -> None:
    answer = register(client, **{"question-question": "Why?\nAnd how?", field: value})

    shown = form(answer, "/register")
    assert answer.status_code == 422
    assert [node.get("id") for node in shown.all("div") if (node.get("id") or "").endswith("-error")] == [
        f"{field}-error"
    ]
    assert len(page(answer).one("div", class_="error-summary").all("li")) == 1
    typed = {**PERSON, "question-question": "Why?\nAnd how?", field: value.strip()}
    if field == "ticket" or not typed["consent"] or value == "astronauts":
        del typed[field]  # nothing that could be chosen
    assert shown.values().items() >= typed.items()
    assert _registrations(inside) == []


@only_sqlite
@pytest.mark.parametrize("email", ["айгүл@мысал.қаз", "a.b+tag@example.org", " aigul@example.test "])
def test_it_takes_every_address_a_letter_can_reach(client: FlaskClient, email: str) -> None:
    assert register(client, email=email).status_code == 303


@only_sqlite
@pytest.mark.parametrize("name", ["Ә", "李雨辰", "O'Brien-Ünal", "علي", "<b>Bold</b>"])
def test_it_takes_names_in_any_script(client: FlaskClient, name: str) -> None:
    assert name in words(receipt(client, name=name))


def test_a_name_has_one_line_and_no_control_characters(client: FlaskClient, inside: Inside) -> None:
    register(client, name="Aigul\r\nBcc: all@example.org\x00\x1b")

    with inside():
        assert db.session.scalars(select(Registration.name)).one() == "Aigul Bcc: all@example.org"


def test_a_filled_trap_is_an_error_and_the_form_comes_back_with_the_trap_empty(
    client: FlaskClient, inside: Inside
) -> None:
    answer = register(client, website="https://casino.example")

    assert answer.status_code == 422
    assert form(answer, "/register").values()["website"] == ""
    assert _registrations(inside) == []
    assert send(client, answer, "/register").status_code == 303


def test_a_stale_form_comes_back_as_it_was_and_can_be_sent_again(client: FlaskClient, inside: Inside) -> None:
    answer = register(client, csrf_token="of yesterday")

    assert answer.status_code == 422
    assert _registrations(inside) == []
    assert send(client, answer, "/register").status_code == 303


def test_a_full_room_has_a_waiting_list_and_says_so(client: FlaskClient, inside: Inside) -> None:
    event = _fill_the_room(inside)

    card = form(client.get(FORM), "/register").one("label", for_="ticket-0").text
    told = receipt(client)

    assert "Waiting list" in card
    assert "10 of 10 places taken" in card
    assert "You are on the waiting list" in words(told)
    with inside():
        assert builders.waiting(event) == [PERSON["email"]]


def test_without_a_waiting_list_it_offers_what_is_left_and_keeps_what_was_typed(
    client: FlaskClient, inside: Inside
) -> None:
    _fill_the_room(inside)
    _shut(inside, waiting_list=False)

    answer = register(client)

    assert answer.status_code == 409
    assert "Still open: Online." in words(answer)
    assert form(answer, "/register").values()["name"] == PERSON["name"]
    assert PERSON["email"] not in _registrations(inside)
    assert send(client, answer, "/register", ticket="online").status_code == 303


def test_when_nothing_is_left_it_says_so_before_and_after(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.small_event(capacity=1, waiting_list=False, ticket_types=(builders.IN_PERSON,))
        slug = db.session.get_one(builders.Event, event).slug
        builders.register(event, "first@example.org")

    shown, answer = client.get(f"/events/{slug}/register"), register(client, slug)

    assert "All places are taken" in words(shown)
    assert (answer.status_code, "there is no waiting list" in words(answer)) == (409, True)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"opens_at": now() + timedelta(hours=1)}, "Registration is not open yet"),
        ({"closes_at": now() - timedelta(minutes=1)}, "Registration is closed"),
        (
            {"start_at": now() - timedelta(hours=2), "end_at": now() - timedelta(hours=1)},
            "This event is over",
        ),
        ({"status": "cancelled"}, "This event is cancelled"),
    ],
)
def test_a_shut_window_says_why_instead_of_the_form(
    client: FlaskClient, inside: Inside, columns: dict[str, Any], told: str
) -> None:
    _shut(inside, **columns)
    answer = client.get(FORM)

    assert answer.status_code == 200
    assert told in words(answer)
    assert not page(answer).one("main").all("form")


@pytest.mark.parametrize("typed", [{}, {"email": "not an address"}])
def test_a_window_that_shuts_while_one_types_loses_nothing(
    client: FlaskClient, inside: Inside, typed: dict[str, str]
) -> None:
    shown = client.get(FORM)
    _shut(inside, closes_at=now() - timedelta(minutes=1))

    answer = send(client, shown, "/register", **{**PERSON, **typed})

    assert answer.status_code == 403
    assert "Registration closed while you typed" in words(answer)
    kept = form(answer, "/register").values()
    assert (kept["name"], kept["email"]) == (PERSON["name"], {**PERSON, **typed}["email"])
    assert _registrations(inside) == []


def test_an_unknown_event_is_not_found(client: FlaskClient) -> None:
    assert client.get("/events/nothing/register").status_code == 404
    assert client.post("/events/nothing/register", data=PERSON).status_code == 404


def test_a_chosen_ticket_can_stand_in_the_address(client: FlaskClient) -> None:
    assert form(client.get(f"{FORM}?ticket=online"), "/register").values()["ticket"] == "online"


def test_the_only_ticket_is_chosen_already(client: FlaskClient) -> None:
    assert form(client.get("/events/webinar/register"), "/register").values()["ticket"] == "online"


def test_a_busy_database_asks_to_try_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_fields: object) -> str:
        raise Busy

    monkeypatch.setattr(import_module("regapp.web.public.register"), "register_person", busy)
    answer = register(client)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


@only_sqlite
def test_too_many_tries_from_one_address_are_told_when_to_come_back(make_app: Any) -> None:
    app: Flask = make_app(limit_registrations="2/minute", web_processes=1)
    client = app.test_client()
    answers = [client.post(FORM, data={}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert client.get(FORM).status_code == 200
