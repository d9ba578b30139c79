"""Locks are taken in one order: nobody waits for somebody who waits for them. On SQLite there is one lock."""

from functools import partial

import pytest
from sqlalchemy import select, text

from regapp.database import db
from regapp.models import Quota
from regapp.services.allocation.asked import Companion
from regapp.services.events import quotas
from regapp.services.registrations import receipts
from tests import builders as b
from tests.races.rounds import Race, Steps, at, play

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
ROUNDS = 6


def deadlocks() -> int:
    """How often PostgreSQL had to break one."""
    db.session.rollback()
    found = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(db.session.execute(found).scalar_one())


def each_brings_the_other() -> Steps:
    """Two people who bring each other, each at another event."""
    events = b.small_event(most_people=2), b.small_event(most_people=2)
    one, other = at(events[0], "one"), at(events[0], "other")
    pairs = [(events[0], one, other), (events[1], other, one)]
    return [
        partial(b.register, event, contact, ticket="online", companions=(Companion("A friend", friend),))
        for event, contact, friend in pairs
    ]


def test_two_who_bring_each_other_do_not_wait_crosswise(at_once: Race) -> None:
    played = play(at_once, [each_brings_the_other() for _ in range(ROUNDS)], without=["haste"])
    assert played == [["done", "done"]] * ROUNDS
    assert deadlocks() == 0
    assert b.findings() == []


def an_address_corrected_while_a_quota_is_drawn() -> Steps:
    """The address of an unlimited ticket, to one that is known already."""
    event = b.small_event(capacity=9)
    b.register(event, at(event, "known"), ticket="online")
    token = b.register(event, at(event, "one"), ticket="online")
    correct = partial(
        receipts.correct_address, token=token, email=at(event, "known"), browser_secret=b.BROWSER
    )
    quota = db.session.scalars(select(Quota.id).where(Quota.event_id == event)).one()
    tickets = ["in-person", "online"]
    edit = partial(quotas.draw, event_id=event, quota_id=quota, ticket_types=tickets, user_id=None)
    return correct, edit


def test_who_corrects_an_address_and_who_edits_quotas_do_not_wait_crosswise(at_once: Race) -> None:
    steps = [an_address_corrected_while_a_quota_is_drawn() for _ in range(ROUNDS)]
    assert play(at_once, steps, without=["haste"]) == [["done", "done"]] * ROUNDS
    assert deadlocks() == 0
    assert b.findings() == []
