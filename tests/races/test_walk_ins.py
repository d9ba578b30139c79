"""Several hosts add people who have no address, whom nothing tells apart, till all places are taken."""

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import func, select

from regapp.database import db
from regapp.models import Attendee, Letter, Registration
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand
from regapp.vocabulary import Source
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows, drop_check
from tests.races.rounds import Race, unguarded
from tests.races.works import attempt

SEATS, AT_EACH_DOOR = 11, 5


def let_in(event: int, people: range) -> Counter[str]:
    """Add these people, every other with a companion; all of a party get in or nobody does."""
    return Counter(
        attempt(
            partial(
                by_hand.add,
                event_id=event,
                asked=b.asked(one, email="", companions=(Companion("Other"),) * (one % 2)),
                user_id=None,
                source=Source.WALK_IN,
                may_wait=False,
            )
        )
        for one in people
    )


def crowd_in(at_once: Race, event: int, without: list[str]) -> Counter[str]:
    db.session.rollback()
    shares = [(event, range(part * AT_EACH_DOOR, (part + 1) * AT_EACH_DOOR)) for part in range(SIZE)]
    outcomes: Counter[str] = sum(at_once(let_in, shares=shares, without=without), Counter())
    db.session.rollback()
    return outcomes


def parties(event: int) -> list[int]:
    """How many have come together, party by party."""
    of_event = select(func.count()).where(Attendee.event_id == event).group_by(Attendee.registration_id)
    return list(db.session.scalars(of_event))


@pytest.mark.usefixtures("app")
def test_hosts_at_several_doors_let_nobody_in_above_the_quota(at_once: Race) -> None:
    event = b.small_event(capacity=SEATS)
    outcomes = crowd_in(at_once, event, ["haste"])
    came = parties(event)
    assert (outcomes["done"], outcomes["NoPlace"]) == (len(came), SIZE * AT_EACH_DOOR - len(came))
    assert (sum(came), b.quota(event).taken, b.quota(event).over) == (SEATS, SEATS, 0)
    assert b.waiting(event) == []
    assert db.session.scalars(select(Letter.id).where(Letter.event_id == event)).all() == []
    addresses = select(Registration.email_key).where(Registration.event_id == event)
    assert set(db.session.scalars(addresses)) == {None}
    assert b.findings() == []


@pytest.mark.usefixtures("app")
def test_without_the_guards_hosts_at_several_doors_overbook_the_room(at_once: Race, *, sqlite: bool) -> None:
    guards = ["condition", "check", *unguarded("line", sqlite=sqlite)]
    drop_check(sqlite)

    def overbooked() -> bool:
        event = b.small_event(capacity=SEATS)
        crowd_in(at_once, event, guards)
        return len(b.seated(event)) > SEATS

    assert_it_shows(overbooked)
