"""The table says what may become of what somebody has; here each line of it is made, and nothing else is."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from regapp.database import db
from regapp.errors import RegappError
from regapp.models import AuditEntry, Hold, Letter, Quota, Registration, WaitingEntry
from regapp.services.allocation import transitions as t
from regapp.vocabulary import AttendeeState, HoldReason, Status
from tests import builders as b
from tests.services.allocation.test_table_in_words import AS_IT_IS
from tests.services.allocation.ways import WAYS, Way
from tests.services.scenes import STANDINGS, Step, for_one, host, host_moves, opened, own

pytestmark = pytest.mark.usefixtures("app")


def confirmed_tickets(registration: Registration | None) -> set[tuple[str, int]]:
    if registration is None or registration.prove_until:
        return set()
    return {
        (one.code, hold.ticket_type_id)
        for one in registration.attendees
        for hold in one.holds
        if hold.reason is HoldReason.CONFIRMED
    }


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_each_line_of_the_table_is_made_as_it_says(way: Way, clock: time_machine.Traveller) -> None:
    scene = opened(clock, **way.rules)
    for step in way.steps:
        step(scene)
    before = b.find_registration(scene.event, 1)
    attendees = before.attendees[way.index :] if before else []
    assert (attendees[0].status if attendees else None) == way.before
    number, tickets = before.calendar_revision if before else 0, confirmed_tickets(before)
    told = len(b.rows(Letter))
    way.last(scene)
    db.session.rollback()
    after = b.registration(scene.event, 1)
    assert after.attendees[way.index].status is way.after
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.registration_id == after.id)).all()
    actions = [(entry.action, entry.actor) for entry in entries]
    assert (f"registration.{way.transition.action}", way.actor) in actions
    kind = way.transition.letters[way.after]
    kinds = [row["kind"] for row in b.rows(Letter)[told:] if row["registration_id"] == after.id]
    assert kind in kinds if kind else not kinds
    changed = confirmed_tickets(after) != tickets and way.transition is not t.MADE
    assert after.calendar_revision - number == changed
    assert not (changed and way.transition.action in AS_IT_IS)
    assert [finding for finding in b.findings() if "does a worker run?" not in finding] == []


@pytest.mark.parametrize("transition", t.TABLE, ids=lambda one: one.action)
def test_each_line_of_the_table_has_a_way_for_all_that_it_says(transition: t.Transition) -> None:
    ways = [way for way in WAYS if way.transition is transition]
    assert {way.actor for way in ways} == transition.actors
    assert {way.before for way in ways} == transition.before
    assert {way.after for way in ways} == set(transition.letters)


ATTEMPTS: dict[str, tuple[t.Transition, Step]] = {
    "prove": (t.PROVED, own("prove")),
    "accept": (t.ACCEPTED, own("accept")),
    "decline": (t.DECLINED, own("decline")),
    "cancel": (t.CANCELLED, own("cancel")),
    "restore": (t.RESTORED, own("restore")),
    "leave_line": (t.LINE_LEFT, for_one("leave_line")),
    "change_ticket": (t.TICKET_CHANGED, for_one("change_ticket", ticket="expert")),
    "take_out": (t.PERSON_TAKEN_OUT, for_one("take_out")),
    "approve": (t.APPROVED, host("approve")),
    "reject": (t.REJECTED, host("reject")),
    "host_cancels": (t.CANCELLED, host("cancel")),
    "host_restores": (t.RESTORED, host("restore")),
    "host_moves": (t.MOVED, host_moves("in-person", above=True)),
}
WRONG = [
    (status, name)
    for status in Status
    for name, (transition, _) in ATTEMPTS.items()
    if status not in transition.before or name == "take_out"
    if (status, name) != (Status.UNPROVEN, "host_moves")  # the organiser's word proves the address first
]


@pytest.mark.parametrize(("status", "name"), WRONG)
def test_nothing_else_changes_anything(status: Status, name: str, clock: time_machine.Traveller) -> None:
    rules, steps = STANDINGS[status]
    scene = opened(clock, **rules)
    for step in steps():
        step(scene)
    assert b.registration(scene.event, 1).first.status is status
    before = everything()
    with suppress(RegappError):
        ATTEMPTS[name][1](scene)
    assert everything() == before


def everything() -> list[object]:
    return [b.rows(model) for model in (AuditEntry, Letter, Quota, Hold, WaitingEntry)]


def test_an_end_has_a_moment_and_a_beginning_none(clock: time_machine.Traveller) -> None:
    scene = opened(clock)
    b.register(scene.event, 1)
    own("cancel")(scene)
    db.session.rollback()
    (attendee,) = b.registration(scene.event, 1).attendees
    assert (attendee.state, attendee.ended_at) == (AttendeeState.CANCELLED, datetime.now(UTC))
    own("restore")(scene)
    db.session.rollback()
    assert b.registration(scene.event, 1).first.ended_at is None
