"""What no browser sends from our pages, and somebody will."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import only_sqlite
from tests.web.visits import page, register, words

pytestmark = only_sqlite

FORM = "/events/round-table/register"


@pytest.mark.parametrize("path", [FORM, "/lost-link", "/login"])
@pytest.mark.parametrize("body", [[1], 5, {"csrf_token": 5}, {"email": {"a": 1}}])
def test_json_is_no_form(client: FlaskClient, path: str, body: Any) -> None:
    assert client.post(path, json=body).status_code == 422


@pytest.mark.parametrize("field", ["name", "email", "form", "consent", "question-affiliation"])
def test_a_file_is_no_answer(client: FlaskClient, field: str) -> None:
    answer = register(client, **{field: (BytesIO(b"\xff\xfe"), "answer.txt")})

    assert answer.status_code in {303, 422}
    assert answer.status_code == 422 or field == "form"


@pytest.mark.parametrize("name", ["\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{WORD JOINER} "])
def test_a_name_that_cannot_be_seen_is_none(client: FlaskClient, name: str) -> None:
    assert register(client, name=name).status_code == 422


def test_nobody_turns_the_direction_of_a_page(client: FlaskClient) -> None:
    answer = client.get(register(client, name="Aida\N{RIGHT-TO-LEFT OVERRIDE}gpj").location)

    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in words(answer)


@pytest.mark.parametrize("path", ["/events/round-table", FORM])
def test_nobody_writes_into_the_page_of_others(client: FlaskClient, website: Flask, path: str) -> None:
    client.get(f"{path}?lang=ru&text=poison")

    assert "poison" not in website.test_client().get(path, headers={"Cookie": "lang=ru"}).text


def test_nobody_gets_the_secrets_of_anothers_form(client: FlaskClient, website: Flask) -> None:
    one, other = (page(visitor.get(FORM)) for visitor in (client, website.test_client()))

    for secret in ("csrf_token", "form"):
        first, second = (found.one("input", name=secret).get("value") for found in (one, other))
        assert first
        assert first != second


def test_an_unknown_event_has_no_cover(client: FlaskClient) -> None:
    assert client.get("/events/nothing/cover.svg").status_code == 404
