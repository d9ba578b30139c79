"""Changing the password, and the address that one signs in with."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.models import Letter, User
from regapp.vocabulary import LetterKind
from regapp.web.rates import limiter
from tests.builders import rows
from tests.organisers import PASSWORD, browser, member, on_sqlite, sign_in, token
from tests.web.signin.accounts import NEW_PASSWORD, OWNER, another_browser, is_inside, later, letter_token
from tests.web.visits import page, send, words

NEW = "new@dku.example"


@pytest.fixture(autouse=True)
def _no_tries_yet(website: Flask) -> None:
    limiter.reset()


def change_password(inside: FlaskClient, present: str = PASSWORD, new: str = NEW_PASSWORD):
    fields = {"password": present, "new_password": new, "new_password_again": new}
    return send(inside, inside.get("/account/password"), "/account/password", **fields)


def ask(inside: FlaskClient, email: str = NEW):
    return send(inside, inside.get("/account/address"), "/account/address", email=email)


def press(client: FlaskClient, path: str):
    return send(client, client.get(path), path)


def link(client: FlaskClient, email: str = NEW) -> str:
    return f"/login/address/{letter_token(client.application, LetterKind.PROVE_ACCOUNT, email)}"


def letters(client: FlaskClient) -> list[tuple[str, str]]:
    with client.application.app_context():
        return [(str(row["kind"]), row["recipient"]) for row in rows(Letter)]


def test_a_new_password_keeps_this_browser_and_ends_the_others(client: FlaskClient):
    inside, other = browser(client.application), another_browser(client.application)
    assert change_password(inside).status_code == 303
    assert is_inside(inside)
    assert not is_inside(other)
    assert sign_in(client, OWNER, PASSWORD).status_code == 422
    assert sign_in(client, OWNER, NEW_PASSWORD).status_code == 303
    assert letters(client) == [("account-changed", OWNER)]


def test_it_asks_for_the_present_one(client: FlaskClient):
    inside = browser(client.application)
    answer = change_password(inside, present="not mine at all")
    assert answer.status_code == 422
    assert "not your present password" in words(answer)
    assert sign_in(client, OWNER, PASSWORD).status_code == 303


@on_sqlite
@pytest.mark.parametrize("new", ["short", "password1234", "manager@dku.example"])
def test_it_takes_no_bad_one(client: FlaskClient, new: str):
    answer = change_password(browser(client.application), new=new)
    assert answer.status_code == 422
    assert new not in answer.text.replace(OWNER, "") or new == OWNER


def test_a_new_address_holds_when_its_button_is_pressed(client: FlaskClient):
    inside = browser(client.application)
    assert "on its way" in words(inside.get(ask(inside).location))
    path = link(client)
    assert inside.get(path).status_code == 200
    assert sign_in(client, OWNER).status_code == 303
    assert press(client, path).status_code == 303
    assert not is_inside(inside)
    assert sign_in(client, OWNER).status_code == 422
    assert sign_in(client, NEW).status_code == 303
    assert letters(client) == [("prove-account", NEW), ("account-changed", OWNER)]
    assert client.get(path).status_code == 410


def test_an_address_that_has_an_account_gets_the_same_answer_and_no_letter(client: FlaskClient):
    inside, stranger = browser(client.application), member(client.application, organisation="fes")
    taken, free = ask(inside, stranger), ask(inside)
    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    assert letters(client) == [("prove-account", NEW)]


def test_who_reads_the_letter_and_is_not_signed_in_cannot_take_the_account(client: FlaskClient):
    ask(browser(client.application))
    path = link(client)
    shown = client.get(path)
    assert "m•••@dku.example" in words(shown)
    assert NEW in words(shown)
    assert OWNER not in shown.text
    assert page(shown).one("main").one("a").get("href") == f"/login?next={path}"
    assert page(shown).all("form", action=path) == []
    csrf = token(client.get("/login").text)
    assert client.post(path, data={"csrf_token": csrf}).status_code == 403
    assert sign_in(client, OWNER, next=path).location == path
    assert press(client, path).status_code == 303


@on_sqlite
def test_another_account_does_not_prove_the_address_either(client: FlaskClient):
    ask(browser(client.application))
    path = link(client)
    other = browser(client.application, organisation="fes")
    shown = other.get(path)
    assert "another account is signed in" in words(shown)
    assert page(shown).all("form", action=path) == []
    csrf = token(other.get("/account/address").text)
    assert other.post(path, data={"csrf_token": csrf}).status_code == 403
    with client.application.app_context():
        assert {row["email"] for row in rows(User)} == {OWNER, "manager@fes.example"}


@on_sqlite
def test_an_address_that_gets_an_account_meanwhile_is_refused(client: FlaskClient):
    inside = browser(client.application)
    ask(inside, "manager@fes.example")
    path = link(client, "manager@fes.example")
    member(client.application, organisation="fes")
    answer = press(inside, path)
    assert answer.status_code == 409
    assert "Nothing was changed" in words(answer)
    with client.application.app_context():
        assert {row["email"] for row in rows(User)} == {OWNER, "manager@fes.example"}


@on_sqlite
def test_the_link_to_a_new_address_works_for_an_hour(client: FlaskClient):
    ask(browser(client.application))
    path = link(client)
    with later(61):
        assert client.get(path).status_code == 410


@on_sqlite
def test_the_link_ends_when_the_password_changes(client: FlaskClient):
    inside = browser(client.application)
    ask(inside)
    change_password(inside)
    assert client.get(link(client)).status_code == 410


@on_sqlite
@pytest.mark.parametrize("email", ["", "nobody", OWNER, "Manager@DKU.example"])
def test_what_is_no_new_address_is_refused_and_kept(client: FlaskClient, email: str):
    answer = ask(browser(client.application), email)
    assert answer.status_code == 422
    assert not email or f'value="{email}"'.lower() in answer.text.lower()
    assert letters(client) == []


@on_sqlite
def test_the_letter_to_a_stranger_names_nobody(client: FlaskClient):
    inside = browser(client.application)
    send(inside, inside.get("/account/"), "/account/", name="Buy at evil.example", language="de")
    ask(inside)
    with client.application.app_context():
        (letter,) = rows(Letter)
    assert letter["facts"].keys() == {"user", "token", "expires"}
