"""Organisers' sign-in."""

import unicodedata
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import User
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Role
from regapp.web.rates import limiter
from tests.organisers import PASSWORD, browser, member, on_sqlite, sign_in, statements, token

WRONG = "do not belong together"


@pytest.fixture(autouse=True)
def _no_tries_yet(website: Flask) -> None:
    limiter.reset()


def test_it_leads_to_the_events(client: FlaskClient):
    answer = sign_in(client, member(client.application))
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert client.get("/organise/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: FlaskClient):
    email = member(client.application)
    wrong = sign_in(client, email, "wrong")
    unknown = sign_in(client, "nobody@dku.example", "wrong")
    no_address = sign_in(client, "nobody", "wrong")
    assert {answer.status_code for answer in (wrong, unknown, no_address)} == {422}
    assert WRONG in wrong.text
    blank = [
        answer.text.replace(address, "").replace(token(answer.text), "")
        for answer, address in ((wrong, email), (unknown, "nobody@dku.example"), (no_address, "nobody"))
    ]
    assert blank[0] == blank[1]
    assert WRONG in blank[2]


@on_sqlite
def test_it_keeps_the_address_and_never_the_password(client: FlaskClient):
    page = sign_in(client, "somebody@dku.example", "secret words").text
    assert 'value="somebody@dku.example"' in page
    assert "secret words" not in page


@on_sqlite
@pytest.mark.parametrize("language", ["en", "kk", "ru", "de"])
def test_nothing_of_the_librarys_texts_is_shown(client: FlaskClient, language: str):
    client.get(f"/?lang={language}")
    page = sign_in(client, "", "").text
    assert "not provided" not in page
    assert "Authentication failed" not in page
    assert "CSRF" not in page


@on_sqlite
@pytest.mark.parametrize("stale", ["", "ImZvcmdlZCI.YQ.YQ"])
def test_a_stale_token_gives_the_form_again_with_the_address(client: FlaskClient, stale: str):
    email = member(client.application)
    answer = client.post("/login", data={"email": email, "password": PASSWORD, "csrf_token": stale})
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.text
    again = {"email": email, "password": PASSWORD, "csrf_token": token(answer.text)}
    assert client.post("/login", data=again).status_code == 303


@on_sqlite
def test_a_shut_account_is_told_nothing_else(client: FlaskClient):
    email = member(client.application)
    with client.application.app_context():
        db.session.scalars(select(User).where(User.email == email)).one().active = False
        db.session.commit()
    answer = sign_in(client, email)
    assert answer.status_code == 422
    assert WRONG in answer.text


@on_sqlite
def test_an_account_that_is_shut_is_out_at_once(client: FlaskClient):
    inside = browser(client.application)
    with client.application.app_context():
        db.session.scalars(select(User)).one().active = False
        db.session.commit()
    assert inside.get("/organise/").status_code == 302


@on_sqlite
def test_a_new_password_ends_what_was_signed_in_under_the_old_one(client: FlaskClient):
    inside = browser(client.application)
    with client.application.app_context():
        add_organiser(
            email="manager@dku.example", organisation="dku", role=Role.MANAGER, password="another one"
        )
    assert inside.get("/organise/").status_code == 302


@on_sqlite
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_password_may_be_typed_on_any_keyboard(client: FlaskClient, form: str):
    with client.application.app_context():
        add_organiser(email="ai@dku.example", organisation="dku", role=Role.DOOR, password="құпия сөз – йод")
    typed = unicodedata.normalize(form, "құпия сөз – йод")
    assert sign_in(client, "ai@dku.example", typed).status_code == 303


@on_sqlite
def test_an_address_is_known_by_any_spelling(client: FlaskClient):
    member(client.application)
    assert sign_in(client, "  Manager@DKU.example ").status_code == 303


@on_sqlite
@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/organise/events/round-table", "/organise/events/round-table"),
        ("/organise/events/round-table/attendees%3Fq=%D3%98", None),
        ("https://evil.example/", "/organise/"),
        ("//evil.example/", "/organise/"),
        ("/%5Cevil.example/", "/organise/"),
        ("/%09/evil.example/", "/organise/"),
        ("%0A//evil.example", "/organise/"),
        ("javascript:alert(1)", "/organise/"),
    ],
)
def test_it_leads_on_within_the_own_site_only(client: FlaskClient, target: str, leads_to: str | None):
    answer = sign_in(client, member(client.application), next=target)
    assert answer.status_code == 303
    if leads_to:
        assert answer.location == leads_to
    else:
        assert answer.location.startswith("/organise/events/round-table/attendees?q=")


