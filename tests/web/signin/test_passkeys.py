"""Passkeys: adding them, and signing in with them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Passkey
from regapp.web.rates import limiter
from tests.builders import rows
from tests.organisers import browser, on_sqlite, sign_in, token
from tests.web.signin.accounts import OWNER, is_inside, later
from tests.web.signin.key import Key, add_key, ask, press
from tests.web.visits import page, words

LOGIN, SECOND = "/login/passkey?next=/organise/", "/login/second-step/passkey?next=/organise/"


@pytest.fixture(autouse=True)
def _no_tries_yet(website: Flask) -> None:
    limiter.reset()


def passkeys(client: FlaskClient) -> list[dict]:
    with client.application.app_context():
        return rows(Passkey)


def owner_of(client: FlaskClient, key: Key) -> FlaskClient:
    """A browser in which somebody has signed in and added a passkey."""
    inside = browser(client.application)
    answer = add_key(inside, key)
    assert (answer.status_code, answer.location) == (303, "/account/second-factor"), words(answer)
    return inside


def test_a_passkey_signs_in_without_a_password(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    answer = press(client, client.get("/login"), LOGIN, key)
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert is_inside(client)


def test_one_that_does_not_ask_who_is_there_stands_beside_the_password(client: FlaskClient):
    key = Key(verifies=False)
    inside = owner_of(client, key)
    assert "after the password" in words(inside.get("/account/second-factor"))
    assert press(client, client.get("/login"), LOGIN, key).status_code == 422
    assert not is_inside(client)
    shown = client.get(sign_in(client, OWNER).location)
    assert "authenticator" not in words(shown)
    answer = press(client, shown, SECOND, key)
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert is_inside(client)


def test_with_a_passkey_the_password_alone_is_not_enough(client: FlaskClient):
    owner_of(client, Key())
    assert sign_in(client, OWNER).location.startswith("/login/second-step")


def test_what_is_kept_of_it_is_its_public_part(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    (kept,) = passkeys(client)
    assert (kept["name"], kept["usage"], kept["credential_id"]) == ("Phone", "first", key.id)
    assert kept["transports"] == ["internal"]


def test_its_counter_is_kept(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    press(client, client.get("/login"), LOGIN, key)
    assert passkeys(client)[0]["sign_count"] == 1


@on_sqlite
def test_a_copy_with_an_old_counter_does_not_get_in(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    press(client, client.get("/login"), LOGIN, key)
    key.count = 0
    copied = client.application.test_client()
    assert press(copied, copied.get("/login"), LOGIN, key).status_code == 422


@on_sqlite
def test_an_unknown_passkey_does_not_get_in(client: FlaskClient):
    owner_of(client, Key())
    answer = press(client, client.get("/login"), LOGIN, Key())
    assert answer.status_code == 422
    assert "not accepted" in words(answer)


@on_sqlite
def test_another_key_with_the_same_name_does_not_get_in(client: FlaskClient):
    key, forged = Key(), Key()
    owner_of(client, key)
    forged.id, forged.handle = key.id, key.handle
    assert press(client, client.get("/login"), LOGIN, forged).status_code == 422


@on_sqlite
def test_the_passkey_of_another_account_is_no_second_step(client: FlaskClient):
    key = Key()
    owner_of(client, Key())
    add_key(browser(client.application, organisation="fes"), key)
    shown = client.get(sign_in(client, OWNER).location)
    assert press(client, shown, SECOND, key).status_code == 422
    assert not is_inside(client)


@on_sqlite
def test_an_answer_made_for_another_site_does_not_get_in(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    key.origin = "https://evil.example"
    assert press(client, client.get("/login"), LOGIN, key).status_code == 422


@on_sqlite
def test_an_answer_works_once(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    address, options, fields = ask(client, client.get("/login"), LOGIN)
    sent = {**fields, "credential": key.answer(options)}
    assert client.post(address, data=sent).status_code == 303
    again = {**sent, "csrf_token": token(client.get("/organise/").text)}
    assert client.post(address, data=again).status_code == 422


@on_sqlite
def test_an_answer_is_waited_for_five_minutes(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    address, options, fields = ask(client, client.get("/login"), LOGIN)
    with later(6):
        answer = client.post(address, data={**fields, "credential": key.answer(options)})
    assert answer.status_code == 422


@on_sqlite
@pytest.mark.parametrize(
    "sent", ["", "{", "[]", "5", "null", '{"id": 5}', '{"id": "a", "rawId": "a"}', "é" * 9]
)
def test_whatever_else_comes_is_refused(client: FlaskClient, sent: str):
    _address, _options, fields = ask(client, client.get("/login"), LOGIN)
    assert client.post("/login/passkey", data={**fields, "credential": sent}).status_code == 422
    inside = browser(client.application)
    _address, _options, fields = ask(inside, inside.get("/account/passkeys/new"), "/passkeys/new")
    filled = {**fields, "name": "Phone", "credential": sent}
    assert inside.post("/account/passkeys/new", data=filled).status_code == 422
    assert passkeys(client) == []


@on_sqlite
def test_without_a_script_the_page_says_what_to_do(client: FlaskClient):
    shown = client.get("/login")
    assert "need JavaScript" in page(shown).one("noscript").text
    filled = {"csrf_token": token(shown.text), "credential": ""}
    assert "need JavaScript" in words(client.post("/login/passkey", data=filled))


@on_sqlite
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "events.example.org"])
def test_at_another_address_the_pages_say_where_passkeys_work(client: FlaskClient, host: str):
    shown = client.get("/login", headers={"Host": host})
    assert not page(shown).all("form", action=LOGIN)
    assert page(shown).one("a", href="http://localhost:8000/login")


@on_sqlite
def test_a_service_without_a_name_says_that_there_are_none(make_app: Callable[..., Flask]):
    shown = make_app(public_url="http://192.0.2.7").test_client().get("/login")
    assert "set up under a name" in words(shown)


@on_sqlite
def test_a_passkey_needs_a_name(client: FlaskClient):
    inside = browser(client.application)
    answer = add_key(inside, Key(), name="  ")
    assert answer.status_code == 422
    assert "Give the passkey a name" in words(answer)


@on_sqlite
def test_a_removed_passkey_opens_nothing(client: FlaskClient):
    key = Key()
    inside = owner_of(client, key)
    (kept,) = passkeys(client)
    path = f"/account/passkeys/{kept['id']}/remove"
    assert inside.post(path, data={"csrf_token": token(inside.get("/account/").text)}).status_code == 303
    assert press(client, client.get("/login"), LOGIN, key).status_code == 422
    assert sign_in(client, OWNER).location == "/organise/"


@on_sqlite
def test_a_deactivated_account_is_shut_to_passkeys_too(client: FlaskClient):
    key = Key()
    owner_of(client, key)
    with client.application.app_context():
        db.session.query(Passkey).one().user.active = False
        db.session.commit()
    assert press(client, client.get("/login"), LOGIN, key).status_code == 422


@on_sqlite
def test_the_options_want_the_token_of_our_page(client: FlaskClient):
    inside = browser(client.application)
    for path in ("/login/passkey/options", "/login/second-step/passkey/options", "/account/passkeys/options"):
        assert inside.post(path).status_code == 422
