"""What an operator asks of letters on their way."""

from datetime import UTC, datetime

from flask import Flask

from regapp.database import db
from regapp.services.outgoing.outbox import claim_due, mark_sent
from tests.services.owed import owe
from tests.standing import *  # noqa: F403 - fixtures are found by name

LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def run(app: Flask, *args: str) -> list[str]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["mail", *args])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def status(app: Flask) -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in run(app, "status"))


def test_sending_is_paused_and_resumed(app: Flask) -> None:
    owe("a@example.org")
    assert run(app, "pause", "the server moves") == ["letters are paused"]
    assert run(app, "pause") == ["letters were paused already"]
    assert status(app)["paused"].endswith("Z: the server moves")
    again = run(app, "pause", "it moves on")
    assert again == ["letters were paused already, and now for this reason"]
    assert status(app)["paused"].endswith("Z: it moves on")
    assert claim_due(most=1) == []
    assert run(app, "resume") == ["letters go out again"]
    assert run(app, "resume") == ["letters were not paused"]
    assert len(claim_due(most=1)) == 1


def test_status_counts_letters_by_state_and_says_since_when_the_oldest_waits(app: Flask) -> None:
    owe("a@example.org", "b@example.org")
    for claim in claim_due(most=2):
        mark_sent(claim)
    owe("c@example.org", due_at=LONG_AGO)
    shown = status(app)
    assert (shown["sent"], shown["due"], shown["failed"]) == ("2", "1", "0")
    assert shown["waiting"] == "since 2026-01-02T03:04:05Z"
    assert shown["speed"] == "0.2 a minute, over the last ten"
    assert shown["pace"] == "off"
    assert "paused" not in shown


def test_status_of_an_empty_outbox(app: Flask) -> None:
    assert status(app)["waiting"] == "nothing"
