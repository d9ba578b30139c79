"""Questions with answers are written, put in order and taken away; nobody overwrites another unseen."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.organisers import OwnEvent, browser, own_event, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FAQ = (
    {"question": {"en": "Where?"}, "answer": {"en": "Here."}},
    {"question": {"en": "Question 2?", "kk": "Сұрақ?"}, "answer": {"en": "Answer **2**."}},
    {"question": {"en": "Question 3?", "kk": "Сұрақ?"}, "answer": {"en": "Answer **3**."}},
)


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """An event with three questions."""
    return own_event(client.application, faq=FAQ)


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager's browser."""
    return browser(client.application)


def at(event: OwnEvent, path: str = "") -> str:
    """The address of the list, or of what is below it."""
    return f"{event.address}/edit/faq{path}"


def shown(page: str, **changes: str) -> dict[str, str]:
    """What a browser sends of the page's form, with these changes."""
    controls = dict(re.findall(r'name="(question-\w\w|seen)"[^>]*? value="([^"]*)"', page))
    areas = dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
    sent = {name: unescape(value) for name, value in {**controls, **areas}.items()}
    return {"csrf_token": token(page), **sent, **changes}


def questions(event: OwnEvent) -> list[Any]:
    """The questions as stored, in English."""
    return [one["question"].get("en") for one in event.column("faq")]


def test_one_is_added_at_the_end(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(at(event, "/new")).text
    answer = host.post(
        at(event, "/new"), data=shown(page, **{"question-en": "Parking?", "answer-ru": "Есть."})
    )
    assert (answer.status_code, answer.location) == (303, at(event))
    assert event.column("faq")[3] == {"question": {"en": "Parking?"}, "answer": {"ru": "Есть."}}


def test_one_is_changed(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(at(event, "/2")).text
    assert host.post(at(event, "/2"), data=shown(page, **{"answer-en": "New"})).status_code == 303
    assert event.column("faq")[1]["answer"] == {"en": "New"}
    assert event.column("faq")[1]["question"]["kk"] == "Сұрақ?"
    assert "New" in host.get(f"/events/{event.slug}").text


def test_one_without_an_answer_is_asked_for_it_and_kept(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(at(event, "/new")).text
    answer = host.post(at(event, "/new"), data=shown(page, **{"question-en": "<b>Kept</b>"}))
    assert answer.status_code == 422
    assert 'value="&lt;b&gt;Kept&lt;/b&gt;"' in answer.text
    assert len(event.column("faq")) == 3


def test_a_preview_shows_marks_and_saves_nothing(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(at(event, "/2")).text
    sent = shown(page, **{"answer-en": "**Bold** <script>x</script>", "preview": "1"})
    answer = host.post(at(event, "/2"), data=sent)
    assert answer.status_code == 200
    assert "<strong>Bold</strong>" in answer.text
    assert "<script>x" not in answer.text
    assert event.column("faq")[1]["answer"] == {"en": "Answer **2**."}


def test_the_order_changes_by_buttons(host: FlaskClient, event: OwnEvent) -> None:
    proof = token(host.get(at(event)).text)
    host.post(at(event, "/3/move"), data={"csrf_token": proof, "direction": "up"})
    host.post(at(event, "/1/move"), data={"csrf_token": proof, "direction": "up"})
    assert questions(event) == ["Where?", "Question 3?", "Question 2?"]


def test_one_is_taken_away_when_it_is_still_what_was_shown(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(at(event, "/2")).text
    answer = host.post(at(event, "/2/delete"), data=shown(page))
    assert (answer.status_code, answer.location) == (303, at(event))
    assert questions(event) == ["Where?", "Question 3?"]
    again = host.post(at(event, "/2/delete"), data=shown(page))
    assert again.status_code == 409
    assert questions(event) == ["Where?", "Question 3?"]


def test_what_two_have_changed_is_asked(host: FlaskClient, event: OwnEvent) -> None:
    old = host.get(at(event, "/1")).text
    host.post(at(event, "/1"), data=shown(old, **{"answer-en": "Theirs"}))
    answer = host.post(at(event, "/1"), data=shown(old, **{"answer-en": "Mine"}))
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert event.column("faq")[0]["answer"]["en"] == "Theirs"


@pytest.mark.parametrize("path", ["/0", "/4", "/9999999999999999999999"])
def test_a_place_where_there_is_none_is_not_found(host: FlaskClient, event: OwnEvent, path: str) -> None:
    assert host.get(at(event, path)).status_code == 404
    proof = token(host.get(at(event)).text)
    for act in ("", "/delete", "/move"):
        answer = host.post(at(event, path) + act, data={"csrf_token": proof, "direction": "up"})
        assert answer.status_code == 404
    assert len(event.column("faq")) == 3


def test_the_public_page_shows_them_in_the_readers_language(host: FlaskClient, event: OwnEvent) -> None:
    page = host.get(f"/events/{event.slug}?lang=kk").text
    assert "Сұрақ?" in page
    assert "<strong>2</strong>" in page
