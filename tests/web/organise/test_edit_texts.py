"""The texts of an event are edited, and nobody overwrites another unseen."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Event
from tests.organisers import browser, on_sqlite, token

PAGE = "/organise/events/round-table/edit/texts"


def stored_event(app: Flask) -> Event:
    with app.app_context():
        return db.session.scalars(select(Event).where(Event.slug == "round-table")).one()


def fields(page: str, **changes: str) -> dict[str, object]:
    """What a browser sends that shows ``page``, with these changes."""
    controls = dict(re.findall(r'name="((?:title|summary)-\w\w|seen)"[^>]*? value="([^"]*)"', page))
    areas = dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
    sent = {name: unescape(value) for name, value in {**controls, **areas}.items()}
    kind = re.search(r'<option selected value="([\w-]+)"', page)
    languages = re.findall(r'name="languages" value="(\w\w)" checked', page)
    assert kind
    return {"csrf_token": token(page), "kind": kind[1], "languages": languages, **sent, **changes}


def test_each_language_of_a_text_can_be_changed(client: FlaskClient):
    host = browser(client.application)
    before = dict(stored_event(client.application).title)
    answer = host.post(PAGE, data=fields(host.get(PAGE).text, **{"title-kk": "Дөңгелек үстел"}))
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert stored_event(client.application).title == {**before, "kk": "Дөңгелек үстел"}


@on_sqlite
def test_a_title_in_no_language_is_asked_for_and_the_rest_is_kept(client: FlaskClient):
    host = browser(client.application)
    empty = {f"title-{one}": "" for one in ("en", "kk", "ru", "de")}
    answer = host.post(PAGE, data=fields(host.get(PAGE).text, **empty, **{"summary-en": "Kept text"}))
    assert answer.status_code == 422
    assert "in one language at least" in answer.text
    assert "Kept text" in answer.text


def test_what_another_has_changed_elsewhere_stays(client: FlaskClient):
    host = browser(client.application)
    old = host.get(PAGE).text
    host.post(PAGE, data=fields(old, **{"title-en": "Theirs"}))
    answer = host.post(PAGE, data=fields(old, **{"summary-en": "Mine"}))
    assert answer.status_code == 303
    event = stored_event(client.application)
    assert (event.title["en"], event.summary["en"]) == ("Theirs", "Mine")


def test_what_both_have_changed_is_shown_beside_ones_own_and_asked_again(client: FlaskClient):
    host = browser(client.application)
    old = host.get(PAGE).text
    host.post(PAGE, data=fields(old, **{"title-en": "Theirs"}))
    answer = host.post(PAGE, data=fields(old, **{"title-en": "Mine"}))
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert stored_event(client.application).title["en"] == "Theirs"
    assert host.post(PAGE, data=fields(answer.text)).status_code == 303
    assert stored_event(client.application).title["en"] == "Mine"


@on_sqlite
@pytest.mark.parametrize("seen", ["", "[]", "{", '{"title": 1}'])
def test_a_form_without_what_it_showed_is_taken_as_it_is(client: FlaskClient, seen: str):
    host = browser(client.application)
    answer = host.post(PAGE, data=fields(host.get(PAGE).text, **{"title-en": "New", "seen": seen}))
    assert answer.status_code in {303, 409}
    assert stored_event(client.application).title
