"""The same form, and the same address, several times in one moment."""

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from regapp.database import db
from regapp.models import Registration
from regapp.services.outgoing.letters import MOST_AN_HOUR
from regapp.vocabulary import LetterKind
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows
from tests.races.works import send_form, send_form_to_own_event

Race = Callable[..., list[Any]]
ROUNDS = 6


def events(number: int = ROUNDS) -> list[int]:
    made = [b.small_event() for _ in range(number)]
    db.session.rollback()
    return made


def receipts_of(parts: list[list[str]]) -> list[set[str]]:
    """The receipts handed out in each round."""
    return [set(of_round) for of_round in zip(*parts, strict=True)]


@pytest.mark.parametrize("ticket", ["in-person", "online"])
def test_a_form_sent_several_times_at_once_is_one_registration_and_one_receipt(
    at_once: Race, ticket: str
) -> None:
    played = events()
    parts = at_once(send_form, shares=[(played, 1, "the same form", ticket)] * SIZE)
    assert [len(receipts) for receipts in receipts_of(parts)] == [1] * ROUNDS
    assert len(b.rows(Registration)) == ROUNDS
    assert set(b.kinds(1)) == {LetterKind.CONFIRMATION}
    assert b.findings() == []


def test_an_address_in_several_forms_at_once_is_one_registration(at_once: Race) -> None:
    played = events()
    parts = at_once(send_form, shares=[(played, 1, f"form {part}", "online") for part in range(SIZE)])
    assert [len(receipts) for receipts in receipts_of(parts)] == [SIZE] * ROUNDS
    assert not [receipt for part in parts for receipt in part if receipt.startswith("failed")]
    assert len(b.rows(Registration)) == ROUNDS
    assert b.findings() == []


@pytest.mark.parametrize("same_form", [True, False], ids=["same form", "same address"])
def test_looking_first_and_inserting_then_fails(at_once: Race, *, same_form: bool, sqlite: bool) -> None:
    guards = ["conflict clause", *(["transaction"] if sqlite else [])]
    forms = ["form"] * SIZE if same_form else [f"form {part}" for part in range(SIZE)]

    def one_fails() -> bool:
        played = events()
        parts = at_once(send_form, shares=[(played, 1, form, "online") for form in forms], without=guards)
        return any(receipt.startswith("failed") for part in parts for receipt in part)

    assert_it_shows(one_fails)


def played_at_own_events(first_person: int) -> list[tuple[int, list[int]]]:
    """In each round one person, and an event for each process."""
    at = events(SIZE)
    return [(first_person + number, at) for number in range(ROUNDS)]


def most_letters(played: list[tuple[int, list[int]]]) -> int:
    db.session.rollback()
    return max(len(b.letters(person)) for person, _ in played)


def test_the_limit_of_letters_holds_over_several_events_at_once(at_once: Race) -> None:
    played = played_at_own_events(0)
    outcomes = sum(at_once(send_form_to_own_event, shares=[(played, n) for n in range(SIZE)]), Counter())
    assert outcomes == {"done": SIZE * ROUNDS}
    assert most_letters(played) == MOST_AN_HOUR


def test_without_its_lock_the_limit_of_letters_is_passed(at_once: Race, *, sqlite: bool) -> None:
    guards = ["transaction"] if sqlite else ["lock of the limit"]
    batch = count()

    def one_gets_too_many() -> bool:
        played = played_at_own_events(next(batch) * ROUNDS)
        at_once(send_form_to_own_event, shares=[(played, n) for n in range(SIZE)], without=guards)
        return most_letters(played) > MOST_AN_HOUR

    assert_it_shows(one_gets_too_many)
