"""A password for an account that an operator has made without one."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import User
from regapp.services.accounts.hosts import Added, add_organiser
from regapp.vocabulary import Language, Role
from regapp.web.joining.links import account_token
from tests.organisers import on_sqlite, sign_in
from tests.web.visits import page, send, words

PASSWORD = "four words nobody guesses"
EMAIL = "new@dku.example"
FILLED = {"name": "Ержан", "new_password": PASSWORD, "new_password_again": PASSWORD, "language": "ru"}


def made(app: Flask, **changes: str) -> Added:
    """An account of dku without a password."""
    with app.app_context():
        return add_organiser(
            email=EMAIL, organisation="dku", role=Role.VIEWER, language=Language.KAZAKH, **changes
        )


def address(app: Flask, added: Added) -> str:
    """The link that the operator gives."""
    key = app.extensions["settings"].secret_key
    return f"/set-up/account/{account_token(key, added.user_id, added.account_key)}"


def test_its_owner_chooses_a_password_and_is_signed_in(client: FlaskClient):
    link = address(client.application, made(client.application))
    shown = client.get(link)
    assert EMAIL in words(shown)
    assert page(shown).one("select", name="language").all("option", selected="")[0].get("value") == "kk"
    answer = send(client, shown, link, **FILLED)
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert client.get("/organise/").status_code == 200
    with client.application.app_context():
        user = db.session.scalars(select(User)).one()
        assert (user.name, user.language) == ("Ержан", "ru")
    assert sign_in(client.application.test_client(), EMAIL, PASSWORD).status_code == 303


@on_sqlite
def test_the_link_works_once(client: FlaskClient):
    link = address(client.application, made(client.application))
    shown = client.get(link)
    send(client, shown, link, **FILLED)
    other = client.application.test_client()
    assert other.get(link).status_code == 404
    assert send(client, shown, link, **FILLED).status_code == 404


@on_sqlite
def test_it_ends_after_a_week(client: FlaskClient):
    link = address(client.application, made(client.application))
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert client.get(link).status_code == 404


@on_sqlite
def test_an_account_with_a_password_has_no_such_page(client: FlaskClient):
    link = address(client.application, made(client.application, password="correct horse battery"))
    assert client.get(link).status_code == 404


@on_sqlite
@pytest.mark.parametrize("token", ["x", "W10.aaaaaa.bbbbbb", "%00"])
def test_a_guessed_address_is_no_page(client: FlaskClient, token: str):
    made(client.application)
    assert client.get(f"/set-up/account/{token}").status_code == 404
    assert client.post(f"/set-up/account/{token}").status_code == 404


@on_sqlite
def test_a_bad_password_is_refused_and_the_name_kept(client: FlaskClient):
    link = address(client.application, made(client.application))
    changed = {"new_password": "short", "new_password_again": "short"}
    answer = send(client, client.get(link), link, **{**FILLED, **changed})
    assert answer.status_code == 422
    assert page(answer).one("input", name="name").get("value") == "Ержан"
    assert client.get("/organise/").status_code == 302
