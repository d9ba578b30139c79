"""Language, text size and colours: chosen by links, remembered, and the only thing a GET leaves behind."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import builders
from tests.web.conftest import only_sqlite
from tests.web.visits import page

pytestmark = only_sqlite

CHOICES = [
    ("lang", "kk", "lang"),
    ("text", "larger", "data-text"),
    ("scheme", "yellow-on-black", "data-scheme"),
]


@pytest.mark.parametrize(("name", "value", "attribute"), CHOICES)
def test_a_choice_counts_at_once_and_is_remembered(
    client: FlaskClient, name: str, value: str, attribute: str
) -> None:
    chosen = client.get(f"/?{name}={value}")
    later = client.get("/lost-link")

    assert page(chosen).one("html").get(attribute) == value
    assert page(later).one("html").get(attribute) == value
    cookie = chosen.headers["Set-Cookie"].split("; ")
    assert cookie[0] == f"{name}={value}"
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie)


@pytest.mark.parametrize(("name", "value", "attribute"), CHOICES)
def test_every_choice_has_a_link_that_keeps_the_page(
    client: FlaskClient, name: str, value: str, attribute: str
) -> None:
    links = page(client.get("/?q=studio")).one("header").all("a")

    assert f"/?q=studio&{name}={value}" in [link.get("href") for link in links]


@pytest.mark.parametrize("query", ["lang=xx", "text=huge", "scheme=plaid", "lang="])
def test_an_unknown_choice_changes_nothing(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/?{query}")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert page(answer).one("html").get("lang") == "en"


@pytest.mark.parametrize(("header", "language"), [("de-AT, en;q=0.5", "de"), ("kk-KZ", "kk"), ("fr", "en")])
def test_without_a_choice_the_browser_is_asked(client: FlaskClient, header: str, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": header})

    assert page(answer).one("html").get("lang") == language


def test_a_text_that_the_host_did_not_translate_says_its_language(client: FlaskClient, inside: Any) -> None:
    with inside():
        builders.change_event(builders.event_id(), title={"kk": "Дөңгелек үстел"})

    title = page(client.get("/events/round-table?lang=de")).one("h1")
    assert (title.get("lang"), title.text) == ("kk", "Дөңгелек үстел")


def test_on_https_cookies_are_secure_and_bound_to_the_host(make_app: Any) -> None:
    client = make_app(public_url="https://events.example.org").test_client()
    answer = client.get("/lost-link?lang=ru", base_url="https://events.example.org")
    cookies = answer.headers.getlist("Set-Cookie")

    assert len(cookies) == 2
    assert all(cookie.startswith("__Host-") and "Secure" in cookie.split("; ") for cookie in cookies)
    assert all("Domain" not in cookie for cookie in cookies)


def test_the_last_page_of_a_browsers_session_is_not_kept_for_longer(client: FlaskClient) -> None:
    (cookie,) = client.get("/lost-link").headers.getlist("Set-Cookie")

    assert cookie.startswith("session=")
    assert "Expires" not in cookie
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
