"""What one process of the crowd does. Each returns how its attempts ended, to be counted together."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from time import sleep
from unittest.mock import patch

import time_machine
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from regapp.clock import now
from regapp.database import db
from regapp.errors import RegappError
from regapp.models import Letter
from regapp.services.outgoing import outbox, pausing
from regapp.services.registrations import lapsing, own_page
from regapp.services.telling import message_letters, settling
from regapp.vocabulary import LetterState
from tests import builders as b
from tests.races.crowd import meet

STILL = datetime(2040, 1, 1, tzinfo=UTC)
SHORT = timedelta(milliseconds=40)  # until something lapses in front of our eyes


def register_people(event: int, people: range) -> Counter[str]:
    """Register these people, one after the other."""
    return Counter(attempt(partial(b.register, event, person)) for person in people)


def register_in_turn(event: int, wishes: list[tuple[str, str]]) -> Counter[str]:
    """Register these addresses, each for its ticket type, one after the other."""
    return Counter(attempt(partial(b.register, event, one, ticket=ticket)) for one, ticket in wishes)


def join_or_leave(rounds: list[tuple[int, str]], person: int) -> Counter[str]:
    """In each round's event person 0 leaves, by the token of the own page, while the others join."""
    outcomes: Counter[str] = Counter()
    for number, (event, token) in enumerate(rounds):
        meet()
        if person == 0:
            # Later each time, so that the two meet at every point of each other's way.
            sleep(number * 0.0015)
            outcomes[attempt(partial(own_page.cancel, token=token))] += 1
        else:
            outcomes[attempt(partial(b.register, event, person))] += 1
    return outcomes


def leave(tokens: list[str]) -> Counter[str]:
    """Cancel these registrations, one after the other."""
    return Counter(attempt(partial(own_page.cancel, token=token)) for token in tokens)


def send_form(events: list[int], person: int, form: str, ticket: str) -> list[str]:
    """Send one form to each event in turn, together with the others; the receipts, or what went wrong."""
    receipts = []
    for event in events:
        meet()
        try:
            receipts.append(b.register(event, person, form=form, ticket=ticket))
        except (RegappError, DBAPIError) as error:
            receipts.append(f"failed: {type(error).__name__}")
    return receipts


def send_form_to_own_event(rounds: list[tuple[int, list[int]]], mine: int) -> Counter[str]:
    """In each round register the round's person, each process at an event of its own."""
    outcomes: Counter[str] = Counter()
    for person, events in rounds:
        meet()
        outcomes[attempt(partial(b.register, events[mine], person, ticket="online"))] += 1
    return outcomes


def claim_letters(most: int, pace: int | None = None) -> list[int]:
    """Claim until nothing is due."""
    claimed: list[int] = []
    while claims := outbox.claim_due(most=most, pace=pace):
        claimed += [claim.letter_id for claim in claims]
    return claimed


def claim_in_one_minute(most: int, pace: int) -> list[int]:
    """The same at a pace, while the clock stands still."""
    with time_machine.travel(STILL, tick=False):
        return claim_letters(most, pace)


def claim_until_paused(pauses: bool, most: int) -> list[int]:  # noqa: FBT001
    """Claim until nothing is to be had; or pause all sending, and tell how many are claimed then."""
    if not pauses:
        return claim_letters(most)
    sleep(0.05)
    pausing.pause()
    db.session.rollback()
    return list(db.session.scalars(select(Letter.id).where(Letter.state == LetterState.SENDING)))


def settle(at_once: int) -> int:
    """Make the letters of all that is due, so many registrations at a time; how many."""
    with patch.object(settling, "AT_ONCE", at_once), patch.object(message_letters, "AT_ONCE", at_once):
        return settling.settle_due()


def take_steps(steps: list[Callable[[], object] | None], part: int) -> list[str]:
    """In each round take one step together with the others; how each ended.

    Each time one of them, or all the others, start a little later, so that they meet at every point of each
    other's way.
    """
    outcomes = []
    for number, step in enumerate(steps):
        meet()
        if (part == 0) == bool(number % 2):
            sleep(number * 0.0015)
        outcomes.append(attempt(step) if step else "")
    return outcomes


def lapse() -> tuple[str, int]:
    """Do the worker's part once: how it ended, and how many lapsed."""
    counts: list[int] = []
    outcome = attempt(lambda: counts.append(lapsing.lapse_due()))
    return outcome, sum(counts)


def answer_at_the_deadline(
    rounds: list[tuple[Callable[[datetime], object], Callable[[], object]]], part: int
) -> list[tuple[str, int]]:
    """In each round one answers a little before or after the end, which the others, the workers, wait for.

    How each ended, and how many lapsed.
    """
    outcomes = []
    for number, (end, answer) in enumerate(rounds):
        if part == 0:
            end(now() + SHORT)
        meet()
        if part == 0:
            sleep((0.5 + number / len(rounds)) * SHORT.total_seconds())
            outcomes.append((attempt(answer), 0))
        else:
            outcomes.append(_lapse_at_the_end())
        meet()
    return outcomes


def _lapse_at_the_end() -> tuple[str, int]:
    """Look until it is over, and once more then."""
    ended, count, until, is_over = "done", 0, now() + SHORT, False
    while ended == "done" and not is_over:
        is_over = until < now()
        ended, lapsed = lapse()
        count += lapsed
    return ended, count


def attempt(work: Callable[[], object]) -> str:
    """How it ended: done, or the name of the error."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the tests say which are right
        return type(error).__name__
    return "done"
