"""What load balancers ask."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from regapp.clock import now
from regapp.database import db
from regapp.models import Mailing, Pause
from regapp.queries.accounting import OVERDUE
from regapp.services.outgoing import pausing
from regapp.vocabulary import LetterKind, LetterState
from regapp.web import health
from tests import builders as b
from tests.organisers import on_sqlite, statements
from tests.services.owed import owe

LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


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


# Letters that wait: the pages work none the less, so no balancer is to take them away.


def readiness(client: FlaskClient) -> tuple[int, list[str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.text.splitlines()


@pytest.mark.parametrize(
    "columns",
    [
        {"state": LetterState.DUE, "due_at": LONG_AGO},
        {"state": LetterState.RETRYING, "due_at": LONG_AGO},
        {"state": LetterState.SENDING, "due_at": LONG_AGO, "lease_until": LONG_AGO},
    ],
)
def test_it_says_since_when_letters_wait_and_is_ready(client: FlaskClient, columns: dict[str, object]):
    with client.application.app_context():
        owe("a@example.org", **columns)
    assert readiness(client) == (200, ["ok", "letters wait since 2026-01-02T03:04:05Z: does a worker run?"])


def test_a_letter_to_many_that_nobody_makes_waits_too(client: FlaskClient):
    with client.application.app_context():
        db.session.add(Mailing(event_id=b.event_id(), kind=LetterKind.MESSAGE, due_at=LONG_AGO))
        db.session.commit()
    assert readiness(client)[1][1:] == ["letters wait since 2026-01-02T03:04:05Z: does a worker run?"]


def test_a_letter_that_waits_for_a_while_is_nothing_to_tell(client: FlaskClient):
    with client.application.app_context():
        owe("a@example.org", due_at=now() - OVERDUE + timedelta(minutes=1))
        owe("b@example.org", due_at=now() + timedelta(days=30))
        owe("c@example.org", due_at=LONG_AGO, state=LetterState.SENT)
    assert readiness(client) == (200, ["ok"])


def test_while_sending_is_paused_it_says_so_and_not_why(client: FlaskClient):
    with client.application.app_context():
        pausing.pause(reason="our secret")
        (since,) = (row["since"] for row in b.rows(Pause))
        owe("a@example.org", due_at=LONG_AGO)
    assert readiness(client) == (200, ["ok", f"letters are paused since {since:%Y-%m-%dT%H:%M:%SZ}"])


def test_an_older_migration_is_told_without_asking_for_letters(client: FlaskClient):
    with client.application.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
        db.session.execute(text("DROP TABLE pause"))
        db.session.commit()
    assert client.get("/readyz").status_code == 503
