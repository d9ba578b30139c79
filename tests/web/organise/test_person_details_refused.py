"""Who may not change what stands about a person, and what nobody can write there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.services.allocation.asked import Companion
from regapp.vocabulary import Role
from tests.organisers import OwnEvent, browser, own_event, token
from tests.web.visits import send, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    """An event of dku that one person comes to."""
    event = own_event(website)
    event.register(1)
    return event


def sent(client: FlaskClient) -> dict[str, str]:
    """A whole form with a token that is right."""
    page = client.get("/account/").text
    return {
        "name": "Another",
        "email": "x@example.org",
        "language": "en",
        "note": "x",
        "csrf_token": token(page),
    }


def change(client: FlaskClient, event: OwnEvent, **fields: str) -> TestResponse:
    return send(client, client.get(f"{event.person(1)}/details"), "/details", **fields)


def name_of(event: OwnEvent) -> str:
    page = browser(event.app).get(event.attendees).text
    return "Person 1" if "Person 1" in page else page


@pytest.mark.parametrize(
    ("role", "organisation", "answer"),
    [(Role.VIEWER, "dku", 403), (Role.DOOR, "dku", 403), (Role.OWNER, "shanyrak", 404)],
)
@pytest.mark.parametrize("form", ["details", "note"])
def test_only_its_hosts_change_a_person(
    event: OwnEvent, role: Role, organisation: str, answer: int, form: str
) -> None:
    stranger = browser(event.app, role, organisation)
    address = f"{event.person(1)}/{form}"
    assert stranger.post(address, data=sent(stranger)).status_code == answer
    assert name_of(event) == "Person 1"


@pytest.mark.parametrize("form", ["details", "note"])
def test_the_number_of_somebody_elsewhere_is_nobodys(event: OwnEvent, form: str) -> None:
    host, other = browser(event.app), own_event(event.app)
    address = f"{other.attendees}/{event.ids(1)[0]}/{form}"
    assert host.post(address, data=sent(host)).status_code == 404
    assert name_of(event) == "Person 1"


@pytest.mark.parametrize("number", ["0", "1" * 13, "9" * 30])
def test_a_number_that_is_nobodys_is_not_found(event: OwnEvent, number: str) -> None:
    assert browser(event.app).get(f"{event.attendees}/{number}/details").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "x" * 100_000, "Shorten this to 200 characters"),
        ("name", "\N{RIGHT-TO-LEFT OVERRIDE}\0", "Write the name"),
        ("name", "\N{ZERO WIDTH SPACE}", "Write the name"),
        ("email", "nobody", "Check the address"),
        ("email", "a@example.org\r\nBcc: b@example.org", "Check the address"),
        ("email", "a" * 100_000, "Shorten this"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(event: OwnEvent, field: str, typed: str, said: str) -> None:
    answer = change(browser(event.app), event, **{field: typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert name_of(event) == "Person 1"


def test_the_address_of_a_companion_is_said_to_be_theirs_alone(website: Flask) -> None:
    event = own_event(website, capacity=3, most_people=2)
    event.register(1, companions=(Companion("Aida"),))
    host = browser(website)
    address = f"{event.attendees}/{event.ids(1)[0] + 1}/details"
    shown = host.get(address)
    assert "the others keep theirs" in words(shown)
    answer = send(host, shown, "/details", email="aida@example.org")
    assert "the others keep theirs" in words(host.get(answer.location))
    assert event.kinds(1) == ["confirmation"]


def test_a_script_is_a_name_like_any_other(event: OwnEvent) -> None:
    host = browser(event.app)
    answer = change(host, event, name="<script>alert(1)</script>")
    assert answer.status_code == 303
    for page in (answer.location, event.attendees):
        assert "<script>alert" not in host.get(page).text


def test_a_note_that_is_too_long_leaves_the_old_one(event: OwnEvent) -> None:
    host = browser(event.app)
    for text in ("Needs a ramp", "x" * 2001):
        send(host, host.get(event.person(1)), "/note", note=text)
    shown = host.get(event.person(1)).text
    assert "Needs a ramp" in shown
    assert "xxx" not in shown
