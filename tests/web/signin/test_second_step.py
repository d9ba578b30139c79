"""The second step of signing in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.web.rates import limiter
from tests.organisers import member, on_sqlite, sign_in, token
from tests.web.signin.accounts import (
    OWNER,
    code_of,
    is_inside,
    later,
    recovery_codes,
    send_code,
    set_up_authenticator,
)
from tests.web.visits import words


@pytest.fixture(autouse=True)
def _no_tries_yet(website: Flask) -> None:
    limiter.reset()


@pytest.fixture
def app(client: FlaskClient) -> Flask:
    """With a manager whose account has an authenticator."""
    app = client.application
    member(app)
    set_up_authenticator(app)
    return app


def test_a_password_alone_does_not_sign_in(client: FlaskClient, app: Flask):
    answer = sign_in(client, OWNER, next="/organise/notifications")
    assert (answer.status_code, answer.location) == (303, "/login/second-step?next=/organise/notifications")
    assert not is_inside(client)


def test_the_code_of_the_authenticator_signs_in_and_leads_on(client: FlaskClient, app: Flask):
    page = client.get(sign_in(client, OWNER, next="/organise/notifications").location)
    assert "recovery" not in words(page).lower()
    answer = client.post(
        "/login/second-step?next=/organise/notifications",
        data={"csrf_token": token(page.text), "code": f"{code_of(app)[:3]} {code_of(app)[3:]}"},
    )
    assert (answer.status_code, answer.location) == (303, "/organise/notifications")
    assert is_inside(client)


def test_a_code_works_once(client: FlaskClient, app: Flask):
    code = code_of(app)
    for expected in (303, 422):
        browser = app.test_client()
        sign_in(browser, OWNER)
        assert send_code(browser, code).status_code == expected
        assert is_inside(browser) == (expected == 303)


def test_a_recovery_code_works_once(client: FlaskClient, app: Flask):
    (code, *_others) = recovery_codes(app)
    for expected in (303, 422):
        browser = app.test_client()
        sign_in(browser, OWNER)
        assert send_code(browser, code).status_code == expected


@on_sqlite
@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "000000 000000", "١٢٣٤٥٦", "A" * 10_000])
def test_another_code_does_not(client: FlaskClient, app: Flask, code: str):
    sign_in(client, OWNER)
    answer = send_code(client, code)
    assert answer.status_code == 422
    assert "does not fit" in words(answer)
    assert not is_inside(client)


@on_sqlite
def test_after_five_wrong_codes_not_even_the_right_one_does(client: FlaskClient, app: Flask):
    sign_in(client, OWNER)
    answers = [send_code(client, "12345").status_code for _ in range(5)]
    assert answers == [422] * 5
    answer = send_code(client, code_of(app))
    assert answer.status_code == 429
    assert "quarter of an hour" in words(answer)
    with later(16):
        sign_in(client, OWNER)
        assert send_code(client, code_of(app)).status_code == 303


@on_sqlite
def test_without_the_password_there_is_no_second_step(client: FlaskClient, app: Flask):
    assert client.get("/login/second-step").location.startswith("/login")
    page = client.get("/login")
    answer = client.post("/login/second-step", data={"csrf_token": token(page.text), "code": code_of(app)})
    assert answer.status_code == 302
    assert not is_inside(client)


@on_sqlite
def test_the_password_holds_for_ten_minutes(client: FlaskClient, app: Flask):
    sign_in(client, OWNER)
    with later(11):
        assert client.get("/login/second-step").status_code == 302


@on_sqlite
def test_who_comes_back_from_a_stale_page_is_asked_again(client: FlaskClient, app: Flask):
    sign_in(client, OWNER)
    answer = client.post("/login/second-step", data={"code": code_of(app)})
    assert answer.status_code == 422
    assert not is_inside(client)


@on_sqlite
def test_the_page_speaks_of_what_there_is(client: FlaskClient, app: Flask):
    recovery_codes(app)
    sign_in(client, OWNER)
    page = words(client.get("/login/second-step"))
    assert "authenticator" in page
    assert "recovery codes" in page
    assert "passkey" not in page
