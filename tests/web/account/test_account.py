"""The pages about one's own account."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.models import AuditEntry, SignIn, User
from regapp.vocabulary import Role
from regapp.web.rates import limiter
from regapp.web.signin.authenticator import authenticators
from tests.builders import rows
from tests.organisers import PASSWORD, browser, on_sqlite, sign_in, token
from tests.web.signin.accounts import (
    OWNER,
    another_browser,
    code_of,
    groups,
    is_inside,
    later,
    send_code,
    set_up_authenticator,
    user,
)
from tests.web.signin.key import Key, add_key, press
from tests.web.visits import page, send, words

SENSITIVE = ["/account/address", "/account/authenticator", "/account/passkeys/new"]
OPEN = ["/account/", "/account/password", "/account/second-factor", "/account/sessions", "/account/confirm"]


@pytest.fixture(autouse=True)
def _no_tries_yet(website: Flask) -> None:
    limiter.reset()


@on_sqlite
@pytest.mark.parametrize("path", [*OPEN, *SENSITIVE])
def test_who_is_not_signed_in_is_led_to_the_sign_in(client: FlaskClient, path: str):
    assert client.get(path).location == f"/login?next={path}"
    assert client.post(path).status_code in {302, 405}


@on_sqlite
@pytest.mark.parametrize("language", ["en", "kk", "ru", "de"])
@pytest.mark.parametrize("path", [*OPEN, *SENSITIVE])
def test_every_member_has_them_in_every_language(client: FlaskClient, path: str, language: str):
    inside = browser(client.application, Role.VIEWER)
    shown = inside.get(f"{path}?lang={language}")
    assert shown.status_code == 200
    assert page(shown).one("html").get("lang") == language


def test_name_and_language_are_kept(client: FlaskClient):
    inside = browser(client.application)
    answer = send(inside, inside.get("/account/"), "/account/", name=" Айгүл  Нұрғожаева ", language="kk")
    assert answer.status_code == 303
    found = user(client.application)
    assert (found.name, str(found.language)) == ("Айгүл Нұрғожаева", "kk")
    assert 'value="Айгүл Нұрғожаева"' in inside.get("/account/").text


@on_sqlite
@pytest.mark.parametrize("fields", [{"name": "x" * 201}, {"language": "xx"}, {"csrf_token": "stale"}])
def test_what_cannot_be_kept_comes_back(client: FlaskClient, fields: dict[str, str]):
    inside = browser(client.application)
    answer = send(inside, inside.get("/account/"), "/account/", **{"name": "Aigul", **fields})
    assert answer.status_code == 422
    assert fields.get("name", "Aigul") in answer.text
    assert user(client.application).name == ""


def test_an_authenticator_is_set_up_by_a_code_and_asked_for_then(client: FlaskClient):
    inside = browser(client.application)
    shown = inside.get("/account/authenticator")
    assert page(inside.get("/account/authenticator")).one("p", **{"class": "code secret"}).text == (
        page(shown).one("p", **{"class": "code secret"}).text
    )
    with inside.session_transaction() as session:
        secret = session["authenticator"]
    with client.application.app_context():
        code = authenticators().generate_totp_password(secret)
    answer = send(inside, shown, "/account/authenticator", code=code)
    assert (answer.status_code, answer.location) == (303, "/account/second-factor")
    sign_in(client, OWNER)
    assert send_code(client, code).status_code == 422
    with later(1):
        assert send_code(client, code_of(client.application)).status_code == 303


@on_sqlite
def test_the_key_of_an_authenticator_lies_in_no_cookie_nor_database_in_the_clear(client: FlaskClient):
    inside = browser(client.application)
    shown = page(inside.get("/account/authenticator")).one("p", **{"class": "code secret"}).text
    with inside.session_transaction() as session:
        assert shown.replace(" ", "") not in str(dict(session))
    set_up_authenticator(client.application)
    assert '"enckey"' in (user(client.application).tf_totp_secret or "")


@on_sqlite
@pytest.mark.parametrize("code", ["", "12345", "000000"])
def test_a_wrong_code_sets_up_nothing(client: FlaskClient, code: str):
    inside = browser(client.application)
    answer = send(inside, inside.get("/account/authenticator"), "/account/authenticator", code=code)
    assert answer.status_code == 422
    assert user(client.application).tf_totp_secret is None


@on_sqlite
def test_an_authenticator_is_removed(client: FlaskClient):
    inside = browser(client.application)
    set_up_authenticator(client.application)
    shown = inside.get("/account/second-factor")
    assert send(inside, shown, "/authenticator/remove").status_code == 303
    assert sign_in(client, OWNER).location == "/organise/"


def test_recovery_codes_are_shown_once(client: FlaskClient):
    inside = browser(client.application)
    set_up_authenticator(client.application)
    shown = inside.get("/account/second-factor")
    answer = send(inside, shown, "/recovery-codes")
    codes = groups(answer.text)
    assert len(codes) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    assert not any(code in inside.get("/account/second-factor").text for code in codes)
    sign_in(client, OWNER)
    assert send_code(client, codes[9]).status_code == 303
    assert "9 codes are left" in words(client.get("/account/second-factor"))


@on_sqlite
def test_without_a_second_factor_there_are_no_recovery_codes(client: FlaskClient):
    inside = browser(client.application)
    csrf = token(inside.get("/account/").text)
    assert inside.post("/account/recovery-codes", data={"csrf_token": csrf}).status_code == 303
    assert "first" in words(inside.get("/account/second-factor"))


@pytest.mark.parametrize("path", SENSITIVE)
def test_after_a_while_one_shows_once_more_who_one_is(client: FlaskClient, path: str):
    inside = browser(client.application)
    with later(16):
        asked = inside.get(path)
        assert (asked.status_code, asked.location) == (302, f"/account/confirm?next={path}")
        shown = inside.get(asked.location)
        wrong = send(inside, shown, f"confirm?next={path}", password="wrong")
        assert wrong.status_code == 422
        assert inside.get(path).status_code == 302
        answer = send(inside, shown, f"confirm?next={path}", password=PASSWORD)
        assert (answer.status_code, answer.location) == (303, path)
        assert inside.get(path).status_code == 200


@on_sqlite
def test_a_passkey_shows_it_as_well(client: FlaskClient):
    inside, key = browser(client.application), Key()
    add_key(inside, key)
    with later(16):
        shown = inside.get("/account/confirm?next=/account/address")
        answer = press(inside, shown, "/confirm/passkey?next=/account/address", key)
        assert (answer.status_code, answer.location) == (303, "/account/address")
        assert inside.get("/account/address").status_code == 200


@on_sqlite
@pytest.mark.parametrize("path", ["/account/recovery-codes", "/account/authenticator/remove"])
def test_a_sensitive_button_asks_first_too(client: FlaskClient, path: str):
    inside = browser(client.application)
    set_up_authenticator(client.application)
    with later(16):
        answer = inside.post(path, data={"csrf_token": token(inside.get("/account/").text)})
        assert answer.location == "/account/confirm?next=/account/second-factor"
    assert user(client.application).tf_totp_secret


def test_it_lists_where_one_is_signed_in_and_ends_one(client: FlaskClient):
    inside, other = browser(client.application), another_browser(client.application)
    shown = inside.get("/account/sessions")
    buttons = re.findall(r'action="(/account/sessions/\d+/end)"', shown.text)
    assert len(buttons) == 2
    assert shown.text.count("This browser") == 1
    assert send(inside, shown, buttons[0]).status_code == 303
    assert is_inside(inside)
    assert not is_inside(other)


@on_sqlite
def test_to_end_this_one_is_to_sign_out(client: FlaskClient):
    inside = browser(client.application)
    shown = inside.get("/account/sessions")
    (button,) = re.findall(r'action="(/account/sessions/\d+/end)"', shown.text)
    assert send(inside, shown, button).location == "/"
    assert not is_inside(inside)


@on_sqlite
def test_all_others_end_at_once(client: FlaskClient):
    inside = browser(client.application)
    others = [another_browser(client.application) for _ in range(2)]
    assert send(inside, inside.get("/account/sessions"), "/end-others").status_code == 303
    assert is_inside(inside)
    assert not any(map(is_inside, others))


@on_sqlite
def test_nobody_ends_the_session_of_another(client: FlaskClient):
    inside, stranger = browser(client.application), browser(client.application, organisation="fes")
    with client.application.app_context():
        first = rows(SignIn)[0]["id"]
    csrf = token(stranger.get("/account/").text)
    assert stranger.post(f"/account/sessions/{first}/end", data={"csrf_token": csrf}).status_code == 404
    assert is_inside(inside)


def test_the_history_tells_failures_too(client: FlaskClient):
    inside = browser(client.application)
    sign_in(client, OWNER, "wrong")
    told = words(inside.get("/account/sessions"))
    assert "Refused" in told
    assert told.count("127.0.0.1") == 3


@on_sqlite
def test_the_history_is_of_one_account(client: FlaskClient):
    browser(client.application, organisation="fes")
    assert words(browser(client.application).get("/account/sessions")).count("127.0.0.1") == 2


@on_sqlite
@pytest.mark.parametrize(
    "path",
    ["/account/authenticator/remove", "/account/recovery-codes", "/account/sessions/1/end",
     "/account/sessions/end-others", "/account/passkeys/1/remove"],
)  # fmt: skip
def test_buttons_want_the_token_of_our_page(client: FlaskClient, path: str):
    inside = browser(client.application)
    set_up_authenticator(client.application)
    answer = inside.post(path)
    assert answer.status_code == 422
    assert "open for too long" in words(answer)
    assert is_inside(inside)
    assert user(client.application).tf_totp_secret


def test_what_was_done_is_written_down_without_personal_data(client: FlaskClient):
    inside = browser(client.application)
    send(inside, inside.get("/account/"), "/account/", name="Aigul", language="kk")
    add_key(inside, Key())
    with client.application.app_context():
        number = rows(User)[0]["id"]
        entries = [row for row in rows(AuditEntry) if row["action"].startswith("account.")]
    assert [entry["action"] for entry in entries] == ["account.described", "account.passkey_added"]
    assert {entry["actor"] for entry in entries} == {f"organiser:{number}"}
    assert "Aigul" not in str(entries)
