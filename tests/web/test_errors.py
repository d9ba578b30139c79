"""Error pages."""

from collections.abc import Callable

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import text

from regapp.database import db
from regapp.errors import Busy, NotFound
from regapp.texts import NAMES
from tests.organisers import browser, on_sqlite, token

CODES = [400, 403, 404, 405, 409, 413, 422, 429, 500, 503]
SECRET = "postgresql://user:secret@10.0.0.7/regapp"


@pytest.fixture
def client(make_app: Callable[..., Flask]):
    """A browser on a site with views that go wrong."""
    app = make_app()

    @app.get("/wrong/<int:code>")
    def wrong(code: int) -> None:
        abort(code, SECRET)

    @app.get("/broken/<how>")
    def broken(how: str) -> None:
        match how:
            case "busy":
                raise Busy
            case "missing":
                raise NotFound(SECRET)
            case "sql":
                db.session.execute(text("SELECT * FROM no_such_table"))
        raise ValueError(SECRET)

    return app.test_client()


@on_sqlite
@pytest.mark.parametrize("code", CODES)
def test_it_is_a_page_of_our_own_with_a_way_on(client: FlaskClient, code: int):
    answer = client.get(f"/wrong/{code}")
    assert answer.status_code == code
    assert answer.mimetype == "text/html"
    assert answer.text.count("<h1>") == 1
    assert '<a class="btn' in answer.text
    assert 'id="main"' in answer.text
    assert SECRET not in answer.text


@on_sqlite
@pytest.mark.parametrize("code", CODES)
def test_no_two_pages_say_the_same(client: FlaskClient, code: int):
    def said(number: int) -> str:
        return client.get(f"/wrong/{number}").text.partition("<h1>")[2].partition("</h1>")[0]

    assert said(code) not in {said(other) for other in CODES if other != code}


@on_sqlite
@pytest.mark.parametrize("language", list(NAMES))
def test_it_is_in_the_readers_language(client: FlaskClient, language: str):
    answer = client.get("/no-such-page", headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in answer.text


@on_sqlite
def test_an_address_of_nothing_is_404(client: FlaskClient):
    for path in ("/no-such-page", "/events/no-such-event", "/registrations/no-such-token"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "/lost-link" in answer.text


@on_sqlite
def test_the_wrong_method_is_405_and_says_the_right_one(client: FlaskClient):
    answer = client.delete("/lost-link")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@on_sqlite
def test_too_much_text_is_413(client: FlaskClient):
    data = {"csrf_token": token(client.get("/login").text), "email": "a" * 1_100_000, "password": "b"}
    answer = client.post("/login", data=data)
    assert answer.status_code == 413
    assert "what you typed could not be kept" in answer.text


@on_sqlite
def test_a_sign_out_with_a_stale_page_is_422(client: FlaskClient):
    assert browser(client.application).post("/logout", data={"csrf_token": "stale"}).status_code == 422


@on_sqlite
def test_a_contended_database_is_503_with_a_time_to_come_back(client: FlaskClient):
    answer = client.get("/broken/busy")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert 'href="/broken/busy"' in answer.text


@on_sqlite
def test_a_thing_that_is_not_there_is_404_without_its_name(client: FlaskClient):
    answer = client.get("/broken/missing")
    assert answer.status_code == 404
    assert SECRET not in answer.text


@on_sqlite
def test_a_fault_of_ours_is_500_and_tells_nobody_what(client: FlaskClient):
    answer = client.get("/broken/value")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert "ValueError" not in answer.text


@on_sqlite
def test_a_fault_in_the_database_shows_no_statement(client: FlaskClient):
    answer = client.get("/broken/sql")
    assert answer.status_code in {500, 503}
    assert "no_such_table" not in answer.text


@on_sqlite
@pytest.mark.parametrize("path", ["/", "/events/round-table", "/organise/events/round-table"])
def test_pages_say_503_while_the_database_is_away(
    make_app: Callable[..., Flask], database_url: str, path: str
):
    app = make_app()
    inside = browser(app)
    with app.app_context():
        db.engine.dispose()
    away = make_app(database_url="postgresql+psycopg://nobody:secret@127.0.0.1:9/regapp").test_client()
    away._cookies = inside._cookies
    answer = away.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "secret" not in answer.text
    assert "127.0.0.1" not in answer.text


@on_sqlite
def test_an_error_page_sets_no_cookie(client: FlaskClient):
    assert "Set-Cookie" not in client.get("/no-such-page").headers


@pytest.mark.parametrize(
    "path", ["/events/%00", "/registrations/%00", "/organise/events/%00/attendees?q=%00"]
)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_an_address_with_a_nul_is_no_fault_of_ours(client: FlaskClient, path: str):
    assert browser(client.application).get(path).status_code in {400, 404}
