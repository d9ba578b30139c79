"""Tickets that wait for an organiser's yes."""

import pytest

from regapp.database import db
from regapp.services.events.drafts import QuotaDraft
from regapp.services.registrations import by_hand, deciding, own_page, own_place
from regapp.services.registrations.deciding import Decided
from regapp.vocabulary import Status
from tests import builders as b
from tests.services.scenes import EXPERT

pytestmark = pytest.mark.usefixtures("app")


def event_with(*, online: int | None = None, capacity: int = 1, **rules: object) -> int:
    limited = (QuotaDraft({"en": "On line"}, online, ("online",)),) if online is not None else ()
    return b.small_event(
        ticket_types=(b.IN_PERSON, b.ONLINE, EXPERT),
        quotas=(QuotaDraft({"en": "The room"}, capacity, ("in-person", "expert")), *limited),
        **rules,
    )


def approve(event: int, *persons: int) -> Decided:
    ids = [b.registration(event, person).first.id for person in persons]
    return deciding.approve(event_id=event, attendee_ids=ids, user_id=None)


def asks_for(event: int, person: int, ticket: str) -> None:
    code = b.registration(event, person).first.code
    own_place.change_ticket(token=b.own_token(event, person), code=code, ticket=ticket)


def status(event: int, person: int) -> Status:
    db.session.rollback()
    return b.registration(event, person).first.status


def test_pending_holds_a_place_where_the_event_says_so() -> None:
    event = event_with()
    b.register(event, 1, ticket="expert")
    b.register(event, 2)
    assert (b.quota(event).taken, status(event, 2)) == (1, Status.WAITING)


def test_pending_without_holding_takes_no_place() -> None:
    event = event_with(pending_holds=False)
    b.register(event, 1, ticket="expert")
    assert b.quota(event).taken == 0
    b.register(event, 2)
    assert status(event, 2) is Status.CONFIRMED


def test_a_yes_above_the_quota_goes_to_the_line() -> None:
    event = event_with(pending_holds=False)
    b.register(event, 1, ticket="expert")
    b.register(event, 2)
    assert approve(event, 1) == Decided(done=1, waiting=1)
    own_page.cancel(token=b.own_token(event, 2))
    assert status(event, 1) is Status.CONFIRMED


def test_a_yes_above_the_quota_stays_pending_where_there_is_no_line() -> None:
    event = event_with(pending_holds=False, waiting_list=False)
    b.register(event, 1, ticket="expert")
    b.register(event, 2)
    assert approve(event, 1) == Decided(no_place=1)
    assert status(event, 1) is Status.PENDING


def test_many_yeses_never_exceed_the_quota() -> None:
    event = event_with(pending_holds=False, capacity=2)
    for person in range(4):
        b.register(event, person, ticket="expert")
    assert approve(event, *range(4)) == Decided(done=4, waiting=2)
    assert b.quota(event).taken == 2


def test_what_was_held_until_the_yes_goes_to_the_line() -> None:
    event = event_with(online=1)
    b.register(event, 1, ticket="online")
    asks_for(event, 1, "expert")
    b.register(event, 2, ticket="online")
    approve(event, 1)
    assert status(event, 2) is Status.CONFIRMED
    assert b.findings() == []


def test_asking_again_for_the_ticket_one_waits_for_keeps_the_yes() -> None:
    event = event_with(pending_holds=False)
    b.register(event, 1, ticket="expert")
    b.register(event, 2)
    approve(event, 1)
    asks_for(event, 1, "expert")
    own_page.cancel(token=b.own_token(event, 2))
    assert status(event, 1) is Status.CONFIRMED


def test_by_hand_an_expert_waits_where_the_room_is_full() -> None:
    event = event_with(pending_holds=False)
    b.register(event, 1)
    by_hand.add(event_id=event, asked=b.asked(2, ticket="expert"), user_id=None)
    assert status(event, 2) is Status.WAITING


def test_whoever_is_refused_keeps_another_place() -> None:
    event = event_with()
    b.register(event, 1, ticket="online")
    asks_for(event, 1, "expert")
    deciding.reject(event_id=event, attendee_ids=[b.registration(event, 1).first.id], user_id=None)
    assert b.seated(event, "online") == ["p1@example.org"]
    assert b.quota(event).taken == 0
