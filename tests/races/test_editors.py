"""Places are edited while people take them."""

from collections.abc import Callable, Sequence
from functools import partial

from regapp.models import Quota
from regapp.services.events import quotas
from tests import builders as b
from tests.races.guards import assert_it_shows, drop_check
from tests.races.rounds import Race, Steps, at, play, seated, unguarded, waiting

ROUNDS, LAPS = 3, 6
TAKEN_BACK = {"done", "CapacityTooLow"}


def edit(event: int, number: int) -> Callable[[], object]:
    """In turn: what is unlimited draws on the room, and no more; on a quota of its own, and no more."""
    room = b.quota(event).id
    to = partial(quotas.draw, event_id=event, user_id=None)
    added = [one["id"] for one in b.rows(Quota) if one["event_id"] == event and one["id"] != room]
    extra = partial(quotas.remove, event_id=event, quota_id=added[0], user_id=None) if added else None
    one_more = partial(
        quotas.add,
        event_id=event,
        name={"en": "On line"},
        capacity=200,
        ticket_types=["online"],
        user_id=None,
    )
    if number % ROUNDS == 0:
        return partial(to, quota_id=room, ticket_types=["in-person", "online"])
    if number % ROUNDS == 1:
        return partial(to, quota_id=room, ticket_types=["in-person"])
    return extra or one_more


def editing(event: int, number: int) -> Steps:
    """One edits; others come to the room and on line."""
    comes = [("online", "a"), ("online", "b"), ("in-person", "c")]
    return edit(event, number), *(
        partial(b.register, event, at(event, f"{who}{number}"), ticket=ticket) for ticket, who in comes
    )


def test_what_is_edited_while_people_register_is_counted_right(at_once: Race) -> None:
    event = b.small_event(capacity=200)
    for lap in range(LAPS):
        steps = [editing(event, lap * ROUNDS + number) for number in range(ROUNDS)]
        assert {outcome for ended in play(at_once, steps) for outcome in ended} == {"done"}
        assert b.findings() == []
    assert len(seated(event)) + len(seated(event, "online")) == LAPS * ROUNDS * 3


def test_without_its_lock_a_ticket_is_taken_uncounted(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("lock of edits", sqlite=sqlite)

    def one_is_uncounted() -> bool:
        event = b.small_event(capacity=200)
        play(at_once, [editing(event, 0)], without=guards)
        return any("holds quotas []" in finding for finding in b.findings())

    assert_it_shows(one_is_uncounted)


def shrinking(event: int) -> Steps:
    """Nine seats, of which three are taken, become four while three people come."""
    room = b.quota(event).id
    shrink = partial(quotas.set_capacity, event_id=event, quota_id=room, capacity=4, user_id=None)
    return shrink, *(partial(b.register, event, at(event, who)) for who in "abc")


def holds_what_was_said(event: int, outcomes: Sequence[str]) -> bool:
    shrunk, *came = outcomes
    capacity = 4 if shrunk == "done" else 9
    people = len(seated(event)) + len(waiting(event))
    quota = b.quota(event)
    return (
        set(came) == {"done"}
        and shrunk in TAKEN_BACK
        and (quota.capacity, quota.taken, quota.over) == (capacity, min(people, capacity), 0)
        and b.findings() == []
    )


def nearly_four() -> int:
    """Three of nine seats are taken."""
    event = b.small_event(capacity=9)
    for who in "xyz":
        b.register(event, at(event, who))
    return event


def test_a_capacity_is_lowered_as_long_as_no_more_are_taken(at_once: Race) -> None:
    events = [nearly_four() for _ in range(6)]
    played = play(at_once, [shrinking(event) for event in events])
    assert all(map(holds_what_was_said, events, played))


def test_without_the_line_more_are_taken_than_there_are(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("line", sqlite=sqlite)
    drop_check(sqlite)

    def more_are_taken() -> bool:
        event = nearly_four()
        [outcomes] = play(at_once, [shrinking(event)], without=[*guards, "check"])
        return not holds_what_was_said(event, outcomes)

    assert_it_shows(more_are_taken)
