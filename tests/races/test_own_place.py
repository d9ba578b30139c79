"""Two people change places with each other in one moment."""

from collections.abc import Sequence
from functools import partial

import pytest

from regapp.services.events.drafts import QuotaDraft
from regapp.services.registrations import own_place
from tests import builders as b
from tests.races.guards import assert_it_shows
from tests.races.rounds import Race, Steps, at, come, person, play, seated, unguarded, waiting

ROUNDS = 8


def two_places(*, limited: bool = False) -> int:
    """One sits in a room for one, the other is on line, where there is room for one or for everybody."""
    on_line = (QuotaDraft({"en": "On line"}, 1, ("online",)),) if limited else ()
    event = b.small_event(quotas=(QuotaDraft({"en": "The room"}, 1, ("in-person",)), *on_line))
    come(event, "one")
    come(event, "other", ticket="online")
    return event


def crossing(event: int) -> Steps:
    """Each wants what the other has."""
    wishes = [("one", "online"), ("other", "in-person")]
    return [
        partial(
            own_place.change_ticket,
            token=b.own_token(event, at(event, who)),
            code=person(event, who).code,
            ticket=ticket,
        )
        for who, ticket in wishes
    ]


def both_changed(event: int, outcomes: Sequence[str]) -> bool:
    has = (seated(event), seated(event, "online"), waiting(event))
    return set(outcomes) == {"done"} and has == (["other"], ["one"], [])


def both_wait_where_they_are(event: int, outcomes: Sequence[str]) -> bool:
    has = (seated(event), seated(event, "online"), sorted(waiting(event)))
    return set(outcomes) == {"done"} and has == (["one"], ["other"], ["one", "other"])


@pytest.mark.parametrize("limited", [False, True], ids=["one way", "both ways full"])
def test_two_who_want_each_others_place_lose_none(at_once: Race, *, limited: bool) -> None:
    events = [two_places(limited=limited) for _ in range(ROUNDS)]
    played = play(at_once, [crossing(event) for event in events])
    assert all(map(both_wait_where_they_are if limited else both_changed, events, played))
    assert b.findings() == []


def test_without_the_line_one_waits_beside_the_place_that_the_other_left(
    at_once: Race, *, sqlite: bool
) -> None:
    guards = unguarded("line", sqlite=sqlite)

    def one_waits_for_ever() -> bool:
        event = two_places()
        [outcomes] = play(at_once, [crossing(event)], without=guards)
        return not both_changed(event, outcomes) or b.findings() != []

    assert_it_shows(one_waits_for_ever)
