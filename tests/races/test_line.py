"""Whoever leaves, comes, is brought in or taken out in one moment: the line stays right."""

from collections.abc import Sequence
from functools import partial

import pytest

from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.services.registrations import by_hand, own_page, people
from regapp.vocabulary import Attendance, AttendeeState
from tests import builders as b
from tests.races.guards import assert_it_shows
from tests.races.rounds import Race, Steps, at, come, person, play, seated, unguarded, waiting

ROUNDS = 5
COMPANIONS = (Companion("Second"), Companion("Third"))


def leave(event: int, who: str) -> partial[None]:
    return partial(own_page.cancel, token=b.own_token(event, at(event, who)))


def enter(event: int, who: str) -> partial[str]:
    return partial(b.register, event, at(event, who))


def full_house() -> int:
    """Two sit, three wait."""
    event = b.small_event(capacity=2)
    come(event, "one", "two", "a", "b", "c")
    return event


def table_and_room() -> int:
    """One seat in a room, one at the table: each is somebody's, and three wait for both together."""
    both = TicketTypeDraft("both", Attendance.IN_PERSON, {"en": "Room and table"})
    table = TicketTypeDraft("table", Attendance.IN_PERSON, {"en": "Table"})
    event = b.small_event(
        ticket_types=(b.IN_PERSON, table, both),
        quotas=(
            QuotaDraft({"en": "The room"}, 1, ("in-person", "both")),
            QuotaDraft({"en": "The table"}, 1, ("table", "both")),
        ),
    )
    come(event, "one")
    come(event, "two", ticket="table")
    come(event, "a", "b", "c", ticket="both")
    return event


def two_leave_and_one_comes(event: int) -> Steps:
    new = partial(b.register, event, at(event, "new"), ticket="both")
    return leave(event, "one"), leave(event, "two"), new


def the_first_has_moved_up(event: int, outcomes: Sequence[str]) -> bool:
    return (
        set(outcomes) == {"done"}
        and seated(event, "both") == ["a"]
        and waiting(event) == ["b", "c", "new"]
        and b.findings() == []
    )


def test_the_first_in_the_line_gets_what_is_given_back_while_somebody_comes(at_once: Race) -> None:
    events = [table_and_room() for _ in range(ROUNDS)]
    played = play(at_once, [two_leave_and_one_comes(event) for event in events])
    assert all(map(the_first_has_moved_up, events, played))


def test_without_the_line_nobody_gets_what_two_give_back(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("line", sqlite=sqlite)

    def nobody_moves_up() -> bool:
        event = table_and_room()
        [outcomes] = play(at_once, [two_leave_and_one_comes(event)], without=guards)
        return not the_first_has_moved_up(event, outcomes)

    assert_it_shows(nobody_moves_up)


def group_and_singles(event: int) -> Steps:
    group = partial(b.register, event, at(event, "group"), companions=COMPANIONS)
    return group, *(enter(event, who) for who in ("a", "b", "c"))


def either_all_or_none(event: int, outcomes: Sequence[str]) -> bool:
    sides = (["group"] * 3, ["a", "b", "c"])
    return (
        set(outcomes) == {"done"}
        and b.quota(event).taken == 3
        and (seated(event), sorted(waiting(event))) in (sides, sides[::-1])
    )


def test_a_group_gets_the_last_three_seats_together_or_none_of_them(at_once: Race) -> None:
    events = [b.small_event(capacity=3, most_people=3) for _ in range(ROUNDS)]
    played = play(at_once, [group_and_singles(event) for event in events])
    assert all(map(either_all_or_none, events, played))
    assert b.findings() == []


def test_without_the_line_a_group_is_split_or_turned_away(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("line", sqlite=sqlite)

    def one_goes_wrong() -> bool:
        event = b.small_event(capacity=3, most_people=3)
        [outcomes] = play(at_once, [group_and_singles(event)], without=guards)
        return not either_all_or_none(event, outcomes)

    assert_it_shows(one_goes_wrong)


def brought_in_while_two_leave(event: int) -> Steps:
    asked = b.asked(at(event, "guest"))
    guest = partial(by_hand.add, event_id=event, asked=asked, user_id=None, above=True)
    return guest, leave(event, "one"), leave(event, "two")


def all_above_the_capacity_are_known(event: int, outcomes: Sequence[str]) -> bool:
    quota = b.quota(event)
    moved_up = ["a", "b", "c"][: 1 + quota.over]
    return (
        set(outcomes) == {"done"}
        and quota.over in {0, 1}
        and quota.taken == quota.capacity + quota.over
        and seated(event) == [*moved_up, "guest"]
        and waiting(event) == ["a", "b", "c"][len(moved_up) :]
        and b.findings() == []
    )


def test_somebody_brought_in_above_the_capacity_takes_no_place_that_is_given_back(at_once: Race) -> None:
    events = [full_house() for _ in range(ROUNDS)]
    played = play(at_once, [brought_in_while_two_leave(event) for event in events])
    assert all(map(all_above_the_capacity_are_known, events, played))
    assert b.findings() == []


def test_counted_without_the_line_places_above_the_capacity_go_wrong(at_once: Race, *, sqlite: bool) -> None:
    guards = [*unguarded("line", sqlite=sqlite), "arithmetic"]

    def one_goes_wrong() -> bool:
        event = full_house()
        [outcomes] = play(at_once, [brought_in_while_two_leave(event)], without=guards)
        return not all_above_the_capacity_are_known(event, outcomes)

    assert_it_shows(one_goes_wrong)


def half_a_group() -> int:
    """Of two seats one is somebody's; of a group of two one sits and the other waits."""
    event = b.small_event(capacity=2, most_people=2)
    come(event, "one")
    come(event, "group", companions=COMPANIONS[:1], together="fit")
    return event


def taken_out_while_moved_up(event: int) -> Steps:
    token, code = b.own_token(event, at(event, "group")), person(event, "group", 1).code
    return partial(people.take_out, token=token, code=code), leave(event, "one"), enter(event, "new")


def whoever_was_taken_out_has_nothing(event: int, outcomes: Sequence[str]) -> bool:
    second = person(event, "group", 1)
    return (
        set(outcomes) == {"done"}
        and second.state is AttendeeState.CANCELLED
        and not second.holds
        and (seated(event), waiting(event)) == (["group", "new"], [])
        and b.findings() == []
    )


def test_a_person_taken_out_while_the_line_moves_them_up_has_nothing(at_once: Race) -> None:
    events = [half_a_group() for _ in range(ROUNDS)]
    played = play(at_once, [taken_out_while_moved_up(event) for event in events])
    assert all(map(whoever_was_taken_out_has_nothing, events, played))


# On PostgreSQL the registration's own row, which both write, keeps the two apart as well.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_transaction_a_person_taken_out_keeps_something(at_once: Race) -> None:
    guards = unguarded("transaction", sqlite=True)

    def one_goes_wrong() -> bool:
        event = half_a_group()
        [outcomes] = play(at_once, [taken_out_while_moved_up(event)], without=guards)
        return not whoever_was_taken_out_has_nothing(event, outcomes)

    assert_it_shows(one_goes_wrong)
