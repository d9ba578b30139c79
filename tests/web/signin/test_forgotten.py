"""A forgotten password."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Letter, User
from regapp.vocabulary import LetterKind
from regapp.web.rates import limiter
from tests.builders import rows
from tests.organisers import PASSWORD, browser, member, on_sqlite, sign_in, statements
from tests.web.signin.accounts import (
    NEW_PASSWORD,
    OWNER,
    is_inside,
    later,
    letter_token,
    set_up_authenticator,
)
from tests.web.visits import send, words


@pytest.fixture(autouse=True)
def _no_tries_yet(website: Flask) -> None:
    limiter.reset()


@pytest.fixture
def app(client: FlaskClient) -> Flask:
    """With a manager."""
    member(client.application)
    return client.application


def ask(client: FlaskClient, email: str = OWNER):
    limiter.reset()
    return send(client, client.get("/login/forgotten"), "/login/forgotten", email=email)


def link(app: Flask) -> str:
    return f"/login/reset/{letter_token(app, LetterKind.PASSWORD_RESET)}"


def choose(client: FlaskClient, path: str, password: str = NEW_PASSWORD, again: str | None = None):
    fields = {"new_password": password, "new_password_again": password if again is None else again}
    return send(client, client.get(path), path, **fields)


def test_the_letters_link_leads_to_a_new_password(client: FlaskClient, app: Flask):
    assert "on its way" in words(client.get(ask(client).location))
    answer = choose(client, link(app))
    assert (answer.status_code, answer.location) == (303, "/login")
    assert "new password is kept" in words(client.get("/login"))
    assert not is_inside(client)
    assert sign_in(client, OWNER, PASSWORD).status_code == 422
    assert sign_in(client, OWNER, NEW_PASSWORD).status_code == 303


@on_sqlite
def test_what_is_written_tells_no_clock_whether_there_is_an_account(client: FlaskClient, app: Flask):
    for _ in range(3):  # all the letters that an hour allows
        ask(client)
    writes = []
    for email in (OWNER, "nobody@example.org"):
        with statements(app) as seen:
            ask(client, email)
        writes.append([one.split()[0] for one in seen if one.startswith(("INSERT", "UPDATE", "DELETE"))])
    assert writes == [["UPDATE"], ["UPDATE"]]


def test_the_link_works_once(client: FlaskClient, app: Flask):
    ask(client)
    path = link(app)
    shown = client.get(path)
    assert choose(client, path).status_code == 303
    late = {"new_password": "another long password", "new_password_again": "another long password"}
    assert send(client, shown, path, **late).status_code == 410
    assert client.get(path).status_code == 410


@on_sqlite
def test_the_link_works_for_an_hour(client: FlaskClient, app: Flask):
    ask(client)
    path = link(app)
    with later(59):
        assert client.get(path).status_code == 200
    with later(61):
        assert client.get(path).status_code == 410


@on_sqlite
def test_the_link_ends_when_the_password_changes_otherwise(client: FlaskClient, app: Flask):
    ask(client)
    path = link(app)
    ask(client)
    newer = link(app)
    choose(client, newer)
    assert client.get(path).status_code == 410


@on_sqlite
@pytest.mark.parametrize("path", ["/login/reset/nonsense", "/login/reset/WzEsImEiXQ.a.b", "/login/address/x"])
def test_a_made_up_link_says_that_it_does_not_work(client: FlaskClient, path: str):
    assert client.get(path).status_code == 410


@on_sqlite
def test_a_link_for_one_purpose_does_not_serve_another(client: FlaskClient, app: Flask):
    ask(client)
    token = letter_token(app, LetterKind.PASSWORD_RESET)
    assert client.get(f"/login/address/{token}").status_code == 410


def test_all_addresses_get_the_same_answer_and_strangers_no_letter(client: FlaskClient, app: Flask):
    answers = [ask(client, email) for email in (OWNER, "nobody@example.org")]
    assert len({(answer.status_code, answer.location, answer.text) for answer in answers}) == 1
    with app.app_context():
        assert [row["recipient"] for row in rows(Letter)] == [OWNER]


@on_sqlite
def test_nobody_floods_a_mailbox(client: FlaskClient, app: Flask):
    answers = {ask(client).status_code for _ in range(5)}
    assert answers == {303}
    with app.app_context():
        assert len(rows(Letter)) == 3


@on_sqlite
def test_a_deactivated_account_gets_no_letter(client: FlaskClient, app: Flask):
    with app.app_context():
        db.session.query(User).update({"active": False})
        db.session.commit()
    ask(client)
    assert letter_token(app, LetterKind.PASSWORD_RESET) is None


@on_sqlite
@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("short", None, "at least 12"),
        ("password1234", None, "stolen passwords"),
        ("manager@dku.example", None, "easy to guess"),
        ("x" * 2000, None, "at most 1000"),
        (NEW_PASSWORD, "another one", "not the same"),
        ("", "", "Choose a password"),
    ],
)
def test_a_bad_password_is_refused_and_not_kept_in_the_page(
    client: FlaskClient, app: Flask, password: str, again: str | None, told: str
):
    ask(client)
    answer = choose(client, link(app), password, again)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not password or f'value="{password}' not in answer.text
    assert sign_in(client, OWNER, PASSWORD).status_code == 303


@on_sqlite
def test_a_stale_page_changes_nothing(client: FlaskClient, app: Flask):
    ask(client)
    filled = {"new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD}
    assert client.post(link(app), data=filled).status_code == 422
    assert sign_in(client, OWNER, PASSWORD).status_code == 303


def test_all_browsers_are_signed_out(client: FlaskClient, app: Flask):
    inside = browser(app)
    ask(client)
    choose(client, link(app))
    assert not is_inside(inside)


@on_sqlite
def test_a_second_step_stays_asked_for(client: FlaskClient, app: Flask):
    set_up_authenticator(app)
    ask(client)
    choose(client, link(app))
    assert sign_in(client, OWNER, NEW_PASSWORD).location.startswith("/login/second-step")


@on_sqlite
def test_the_owner_is_told(client: FlaskClient, app: Flask):
    ask(client)
    choose(client, link(app))
    with app.app_context():
        assert [(row["kind"], row["facts"].get("change")) for row in rows(Letter)][1:] == [
            (LetterKind.ACCOUNT_CHANGED, "password")
        ]


@on_sqlite
def test_the_page_of_the_link_tells_its_address_to_no_other(client: FlaskClient, app: Flask):
    ask(client)
    assert client.get(link(app)).headers["Referrer-Policy"] == "no-referrer"
