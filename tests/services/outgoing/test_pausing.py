"""All sending stopped, and taken up again."""

import pytest

from regapp.database import db
from regapp.models import AuditEntry
from regapp.queries.outbox import pause as find_pause
from regapp.services.outgoing import pausing
from regapp.services.outgoing.outbox import claim_due
from tests import builders as b
from tests.services.owed import owe

pytestmark = pytest.mark.usefixtures("app")


def reason() -> str | None:
    db.session.rollback()
    found = find_pause(db.session())
    return found.reason if found else None


def test_nothing_is_claimed_while_sending_is_paused() -> None:
    letters = owe("a@example.org", "b@example.org")
    pausing.pause()
    assert claim_due(most=10) == []
    pausing.resume()
    assert [claim.letter_id for claim in claim_due(most=10)] == letters


def test_a_reason_is_kept_for_those_who_ask() -> None:
    assert pausing.pause(reason="the mail server moves")
    assert reason() == "the mail server moves"


def test_pausing_twice_keeps_the_first_time_and_the_latest_reason() -> None:
    pausing.pause(reason="first")
    found = find_pause(db.session())
    since = found.since if found else None
    assert not pausing.pause(reason="second")
    assert not pausing.pause()
    assert reason() == "second"
    again = find_pause(db.session())
    assert again is not None
    assert again.since == since


def test_resuming_says_whether_there_was_a_pause() -> None:
    assert not pausing.resume()
    pausing.pause()
    assert pausing.resume()
    assert reason() is None


def test_it_is_written_down() -> None:
    pausing.pause(reason="why")
    pausing.resume()
    entries = [(row["action"], row["details"]) for row in b.rows(AuditEntry) if row["event_id"] is None]
    assert entries == [("letters.paused", {"reason": "why"}), ("letters.resumed", {})]
