"""Statements made all the time: the same as SQLAlchemy's own, and as safe."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select, text, update

from regapp.database import db
from regapp.errors import Busy
from regapp.models import Letter
from regapp.prepared import Glance, Note
from regapp.vocabulary import LetterState
from tests.services.owed import letter, owe

pytestmark = pytest.mark.usefixtures("app")

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOMENT = datetime(2027, 2, 18, 9, 30, 5, 123456, tzinfo=UTC)

sent = Note(
    update(Letter)
    .where(Letter.id == bindparam("of"), Letter.state == LetterState.DUE)
    .values(state=LetterState.SENT, sent_at=bindparam("moment"), lease_until=None)
)
recipients = Glance(select(Letter.recipient).where(Letter.state == bindparam("state")))


@pytest.fixture
def owed() -> int:
    (made,) = owe("a@example.org")
    return made


def test_a_note_is_stored_as_the_models_would_store_it(owed: int) -> None:
    assert sent(of=owed, moment=MOMENT)
    stored = letter(owed)
    assert (stored.state, stored.sent_at, stored.lease_until) == (LetterState.SENT, MOMENT, None)


def test_a_note_says_whether_it_changed_anything(owed: int) -> None:
    assert sent(of=owed, moment=MOMENT)
    assert not sent(of=owed, moment=MOMENT)
    assert not sent(of=owed + 1, moment=MOMENT)


def test_parameters_of_one_run_are_not_those_of_the_next(owed: int) -> None:
    (other,) = owe("b@example.org")
    sent(of=owed, moment=MOMENT)
    later = MOMENT.replace(year=2028)
    sent(of=other, moment=later)
    assert [letter(one).sent_at for one in (owed, other)] == [MOMENT, later]


def test_a_glance_reads_with_its_parameters(owed: int) -> None:
    assert recipients(state="due") == (("a@example.org",),)
    assert recipients(state="sent") == ()


@on_sqlite
def test_other_transactions_wait_for_the_disk_as_before(owed: int) -> None:
    sent(of=owed, moment=MOMENT)
    full = 2
    assert db.session.scalar(text("PRAGMA synchronous")) == full


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Another program that has locked the database, and connections that do not wait for it."""
    monkeypatch.setattr("regapp.database.LOCK_WAIT", 1)
    db.engine.dispose()
    with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@on_sqlite
def test_it_is_busy_while_the_database_stays_locked(owed: int, locked: sqlite3.Connection) -> None:
    with pytest.raises(Busy):
        sent(of=owed, moment=MOMENT)
    locked.execute("ROLLBACK")
    assert sent(of=owed, moment=MOMENT)
