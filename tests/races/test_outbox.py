"""Several workers, one outbox."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert

from regapp.database import db
from regapp.models import Letter
from regapp.vocabulary import Language, LetterKind
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows
from tests.races.works import claim_letters

Race = Callable[..., list[Any]]
LETTERS = 200


def owe_letters() -> None:
    """Owe two hundred letters."""
    letter = {"kind": LetterKind.LOST_LINKS, "recipient": "a@example.org", "language": Language.ENGLISH}
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
