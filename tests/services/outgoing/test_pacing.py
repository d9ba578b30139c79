"""How many letters go to one mail domain in a minute."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.services.outgoing.outbox import LEASE, claim_due
from regapp.vocabulary import LetterKind
from tests.services.owed import due_times, letter, mailing, owe

MINUTE = timedelta(minutes=1)
START = datetime(2027, 2, 18, 9, 30, 5, tzinfo=UTC)
NEXT = datetime(2027, 2, 18, 9, 31, tzinfo=UTC)

Clock = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock(app: object) -> Iterator[Clock]:
    """A clock that stands still."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def people(count: int, domain: str = "big.example") -> list[str]:
    return [f"p{number}@{domain}" for number in range(count)]


def claimed(pace: int | None, most: int = 50) -> list[int]:
    """The letters that one worker claims now, until nothing is due."""
    found: list[int] = []
    while claims := claim_due(most=most, pace=pace):
        found += [claim.letter_id for claim in claims]
    return found


def test_no_more_letters_go_to_a_domain_in_a_minute_than_the_pace() -> None:
    letters = owe(*people(7))
    assert claimed(pace=5) == letters[:5]


def test_without_a_pace_all_go_at_once() -> None:
    letters = owe(*people(7))
    assert claimed(pace=None) == letters


def test_the_next_minute_has_its_own_count(clock: Clock) -> None:
    letters = owe(*people(7))
    claimed(pace=5)
    clock.move_to(NEXT)
    assert claimed(pace=5) == letters[5:]


def test_letters_beyond_the_pace_do_not_keep_those_to_other_domains() -> None:
    owe(*people(30))
    (other,) = owe("a@small.example")
    assert other in claimed(pace=5, most=10)


def test_what_is_put_off_is_spread_over_the_minutes_to_come() -> None:
    letters = owe(*people(23))
    claimed(pace=10)
    later = due_times(letters[10:])
    assert later == [NEXT] * 9 + [NEXT + MINUTE] * 4


def test_every_domain_has_a_pace_of_its_own() -> None:
    letters = owe(*people(3, "one.example"), *people(3, "two.example"))
    assert claimed(pace=3) == letters


def test_a_domain_is_the_same_in_every_spelling() -> None:
    owe("a@bücher.example", "b@BÜCHER.example", "c@xn--bcher-kva.example")
    assert len(claimed(pace=2)) == 2


def test_a_tenth_of_the_pace_is_kept_for_letters_to_one_person() -> None:
    many = owe(*people(30), kind=LetterKind.MESSAGE, mailing_id=mailing().id)
    assert claimed(pace=20) == many[:18]
    newcomers = owe(*people(4))
    assert claimed(pace=20) == newcomers[:2]


def test_letters_to_many_wait_without_keeping_a_letter_to_one_person() -> None:
    owe(*people(30), kind=LetterKind.MESSAGE, mailing_id=mailing().id)
    (newcomer,) = owe("new@big.example")
    assert newcomer in claimed(pace=10, most=5)


def test_the_pace_is_reached_over_several_claims() -> None:
    owe(*people(12))
    assert len(claimed(pace=10, most=3)) == 10


def test_a_letter_whose_worker_died_is_counted_and_not_put_off_again(clock: Clock) -> None:
    (first,) = owe("p0@big.example")
    claim_due(most=1, pace=1)
    clock.shift(LEASE)
    owe("p1@big.example")
    assert claimed(pace=1) == [first]
    assert letter(first).attempts == 2


def test_a_clock_that_is_behind_does_not_begin_the_minute_again(clock: Clock) -> None:
    owe(*people(9))
    claimed(pace=5)
    clock.move_to(START - MINUTE)
    owe(*people(3), due_at=now())
    assert claimed(pace=5) == []
