"""Several organisers decide, or an organiser and the person in question, in one moment."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.services.registrations import by_hand, deciding, own_page
from regapp.vocabulary import Attendance, LetterKind
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows, drop_check
from tests.races.rounds import Race, Steps, at, attendee_ids, come, play, seated, told, unguarded, waiting

ROUNDS = 6
PEOPLE = ("a", "b", "c", "d", "e")
DECISIONS = (LetterKind.CONFIRMATION, LetterKind.WAITING_LIST, LetterKind.REJECTION)


def awaited(*, pending_holds: bool) -> int:
    """Five people wait for a yes to one of three places, which are kept for the first of them or not."""
    ticket = TicketTypeDraft("in-person", Attendance.IN_PERSON, {"en": "In the room"}, needs_approval=True)
    event = b.small_event(
        ticket_types=(ticket,),
        quotas=(QuotaDraft({"en": "The room"}, 3, ("in-person",)),),
        pending_holds=pending_holds,
    )
    come(event, *PEOPLE)
    return event


def approve(event: int) -> Callable[[], object]:
    return partial(deciding.approve, event_id=event, attendee_ids=attendee_ids(event), user_id=None)


def reject(event: int) -> Callable[[], object]:
    return partial(deciding.reject, event_id=event, attendee_ids=attendee_ids(event), user_id=None)


def each_is_decided_once(event: int, outcomes: Sequence[str]) -> bool:
    decisions = [action for action in b.audit(event) if action.endswith(("approved", "rejected"))]
    rejected = "registration.rejected" in decisions
    has = ([], []) if rejected else (["a", "b", "c"], ["d", "e"])
    return (
        set(outcomes) == {"done"}
        and len(decisions) == len(PEOPLE)
        and len(set(decisions)) == 1
        and (seated(event), waiting(event)) == has
        and b.findings() == []
    )


KEPT = pytest.mark.parametrize("kept", [True, False], ids=["kept", "not kept"])


@KEPT
def test_organisers_who_decide_the_same_at_once_decide_it_once(at_once: Race, *, kept: bool) -> None:
    events = [awaited(pending_holds=kept) for _ in range(ROUNDS)]
    before = [told(event, *DECISIONS) for event in events]
    steps = [(approve(event), approve(event), reject(event)) for event in events]
    assert all(map(each_is_decided_once, events, play(at_once, steps)))
    for event, had in zip(events, before, strict=True):
        news = told(event, *DECISIONS) - had
        assert set(news.values()) <= {1}
        assert {"a", "b", "c"} <= set(news)


def test_without_its_locks_something_is_decided_twice(at_once: Race, *, sqlite: bool) -> None:
    guards = [*unguarded("line", sqlite=sqlite), "row locks"]

    def one_is_decided_twice() -> bool:
        event = awaited(pending_holds=True)
        [outcomes] = play(at_once, [(approve(event), approve(event))], without=guards)
        return not each_is_decided_once(event, outcomes)

    assert_it_shows(one_is_decided_twice)


def invited() -> tuple[int, Steps]:
    """A code that is good for one, in four hands."""
    ticket = TicketTypeDraft("guest", Attendance.IN_PERSON, {"en": "A guest"}, needs_code=True)
    event = b.small_event(ticket_types=(b.IN_PERSON, ticket))
    invitations.invite(event_id=event, ticket="guest", user_id=None, code="GUEST")
    comes = partial(b.register, event, ticket="guest", code="guest")
    return event, [partial(comes, at(event, who)) for who in PEOPLE[:SIZE]]


def one_came(event: int, outcomes: Sequence[str]) -> bool:
    came = len(seated(event, "guest"))
    return (came, sorted(outcomes)) == (1, [*["WrongCode"] * (SIZE - 1), "done"])


def test_a_code_for_one_lets_one_in(at_once: Race) -> None:
    events, steps = zip(*[invited() for _ in range(ROUNDS)], strict=True)
    assert all(map(one_came, events, play(at_once, steps)))
    assert b.findings() == []


def test_without_its_guards_a_code_for_one_lets_several_in(at_once: Race, *, sqlite: bool) -> None:
    guards = [*unguarded("line", sqlite=sqlite), "count of uses", "check"]
    drop_check(sqlite, "invitation", "used")

    def several_come() -> bool:
        event, steps = invited()
        play(at_once, [steps], without=guards)
        return len(seated(event, "guest")) > 1

    assert_it_shows(several_come)


def one_who_left() -> tuple[int, Steps]:
    """Brought back to the room by an organiser while they come back on line themself."""
    event = b.small_event()
    come(event, "one")
    own_page.cancel(token=b.own_token(event, at(event, "one")))
    back = partial(by_hand.restore, event_id=event, attendee_ids=attendee_ids(event), user_id=None)
    return event, [back, partial(b.register, event, at(event, "one"), ticket="online")]


def has_one_place(event: int, outcomes: Sequence[str]) -> bool:
    return set(outcomes) == {"done"} and len(seated(event) + seated(event, "online")) == 1


def test_who_is_brought_back_and_comes_back_at_once_has_one_place(at_once: Race) -> None:
    events, steps = zip(*[one_who_left() for _ in range(ROUNDS)], strict=True)
    assert all(map(has_one_place, events, play(at_once, steps, without=["haste"])))
    assert b.findings() == []
