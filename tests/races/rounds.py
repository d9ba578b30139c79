"""Rounds of a race: in each a few steps, taken by as many processes in one moment."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, Letter, Registration
from regapp.vocabulary import LetterKind
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.works import take_steps

Race = Callable[..., list[Any]]
Steps = Sequence[Callable[[], object]]


def play(at_once: Race, rounds: Sequence[Steps], *, without: Iterable[str] = ()) -> list[list[str]]:
    """Play the rounds, each of at most four steps; how the steps of each round ended, in their order."""
    whole = [[*steps, *[None] * (SIZE - len(steps))] for steps in rounds]
    shares = [([steps[part] for steps in whole], part) for part in range(SIZE)]
    db.session.rollback()
    ended = zip(*at_once(take_steps, shares=shares, without=without), strict=True)
    db.session.rollback()
    return [list(outcomes)[: len(steps)] for steps, outcomes in zip(rounds, ended, strict=True)]


def unguarded(guard: str, *, sqlite: bool) -> list[str]:
    """The guards to take out: ``guard``, or on SQLite, which lets one transaction write at a time, that."""
    return ["transaction" if sqlite else guard, "haste"]


def at(event: int, who: str) -> str:
    """An address that nobody has at another event."""
    return f"{who}.{event}@example.org"


def come(event: int, *people: str, **changes: Any) -> None:
    """Register these people, in their order."""
    for who in people:
        b.register(event, at(event, who), **changes)


def names(addresses: Iterable[str]) -> list[str]:
    """Who it is, without where."""
    return [address.split(".")[0] for address in addresses]


def seated(event: int, ticket: str = "in-person") -> list[str]:
    """Who has a place."""
    return sorted(names(b.seated(event, ticket)))


def waiting(event: int) -> list[str]:
    """Who waits, in the order of the line."""
    return names(b.waiting(event))


def person(event: int, who: str, number: int = 0) -> Attendee:
    """Somebody, or the n-th of those who come with them."""
    return b.registration(event, at(event, who)).attendees[number]


def attendee_ids(event: int) -> list[int]:
    """The ids of all who ever came to an event."""
    return list(db.session.scalars(select(Attendee.id).where(Attendee.event_id == event)))


def told(event: int, *kinds: LetterKind) -> Counter[str]:
    """How many letters of these kinds everybody was owed."""
    owed = select(Letter.recipient).join(Registration).where(Registration.event_id == event)
    return Counter(names(db.session.scalars(owed.where(Letter.kind.in_(kinds)))))
