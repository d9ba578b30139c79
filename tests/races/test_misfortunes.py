"""What goes wrong outside of us breaks nothing, and what was begun is finished."""

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Letter, Registration
from regapp.services.registrations import lapsing
from regapp.vocabulary import LetterState
from regapp.worker import send_due_letters
from tests import builders as b
from tests import postgres
from tests.conftest import _prepare as prepare
from tests.races.crowd import SIZE
from tests.races.misfortunes import killed_before, restart_or_register
from tests.races.rounds import Race
from tests.races.test_deadlines import LONG_AGO, PEOPLE, each_lapsed_once, end_offers, offered


def due_at_two_events() -> list[int]:
    events = [offered(), offered()]
    for event in events:
        end_offers(event, now() - LONG_AGO)
    return events


@pytest.mark.parametrize("statement", [12, 45, 100])
@pytest.mark.usefixtures("app")
def test_what_a_killed_worker_began_to_let_lapse_another_finishes(
    database_url: str, tmp_path: Path, statement: int
) -> None:
    events = due_at_two_events()
    assert killed_before(statement, database_url, tmp_path) == -signal.SIGKILL
    assert b.findings() == []
    assert lapsing.lapse_due() in {len(PEOPLE), 2 * len(PEOPLE)}
    assert all(map(each_lapsed_once, events))
    assert b.findings() == []


@pytest.mark.parametrize("statement", [4, 14, 30])
def test_letters_of_a_killed_worker_are_sent_by_another(
    app: Flask, database_url: str, tmp_path: Path, statement: int
) -> None:
    event = b.small_event(capacity=5)
    for person in range(5):
        b.register(event, person)
    assert killed_before(statement, database_url, tmp_path) == -signal.SIGKILL
    db.session.execute(
        update(Letter).where(Letter.state == LetterState.SENDING).values(lease_until=now() - timedelta(1))
    )
    db.session.commit()
    send_due_letters(app.extensions["settings"])
    db.session.rollback()
    letters = db.session.scalars(select(Letter)).all()
    assert {letter.state for letter in letters} == {LetterState.SENT}
    assert len({letter.message_token for letter in letters}) == len(letters) == 5
    assert b.findings() == []


class TestRestart:
    """The database goes away under load, orderly and at once."""

    @pytest.fixture(params=["postgresql"])
    def database_url(self, tmp_path: Path) -> Iterator[str]:
        """A server of its own: others work on the one of all tests."""
        if postgres.programs() is None:
            pytest.skip("PostgreSQL is not installed")
        with postgres.server() as url:
            prepare(f"{url}/postgres", tmp_path)
            yield f"{url}/postgres"

    def test_the_database_restarts_while_people_register(self, at_once: Race, tmp_path: Path) -> None:
        event = b.small_event(capacity=5)
        slug = db.session.get_one(Event, event).slug
        data = db.session.execute(text("SHOW data_directory")).scalar_one()
        shares = [(slug, data, str(tmp_path / "restarted"), part) for part in range(SIZE)]
        db.session.rollback()
        answers: Counter[str] = sum(at_once(restart_or_register, shares=shares), Counter())
        db.engine.dispose()
        assert set(answers) == {"200", "303", "503 later"}
        of_event = select(Registration.id).where(Registration.event_id == event)
        came = len(db.session.scalars(of_event).all())
        assert came == answers["303"] > SIZE
        assert (len(b.seated(event)), len(b.waiting(event))) == (5, came - 5)
        assert b.findings() == []
