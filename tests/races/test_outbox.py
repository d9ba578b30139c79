"""Several workers, one outbox."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert

from regapp.database import db
from regapp.models import Letter, Pace
from regapp.vocabulary import Language, LetterKind
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows
from tests.races.works import claim_in_one_minute, claim_letters, claim_until_paused

Race = Callable[..., list[Any]]
LETTERS = 200
PACE = 50


def owe_letters() -> None:
    """Owe two hundred letters."""
    letter = {"kind": LetterKind.LOST_LINKS, "recipient": "a@example.org", "language": Language.ENGLISH}
    db.session.execute(delete(Pace))
    db.session.execute(delete(Letter))
    db.session.execute(insert(Letter), [{**letter, "recipient_key": "a@example.org"} for _ in range(LETTERS)])
    db.session.commit()


def claimed(at_once: Race, **changes: Any) -> list[int]:
    """The ids of the letters that the workers claimed, in whatever order."""
    return [letter for part in at_once(claim_letters, shares=[(5,)] * SIZE, **changes) for letter in part]


def test_each_letter_is_claimed_by_one_worker(at_once: Race) -> None:
    owe_letters()
    letters = claimed(at_once)
    assert len(letters) == LETTERS
    assert len(set(letters)) == LETTERS


def test_without_its_locks_a_letter_is_claimed_twice(at_once: Race, *, sqlite: bool) -> None:
    guards = ["transaction"] if sqlite else ["row locks"]

    def one_is_claimed_twice() -> bool:
        owe_letters()
        letters = claimed(at_once, without=guards)
        return len(letters) > len(set(letters))

    assert_it_shows(one_is_claimed_twice)


def claimed_in_one_minute(at_once: Race, **changes: Any) -> list[int]:
    """What all workers together claimed at the pace."""
    owe_letters()
    parts = at_once(claim_in_one_minute, shares=[(5, PACE)] * SIZE, **changes)
    return [letter for part in parts for letter in part]


def test_all_workers_together_keep_the_pace(at_once: Race) -> None:
    letters = claimed_in_one_minute(at_once)
    assert len(letters) == len(set(letters)) == PACE


def test_without_its_lock_the_pace_is_passed(at_once: Race, *, sqlite: bool) -> None:
    guards = ["transaction"] if sqlite else ["lock of the pace"]
    assert_it_shows(lambda: len(claimed_in_one_minute(at_once, without=guards)) > PACE)


def test_nothing_is_claimed_once_sending_is_paused(at_once: Race) -> None:
    """Whatever a worker claimed it had before the pause was there, and no other has it too."""
    owe_letters()
    at_that_moment, *by_workers = at_once(claim_until_paused, shares=[(True, 1)] + [(False, 1)] * (SIZE - 1))
    letters = [letter for part in by_workers for letter in part]
    assert len(letters) == len(set(letters))
    # A claim may be under way while the pause is written; the next one sees it.
    assert len(letters) - len(at_that_moment) < SIZE
