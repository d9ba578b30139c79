"""What load balancers ask."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from regapp.database import db
from regapp.web import health
from tests.organisers import on_sqlite, statements


def test_a_process_that_answers_lives(client: FlaskClient):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_it_lives_without_asking_the_database(client: FlaskClient):
    with statements(client.application) as seen:
        client.get("/healthz")
    assert seen == []


def test_it_is_ready_when_database_and_migrations_are_right(client: FlaskClient):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.mimetype == "text/plain"
    assert "Set-Cookie" not in answer.headers


def test_an_older_migration_is_a_reason_not_to_work(client: FlaskClient):
    with client.application.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
        db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "at migration older" in answer.text


def test_a_database_without_tables_is_a_reason_not_to_work(client: FlaskClient):
    with client.application.app_context():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "at migration none" in answer.text


@on_sqlite
def test_a_database_that_is_away_is_named_without_its_address(make_app: Callable[..., Flask]):
    away = make_app(database_url="postgresql+psycopg://nobody:secret@127.0.0.1:9/regapp").test_client()
    answer = away.get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "the database does not answer: OperationalError\n"


@on_sqlite
def test_the_migrations_are_read_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    client.get("/readyz")
    monkeypatch.setattr(health, "ScriptDirectory", None)
    assert client.get("/readyz").status_code == 200
