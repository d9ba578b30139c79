"""Two managers act on one person in the same moment, each on a page that shows how it stood before."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, Letter
from regapp.services.registrations import by_hand, by_hand_details, deciding
from regapp.services.registrations.overtaking import details_of, has_now
from tests import builders as b
from tests.organisers import asks_first
from tests.races.guards import assert_it_shows
from tests.races.rounds import Race, Steps, at, attendee_ids, come, names, person, play, unguarded

ROUNDS = 6
TOLD = "EditedMeanwhile"


class Stand(NamedTuple):
    """What somebody has, by ``has_now`` without the ids, under whose address, and all who were written to."""

    has: str
    who: str
    letters: tuple[str, ...]


class Scene(NamedTuple):
    """What stands before, what each of the two managers does, and what each of that alone leads to."""

    begin: Callable[[], int]
    acts: Callable[[int], Steps]
    ends: tuple[Stand, Stand]


def awaited() -> int:
    event = b.small_event(ticket_types=asks_first())
    come(event, "one")
    return event


def decide(event: int) -> Steps:
    acts = {"event_id": event, "attendee_ids": attendee_ids(event), "user_id": None}
    stood = has_now(person(event, "one"))
    return partial(deciding.approve, **acts, stood=stood), partial(deciding.reject, **acts, stood=stood)


def seated() -> int:
    event = b.small_event(capacity=1)
    come(event, "one", "next")
    return event


def send_away(event: int) -> Steps:
    one = person(event, "one")
    acts = {"event_id": event, "user_id": None, "stood": has_now(one)}
    cancel = partial(by_hand.cancel, attendee_ids=[one.id], **acts)
    return cancel, partial(by_hand.move, attendee_id=one.id, ticket="online", **acts)


def set_right(event: int) -> Steps:
    one = person(event, "one")
    stood = details_of(one)
    change = partial(
        by_hand_details.change,
        event_id=event,
        attendee_id=one.id,
        language=stood.language,
        answers={},
        user_id=None,
        stood=stood,
    )
    left, right = (partial(change, name=to, email=at(event, to)) for to in ("left", "right"))
    return left, right


SCENES = {
    "approve and reject": Scene(
        awaited,
        decide,
        (
            Stand("confirmed in-person", "one", ("one confirmation", "one pending")),
            Stand("rejected", "one", ("one pending", "one rejection")),
        ),
    ),
    "cancel and move": Scene(
        seated,
        send_away,
        (
            Stand(
                "cancelled",
                "one",
                ("next place", "next waiting-list", "one cancellation", "one confirmation"),
            ),
            Stand(
                "confirmed online",
                "one",
                ("next place", "next waiting-list", "one changed", "one confirmation"),
            ),
        ),
    ),
    "two addresses": Scene(
        seated,
        set_right,
        (
            Stand(
                "confirmed in-person",
                "left",
                ("left confirmation", "next waiting-list", "one confirmation"),
            ),
            Stand(
                "confirmed in-person",
                "right",
                ("next waiting-list", "one confirmation", "right confirmation"),
            ),
        ),
    ),
}
each_scene = pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)


def stand(event: int) -> Stand:
    """How it stands with the first who came to the event."""
    one = db.session.get_one(Attendee, min(attendee_ids(event)), populate_existing=True)
    has = " ".join([str(one.status), *sorted(hold.ticket_type.key for hold in one.holds)])
    letters = db.session.execute(select(Letter.recipient, Letter.kind).where(Letter.event_id == event))
    sent = sorted(f"{names([to])[0]} {kind}" for to, kind in letters)
    return Stand(has, names([one.registration.email])[0], tuple(sent))


def one_wins(event: int, outcomes: Sequence[str], scene: Scene) -> bool:
    """Whether one was told, and all is as if only the other had been there."""
    if Counter(outcomes) != {"done": 1, TOLD: 1}:
        return False
    return stand(event) == scene.ends[outcomes.index("done")] and b.findings() == []


@each_scene
@pytest.mark.usefixtures("app")
def test_of_two_who_act_on_one_person_one_wins_and_the_other_is_told(at_once: Race, scene: Scene) -> None:
    events = [scene.begin() for _ in range(ROUNDS)]
    played = play(at_once, [scene.acts(event) for event in events])
    assert [outcomes for outcomes in played if sorted(outcomes) != [TOLD, "done"]] == []
    ends = [scene.ends[outcomes.index("done")] for outcomes in played]
    assert [stand(event) for event in events] == ends
    assert b.findings() == []


@each_scene
@pytest.mark.usefixtures("app")
def test_without_its_locks_both_act_on_what_stood_before(
    at_once: Race, scene: Scene, *, sqlite: bool
) -> None:
    guards = [*unguarded("line", sqlite=sqlite), "row locks"]

    def both_act() -> bool:
        event = scene.begin()
        [outcomes] = play(at_once, [scene.acts(event)], without=guards)
        return not one_wins(event, outcomes, scene)

    assert_it_shows(both_act)
