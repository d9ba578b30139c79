"""How many places there are, changed while people register."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import CapacityTooLow, NoPlace
from regapp.models import AuditEntry, Quota
from regapp.services.events import quotas
from regapp.services.events.drafts import QuotaDraft, SessionDraft
from regapp.services.registrations import by_hand, own_page
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def set_capacity(event: int, capacity: int) -> None:
    quotas.set_capacity(event_id=event, quota_id=b.quota(event).id, capacity=capacity, user_id=None)


def eleven_of_ten() -> int:
    event = b.small_event(capacity=10)
    for person in range(12):
        b.register(event, person)
    by_hand.add(event_id=event, asked=b.asked(20), user_id=None, above=True)
    return event


def test_capacity_below_what_is_taken_is_refused_with_the_number() -> None:
    event = b.small_event(capacity=3)
    for person in range(3):
        b.register(event, person)
    with pytest.raises(CapacityTooLow) as told:
        set_capacity(event, 2)
    assert told.value.taken == 3
    assert b.quota(event).capacity == 3


def test_capacity_raised_moves_the_line_up_in_the_same_transaction() -> None:
    event = b.small_event(capacity=1)
    for person in range(3):
        b.register(event, person)
    quota = b.quota(event).id
    with b.commits() as commits:
        quotas.set_capacity(event_id=event, quota_id=quota, capacity=2, user_id=None)
    assert len(commits) == 1
    assert b.seated(event) == ["p0@example.org", "p1@example.org"]


def test_by_hand_there_may_be_one_above_the_capacity() -> None:
    event = eleven_of_ten()
    assert (b.quota(event).taken, b.quota(event).capacity, b.quota(event).over) == (11, 10, 1)
    assert b.findings() == []


def test_a_cancellation_first_lowers_what_is_above_and_nobody_moves_up() -> None:
    event = eleven_of_ten()
    own_page.cancel(token=b.own_token(event, 0))
    assert (b.quota(event).taken, b.quota(event).over) == (10, 0)
    assert len(b.waiting(event)) == 2
    own_page.cancel(token=b.own_token(event, 1))
    assert b.waiting(event) == ["p11@example.org"]


def test_raising_to_what_is_taken_makes_above_ordinary() -> None:
    event = eleven_of_ten()
    set_capacity(event, 11)
    assert (b.quota(event).taken, b.quota(event).over, len(b.waiting(event))) == (11, 0, 2)


def test_without_above_the_host_is_refused_where_it_is_full_and_nobody_waits() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    b.register(event, 1)
    with pytest.raises(NoPlace):
        by_hand.add(event_id=event, asked=b.asked(2), user_id=None)


def workshop() -> tuple[int, int]:
    event = b.small_event(
        capacity=5,
        waiting_list=False,
        sessions=(SessionDraft({"en": "Workshop"}, bookable=True),),
        quotas=(
            QuotaDraft({"en": "The room"}, 5, ("in-person",)),
            QuotaDraft({"en": "The workshop"}, 1, (), (0,)),
        ),
    )
    return event, b.event_sessions(event)[0]


def test_a_sessions_own_quota_counts_with_the_tickets() -> None:
    event, item = workshop()
    b.register(event, 1, sessions=(item,))
    taken = select(Quota.taken).where(Quota.event_id == event).order_by(Quota.id)
    assert db.session.scalars(taken).all() == [1, 1]


def test_of_two_quotas_one_gets_both_or_none() -> None:
    event, item = workshop()
    b.register(event, 1, sessions=(item,))
    with pytest.raises(NoPlace):
        b.register(event, 2, sessions=(item,))
    taken = select(Quota.taken).where(Quota.event_id == event).order_by(Quota.id)
    assert db.session.scalars(taken).all() == [1, 1]
    assert b.findings() == []


def test_it_is_written_down_that_somebody_was_placed_above_a_quota() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2):
        by_hand.add(event_id=event, asked=b.asked(person), user_id=7, above=True)
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.event_id == event, AuditEntry.registration_id.is_not(None))
        .order_by(AuditEntry.id)
    )
    assert [entry.details.get("above") for entry in entries] == [None, True]
