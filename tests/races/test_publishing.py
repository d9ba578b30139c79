"""An event is taken back from the public while people register."""

from collections.abc import Callable
from functools import partial

from regapp.database import db
from regapp.models import Event
from regapp.services.events import publishing
from regapp.vocabulary import EventStatus
from tests import builders as b
from tests.races.guards import assert_it_shows
from tests.races.rounds import Race, Steps, at, play, seated, unguarded

TICKETS = ("online", "in-person", "online")


def taking_back(event: int) -> Steps:
    """One takes it back; others come, with and without waiting for the line."""
    unpublish: Callable[[], object] = partial(publishing.unpublish, event_id=event, user_id=None)
    comes = zip("abc", TICKETS, strict=True)
    return unpublish, *(partial(b.register, event, at(event, who), ticket=ticket) for who, ticket in comes)


def is_sound(event: int, outcomes: list[str]) -> bool:
    """Whether either nobody came to a draft, or whoever came found the event public."""
    taken_back, *came = outcomes
    is_draft = db.session.get_one(Event, event).status is EventStatus.DRAFT
    people = len(seated(event)) + len(seated(event, "online"))
    if is_draft:
        return taken_back == "done" and people == 0 and set(came) == {"NotFound"}
    return taken_back == "NotPossible" and people == came.count("done") > 0


def test_nobody_is_registered_for_what_was_taken_back(at_once: Race) -> None:
    events = [b.small_event() for _ in range(12)]
    played = play(at_once, [taking_back(event) for event in events])
    assert all(map(is_sound, events, played))
    assert b.findings() == []


def test_without_its_lock_somebody_is_registered_for_a_draft(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("lock of edits", sqlite=sqlite)

    def one_is() -> bool:
        event = b.small_event()
        [outcomes] = play(at_once, [taking_back(event)], without=guards)
        return not is_sound(event, outcomes)

    assert_it_shows(one_is)
