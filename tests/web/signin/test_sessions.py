"""A browser is signed in as long as the database says so."""

import pytest
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import SignIn, User
from tests.builders import rows
from tests.organisers import PASSWORD, browser, on_sqlite, sign_in, statements, token
from tests.web.signin.accounts import OWNER, is_inside, later, user

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_ins(client: FlaskClient) -> list[dict]:
    with client.application.app_context():
        return rows(SignIn)


def copy_of(client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    copy = client.application.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)
    return copy


def test_a_copied_cookie_does_not_outlive_the_sign_out(client: FlaskClient):
    inside = browser(client.application)
    copy = copy_of(inside)
    assert is_inside(copy)
    inside.post("/logout", data={"csrf_token": token(inside.get("/organise/").text)})
    assert not is_inside(copy)


@on_sqlite
def test_a_cookie_without_a_known_token_signs_nobody_in(client: FlaskClient):
    inside = browser(client.application)
    with inside.session_transaction() as session:
        session["sign_in"] = "a token of one's own making"
    assert not is_inside(inside)


@on_sqlite
def test_a_cookie_from_before_there_were_tokens_signs_nobody_in(client: FlaskClient):
    inside = browser(client.application)
    with inside.session_transaction() as session:
        session.pop("sign_in")
    assert not is_inside(inside)


@on_sqlite
def test_a_deactivated_account_is_out_at_once(client: FlaskClient):
    inside = browser(client.application)
    with client.application.app_context():
        db.session.query(User).update({"active": False})
        db.session.commit()
    assert not is_inside(inside)
    assert sign_in(client, OWNER).status_code == 422


@on_sqlite
def test_it_is_kept_who_signed_in_with_what_and_from_where(client: FlaskClient):
    browser(client.application)
    sign_in(client, OWNER, "wrong")
    with client.application.test_client() as other:
        other.environ_base["HTTP_USER_AGENT"] = FIREFOX
        other.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        sign_in(other, OWNER)
    kept = [(row["succeeded"], row["browser"], row["network_address"]) for row in sign_ins(client)]
    assert kept[1:] == [(False, "", "127.0.0.1"), (True, "Firefox, Windows", "203.0.113.9")]
    assert PASSWORD not in str(sign_ins(client))


@on_sqlite
def test_pages_note_that_it_is_used_every_five_minutes_at_most(client: FlaskClient):
    inside = browser(client.application)
    began = sign_ins(client)[0]["seen_at"]
    with statements(client.application) as seen:
        inside.get("/organise/")
    assert sign_ins(client)[0]["seen_at"] == began
    assert not [statement for statement in seen if statement.startswith("UPDATE")]
    with later(6):
        inside.get("/organise/")
        assert sign_ins(client)[0]["seen_at"] > began


@on_sqlite
def test_public_pages_note_nothing(client: FlaskClient):
    inside = browser(client.application)
    began = sign_ins(client)
    with later(6):
        inside.get("/events/round-table")
        inside.get("/")
    assert sign_ins(client) == began


@on_sqlite
def test_an_account_is_read_once_for_a_page(client: FlaskClient):
    inside = browser(client.application)
    inside.get("/organise/")
    with statements(client.application) as seen:
        inside.get("/organise/")
    assert len([statement for statement in seen if "sign_in.token_digest" in statement]) == 1


@on_sqlite
@pytest.mark.parametrize("days", [29, 31])
def test_who_stays_away_for_a_month_signs_in_again(client: FlaskClient, days: int):
    inside = browser(client.application)
    with later(days * 24 * 60):
        assert is_inside(inside) == (days == 29)


@on_sqlite
def test_the_key_of_an_account_alone_opens_nothing(client: FlaskClient):
    inside = browser(client.application)
    with client.session_transaction() as session:
        session["_user_id"] = user(client.application).fs_uniquifier
        session["_fresh"] = True
    assert not is_inside(client)
    assert is_inside(inside)


@on_sqlite
@pytest.mark.parametrize(
    ("email", "write"), [(OWNER, "INSERT INTO sign_in"), ("x@y.example", "UPDATE sign_in")]
)
def test_an_unknown_address_costs_as_much_as_a_known_one(client: FlaskClient, email: str, write: str):
    browser(client.application)
    with statements(client.application) as seen:
        sign_in(client, email, "wrong")
    assert [statement for statement in seen if statement.startswith(write)]
