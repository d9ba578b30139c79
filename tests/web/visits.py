"""What visitors do."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages import Node, parse

PERSON = {
    "name": "Айгүл Нұрғожаева",
    "email": "aigul@example.org",
    "ticket": "in-person",
    "question-affiliation": "DKU",
    "consent": "y",
}


def page(response: TestResponse) -> Node:
    """The page that came."""
    return parse(response.get_data(as_text=True))


def words(response: TestResponse) -> str:
    """What stands in the page's main part."""
    return page(response).one("main").text


def form(response: TestResponse, action: str) -> Node:
    """The form that is posted to an address that ends so."""
    posted = page(response).all("form", method="post")
    found = [form for form in posted if (form.get("action") or "").endswith(action)]
    assert len(found) == 1, f"{len(found)} forms for {action}"
    return found[0]


def send(client: FlaskClient, shown: TestResponse, action: str, **fields: Any) -> TestResponse:
    """Fill in a form of a page and send it, with all its hidden fields."""
    filled = form(shown, action)
    return client.post(filled.get("action") or "", data={**filled.values(), **fields})


def register(client: FlaskClient, slug: str = "round-table", **fields: Any) -> TestResponse:
    """Open the form, fill it in and send it."""
    shown = client.get(f"/events/{slug}/register")
    return send(client, shown, "/register", **{**PERSON, **fields})


def receipt(client: FlaskClient, slug: str = "round-table", **fields: Any) -> TestResponse:
    """Register, and the page this leads to."""
    answer = register(client, slug, **fields)
    assert answer.status_code == 303, words(answer)
    return client.get(answer.location)
