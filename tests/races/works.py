"""What one process of the crowd does. Each returns how its attempts ended, to be counted together."""

from collections import Counter
from time import sleep

from sqlalchemy.exc import DBAPIError

from regapp.errors import RegappError
from regapp.services import outbox, own_page
from tests import builders as b
from tests.races.crowd import meet


def register_people(event: int, people: range) -> Counter[str]:
    """Register these people, one after the other."""
    return Counter(attempt(lambda person=person: b.register(event, person)) for person in people)  # type: ignore[misc]


def join_or_leave(rounds: list[tuple[int, str]], person: int) -> Counter[str]:
    """In each round's event person 0 leaves, by the token of the own page, while the others join."""
    outcomes: Counter[str] = Counter()
    for number, (event, token) in enumerate(rounds):
        meet()
        if person == 0:
            # Later each time, so that the two meet at every point of each other's way.
            sleep(number * 0.0015)
            outcomes[attempt(lambda token=token: own_page.cancel(token=token))] += 1  # type: ignore[misc]
        else:
            outcomes[attempt(lambda event=event: b.register(event, person))] += 1  # type: ignore[misc]
    return outcomes


def leave(tokens: list[str]) -> Counter[str]:
    """Cancel these registrations, one after the other."""
    return Counter(attempt(lambda token=token: own_page.cancel(token=token)) for token in tokens)  # type: ignore[misc]


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
        outcomes[attempt(lambda: b.register(events[mine], person, ticket="online"))] += 1  # noqa: B023
    return outcomes


def claim_letters(most: int) -> list[int]:
    """Claim until nothing is due."""
    claimed: list[int] = []
    while claims := outbox.claim_due(most=most):
        claimed += [claim.letter_id for claim in claims]
    return claimed


def attempt(work: object) -> str:
    """How it ended: done, or the name of the error."""
    try:
        work()  # type: ignore[operator]
    except (RegappError, DBAPIError) as error:
        return type(error).__name__
    return "done"
