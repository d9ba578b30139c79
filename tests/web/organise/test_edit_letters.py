"""A host's own paragraph in each kind of letter: written on a page of its kind, and seen in the letter."""

import re

import pytest
from flask.testing import FlaskClient

from regapp.vocabulary import LetterKind
from tests.organisers import OwnEvent, browser, own_event, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """An event with words for reminders."""
    return own_event(client.application, letter_words={"reminder": {"en": "Bring *water*."}})


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager's browser."""
    return browser(client.application)


def at(event: OwnEvent, kind: str = "") -> str:
    """The address of the list, or of a kind."""
    return f"{event.address}/edit/letters{'/' if kind else ''}{kind}"


def save(host: FlaskClient, event: OwnEvent, kind: str, **texts: str):
    """Send the form of a kind."""
    page = host.get(at(event, kind)).text
    seen = re.search(r'name="seen"[^>]* value="([^"]*)"', page)
    assert seen
    sent = {"csrf_token": token(page), "seen": seen[1].replace("&#34;", '"'), **texts}
    return host.post(at(event, kind), data=sent)


def test_a_paragraph_is_saved_for_its_kind_alone(host: FlaskClient, event: OwnEvent) -> None:
    assert save(host, event, "confirmation", **{"words-kk": "Құжат алыңыз."}).status_code == 303
    assert event.column("letter_words") == {
        "reminder": {"en": "Bring *water*."},
        "confirmation": {"kk": "Құжат алыңыз."},
    }


def test_an_emptied_paragraph_is_none(host: FlaskClient, event: OwnEvent) -> None:
    assert save(host, event, "reminder", **{"words-en": ""}).status_code == 303
    assert event.column("letter_words") == {}


def test_a_text_that_is_too_long_is_said_and_kept(host: FlaskClient, event: OwnEvent) -> None:
    answer = save(host, event, "reminder", **{"words-en": "x" * 100_000})
    assert answer.status_code == 422
    assert "x" * 100_000 in answer.text
    assert event.column("letter_words") == {"reminder": {"en": "Bring *water*."}}


@pytest.mark.parametrize("kind", ["digest", "event-full", "member-invitation", "nothing", "message"])
def test_letters_of_other_kinds_take_none(host: FlaskClient, event: OwnEvent, kind: str) -> None:
    assert host.get(at(event, kind)).status_code == 404


def test_the_preview_of_the_letter_shows_it(host: FlaskClient, event: OwnEvent) -> None:
    shown = f"{event.address}/messages/preview"
    html = host.get(f"{shown}/html?kind=reminder&language=en").text
    assert "Bring <em>water</em>." in html
    assert "Bring water." in host.get(f"{shown}?kind=reminder&language=en").text
    assert "Bring" not in host.get(f"{shown}/html?kind=confirmation&language=en").text


def test_the_list_names_every_kind_and_what_is_written(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(at(event)).text
    assert page.count("nothing of yours") == page.count("/edit/letters/") - 1
    assert f"/edit/letters/{LetterKind.PLACE}" in page