@on_sqlite
def test_the_session_is_a_new_one(client: FlaskClient):
    member(client.application)
    client.get("/login")
    with client.session_transaction() as session:
        session["planted"] = "by whoever had this browser before"
    before = client.get_cookie("session").value
    sign_in(client, "manager@dku.example")
    assert client.get_cookie("session").value != before
    with client.session_transaction() as session:
        assert "planted" not in session


@on_sqlite
def test_the_browser_is_not_remembered_when_it_closes(client: FlaskClient):
    answer = sign_in(client, member(client.application), remember="y")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("session=")
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]
    assert "Expires" not in cookies[0]
    assert "Max-Age" not in cookies[0]


@on_sqlite
def test_someone_signed_in_goes_on(client: FlaskClient):
    inside = browser(client.application)
    answer = inside.get("/login")
    assert (answer.status_code, answer.location) == (302, "/organise/")


@on_sqlite
def test_signing_out_takes_the_button_of_our_own_page(client: FlaskClient):
    inside = browser(client.application)
    assert inside.get("/logout").status_code == 405
    assert inside.post("/logout").status_code == 422
    page = inside.get("/organise/").text
    answer = inside.post("/logout", data={"csrf_token": token(page)})
    assert (answer.status_code, answer.location) == (303, "/")
    assert inside.get("/organise/").status_code == 302
    assert inside.get_cookie("session") is None


@on_sqlite
def test_too_many_tries_get_429_and_when_to_come_back(make_app: Callable[..., Flask]):
    client = make_app(web_processes=10).test_client()
    # Seven: the minute of the clock may end in between.
    answers = [sign_in(client, "nobody@dku.example", "wrong") for _ in range(7)]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert {answer.status_code for answer in answers} == {422, 429}
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert client.get("/login").status_code == 200


@on_sqlite
@pytest.mark.parametrize(
    "path", ["/verify", "/register", "/reset", "/change", "/confirm", "/tf-setup", "/fs-static/js/base64.js"]
)
def test_the_librarys_own_pages_are_not_there(client: FlaskClient, path: str):
    assert client.get(path).status_code == 404


@on_sqlite
@pytest.mark.parametrize("path", ["/", "/events/round-table", "/events/round-table/calendar.ics", "/healthz"])
def test_public_pages_neither_load_the_account_nor_touch_the_session(client: FlaskClient, path: str):
    inside = browser(client.application)
    inside.get(path)
    with statements(client.application) as seen:
        answer = inside.get(path)
    assert answer.status_code == 200
    assert not [statement for statement in seen if '"user"' in statement]
    assert not answer.headers.getlist("Set-Cookie")


@on_sqlite
def test_nothing_runs_around_requests_but_what_we_put_there(client: FlaskClient):
    app = client.application
    around = [*app.before_request_funcs.get(None, []), *app.after_request_funcs[None]]
    around += app.teardown_request_funcs.get(None, [])
    around += app.template_context_processors[None]
    assert {function.__module__.partition(".")[0] for function in around} <= {"regapp", "flask"}


@on_sqlite
def test_no_token_in_an_address_signs_in(client: FlaskClient):
    member(client.application)
    with client.application.app_context():
        pass_token = db.session.scalars(select(User)).one().get_auth_token()
    assert client.get(f"/organise/?auth_token={pass_token}").status_code == 302
    assert client.get("/organise/", headers={"Authentication-Token": pass_token}).status_code == 302


@on_sqlite
def test_a_password_is_kept_as_argon2(client: FlaskClient):
    member(client.application)
    with client.application.app_context():
        assert db.session.scalars(select(User.password)).one().startswith("$argon2id$")
