"""The first account of an installation, made in the browser."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.cli.organisers import first_link
from regapp.database import db
from regapp.models import Organisation, User
from tests.organisers import on_sqlite, sign_in
from tests.web.visits import page, send, words

PASSWORD = "four words nobody guesses"
FILLED = {
    "name": "Айгүл Нұрғожаева",
    "email": "Aigul@Ours.example",
    "new_password": PASSWORD,
    "new_password_again": PASSWORD,
    "language": "kk",
    "organisation": "Достық университеті",
    "slug": "",
    "zone": "Asia/Almaty",
}


def address(client: FlaskClient) -> str:
    """Of the page, as the operator gets it."""
    link = first_link(client.application.extensions["settings"])
    return link.removeprefix("http://localhost:8000")


def fill_in(client: FlaskClient, **changes: str):
    return send(client, client.get(address(client)), address(client), **{**FILLED, **changes})


def test_it_makes_the_account_and_its_organisation_and_signs_in(client: FlaskClient):
    answer = fill_in(client)
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert "Welcome" in words(client.get("/organise/"))
    with client.application.app_context():
        user = db.session.scalars(select(User)).one()
        assert (user.email, user.name, user.language) == ("aigul@ours.example", FILLED["name"], "kk")
        [own] = user.memberships
        assert (own.role, own.organisation.slug) == ("owner", "dostyq-universiteti")
        assert own.organisation.name == {"en": FILLED["organisation"]}


def test_afterwards_the_address_is_gone(client: FlaskClient):
    shown = client.get(address(client))
    fill_in(client)
    other = client.application.test_client()
    assert other.get(address(client)).status_code == 404
    sent = {**FILLED, "csrf_token": page(shown).one("input", name="csrf_token").get("value")}
    assert client.post(address(client), data={**sent, "email": "b@ours.example"}).status_code == 404
    with client.application.app_context():
        assert len(db.session.scalars(select(User)).all()) == 1


@on_sqlite
def test_the_password_signs_in(client: FlaskClient):
    fill_in(client)
    again = client.application.test_client()
    assert sign_in(again, "aigul@ours.example", PASSWORD).status_code == 303


@on_sqlite
@pytest.mark.parametrize("token", ["x", "AAAAAAAAAAAAAAAAAAAAAAAA", "%D3%99"])
def test_a_guessed_address_is_no_page(client: FlaskClient, token: str):
    assert client.get(f"/set-up/{token}").status_code == 404
    assert client.post(f"/set-up/{token}").status_code == 404


@on_sqlite
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("email", "nobody"),
        ("new_password", "short"),
        ("new_password_again", "another one of them"),
        ("language", "tlh"),
        ("organisation", ""),
        ("slug", "Ә"),
        ("slug", "new"),
        ("slug", "dku"),
        ("zone", "Middle/Earth"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client: FlaskClient, field: str, typed: str):
    answer = fill_in(client, **{field: typed})
    assert answer.status_code == 422
    wrong = page(answer).one("input", "select", id=field)
    assert wrong.get("aria-invalid") == "true"
    kept = "name" if field != "name" else "organisation"
    assert page(answer).one("input", name=kept).get("value") == FILLED[kept]
    assert PASSWORD not in answer.text
    with client.application.app_context():
        assert db.session.scalars(select(User)).all() == []


@on_sqlite
def test_a_stale_form_does_nothing(client: FlaskClient):
    answer = client.post(address(client), data={**FILLED, "csrf_token": "stale"})
    assert answer.status_code == 422
    with client.application.app_context():
        assert db.session.scalars(select(User)).all() == []


@on_sqlite
def test_the_address_is_told_to_no_other_page(client: FlaskClient):
    shown = client.get(address(client))
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["Cache-Control"] == "no-store"


@on_sqlite
def test_a_name_that_makes_no_slug_needs_one(client: FlaskClient):
    answer = fill_in(client, organisation="北京")
    assert page(answer).one("input", name="slug").get("aria-invalid") == "true"
    assert fill_in(client, organisation="北京", slug="Beijing").status_code == 303
    with client.application.app_context():
        assert "beijing" in db.session.scalars(select(Organisation.slug)).all()
