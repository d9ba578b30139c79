"""What is kept for a time: given up by one of several workers, or taken in the last moment, never both."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Hold, Registration
from regapp.services.registrations import own_page, own_place
from regapp.vocabulary import HoldReason, LetterKind
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows
from tests.races.rounds import Race, at, come, seated, told, unguarded, waiting
from tests.races.works import answer_at_the_deadline, lapse

# An event, what sets the end of what is kept there for one, and what this one does to take it.
Kept = tuple[int, Callable[[datetime], None], Callable[[], object]]
Make = Callable[[], Kept]
ROUNDS = 6
LONG_AGO = timedelta(seconds=1)
PEOPLE, HEIRS = ["one", "three", "two"], ["five", "four", "six"]


def offered() -> int:
    """Three places are offered to three people; three more wait."""
    event = b.small_event(capacity=3, offer_minutes=60)
    come(event, "x", "y", "z", "one", "two", "three", "four", "five", "six")
    for who in "xyz":
        own_page.cancel(token=b.own_token(event, at(event, who)))
    return event


def unproven() -> int:
    """Three places are kept for three addresses to be proved; three more wait."""
    event = b.small_event(capacity=3, proof_minutes=60)
    come(event, "one", "two", "three", "four", "five", "six")
    return event


def end_offers(event: int, moment: datetime) -> None:
    """Have the offers of an event end at this moment."""
    people = select(Attendee.id).where(Attendee.event_id == event)
    ending = update(Hold).where(Hold.reason == HoldReason.OFFERED, Hold.attendee_id.in_(people))
    db.session.execute(ending.values(deadline=moment))
    db.session.commit()


def end_proofs(event: int, moment: datetime) -> None:
    """Have the first of an event prove their addresses until this moment."""
    emails = [at(event, who) for who in PEOPLE]
    ending = update(Registration).where(Registration.event_id == event, Registration.email.in_(emails))
    db.session.execute(ending.values(prove_until=moment))
    db.session.commit()


def each_lapsed_once(event: int) -> bool:
    lapsed, offers = told(event, LetterKind.OFFER_LAPSED), told(event, LetterKind.OFFER)
    own = lapsed == dict.fromkeys(PEOPLE, 1) and offers == dict.fromkeys([*PEOPLE, *HEIRS], 1)
    is_right = own or (not lapsed and not offers)  # a proof lapses without a word
    ended = Counter(b.audit(event))
    return (
        is_right
        and (seated(event), waiting(event)) == (HEIRS, [])
        and ended["registration.offer_lapsed"] + ended["registration.proof_lapsed"] == len(PEOPLE)
    )


def have_lapse(at_once: Race, events: list[int], **changes: list[str]) -> list[tuple[str, int]]:
    """Four workers at once, when everything is due at these events, of the two kinds in turn."""
    for number, event in enumerate(events):
        end = end_proofs if number % 2 else end_offers
        end(event, now() - LONG_AGO)
    ended = at_once(lapse, shares=[()] * SIZE, **changes)
    db.session.rollback()
    return ended


def test_several_workers_let_each_offer_and_proof_lapse_once(at_once: Race) -> None:
    events = [offered(), unproven(), offered(), unproven()]
    ended = have_lapse(at_once, events)
    assert {outcome for outcome, _ in ended} == {"done"}
    assert sum(count for _, count in ended) == len(events) * len(PEOPLE)
    assert all(map(each_lapsed_once, events))
    assert b.findings() == []


def test_without_the_line_something_lapses_twice(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("line", sqlite=sqlite)

    def one_goes_wrong() -> bool:
        events = [offered(), unproven()]
        ended = have_lapse(at_once, events, without=guards)
        return {outcome for outcome, _ in ended} != {"done"} or not all(map(each_lapsed_once, events))

    assert_it_shows(one_goes_wrong)


def offered_to_one() -> Kept:
    event = b.small_event(capacity=1, offer_minutes=60)
    come(event, "x", "one", "heir")
    own_page.cancel(token=b.own_token(event, at(event, "x")))
    answer = partial(own_place.accept, token=b.own_token(event, at(event, "one")))
    return event, partial(end_offers, event), answer


def kept_for_one() -> Kept:
    event = b.small_event(capacity=1, proof_minutes=60)
    come(event, "one", "heir")
    answer = partial(own_page.prove, token=b.own_token(event, at(event, "one")))
    return event, partial(end_proofs, event), answer


def one_side_won(event: int, outcomes: list[tuple[str, int]]) -> bool:
    (answered, _), *workers = outcomes
    lapsed = sum(count for _, count in workers)
    heir_waits = (seated(event), waiting(event)) == (["one"], ["heir"])
    heir_is_in = (seated(event), waiting(event)) == (["heir"], [])
    ended = Counter(b.audit(event))
    taken = ended["registration.accepted"] + ended["registration.proved"]
    return (
        {outcome for outcome, _ in workers} == {"done"}
        and (answered, lapsed, taken) in {("done", 0, 1), ("NotPossible", 1, 0)}
        and (heir_waits if answered == "done" else heir_is_in)
    )


def play(at_once: Race, make: Make, rounds: int, **changes: list[str]) -> list[bool]:
    made = [make() for _ in range(rounds)]
    shares = [([(end, answer) for _, end, answer in made], part) for part in range(SIZE)]
    ended = zip(*at_once(answer_at_the_deadline, shares=shares, **changes), strict=True)
    db.session.rollback()
    return [one_side_won(event, list(outcomes)) for (event, *_), outcomes in zip(made, ended, strict=True)]


MAKE = pytest.mark.parametrize("make", [offered_to_one, kept_for_one], ids=["offer", "proof"])


@MAKE
def test_what_is_taken_at_its_deadline_is_taken_or_lapses(at_once: Race, make: Make) -> None:
    assert all(play(at_once, make, ROUNDS))
    assert b.findings() == []


@MAKE
def test_without_the_line_it_is_taken_and_lapses(at_once: Race, make: Make, *, sqlite: bool) -> None:
    guards = unguarded("line", sqlite=sqlite)
    assert_it_shows(lambda: not all(play(at_once, make, 3, without=guards)))
