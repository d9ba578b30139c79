"""A host's edit that follows another within a minute is told in one letter."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.models import Letter
from regapp.services.allocation.asked import Companion
from regapp.services.outgoing.letters import WAITS_AT_MOST, WAITS_FOR_EDITS
from regapp.services.outgoing.outbox import claim_due, mark_sent
from regapp.services.registrations import by_hand, own_place
from regapp.vocabulary import LetterKind, LetterState
from tests import builders as b

Clock = time_machine.Traveller
START = datetime(2027, 2, 18, 9, 30, 5, tzinfo=UTC)
A, B = "a@example.org", "b@example.org"


@pytest.fixture(autouse=True)
def clock(app: object) -> Iterator[Clock]:
    """A clock that stands still."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event() -> int:
    """An event at which somebody comes in person, and a companion with an address of their own."""
    made = b.small_event(capacity=5, most_people=5)
    b.register(made, A, companions=(Companion("Bolat", B),))
    send_all()
    return made


def send_all() -> None:
    for claim in claim_due(most=50):
        mark_sent(claim)


def move(event: int, ticket: str, message: str = "", person: int = 0) -> None:
    attendee = b.registration(event, A).attendees[person]
    by_hand.move(event_id=event, attendee_id=attendee.id, ticket=ticket, user_id=None, message=message)


def changed(address: str = A, kind: LetterKind = LetterKind.CHANGED) -> list[Letter]:
    b.db.session.rollback()
    return [letter for letter in b.letters(address) if letter.kind is kind]


def test_a_hosts_edit_waits_a_minute(event: int, clock: Clock) -> None:
    move(event, "online")
    (waiting,) = changed()
    assert waiting.due_at == now() + WAITS_FOR_EDITS
    assert claim_due(most=50) == []
    clock.shift(WAITS_FOR_EDITS)
    assert [claim.letter_id for claim in claim_due(most=50)] == [waiting.id]


def test_a_second_edit_within_the_minute_is_told_in_the_same_letter(event: int, clock: Clock) -> None:
    move(event, "online", "We need the seat.")
    clock.shift(30)
    move(event, "in-person", "It is free again.")
    (only,) = changed()
    assert only.due_at == now() + WAITS_FOR_EDITS
    assert only.facts["message"] == "We need the seat.\n\nIt is free again."


def test_the_letter_carries_the_calendar_number_of_the_last_edit(event: int) -> None:
    move(event, "online")
    (first,) = changed()
    before = first.facts["sequence"]
    move(event, "in-person")
    (only,) = changed()
    assert only.facts["calendar"] == "REQUEST"
    assert only.facts["sequence"] == before + 1 == b.registration(event, A).calendar_revision


def test_the_same_words_are_not_said_twice(event: int) -> None:
    move(event, "online", "Sorry.")
    move(event, "in-person", "Sorry.")
    assert changed()[0].facts["message"] == "Sorry."


def test_it_does_not_wait_for_ever(event: int, clock: Clock) -> None:
    first = now()
    for number in range(8):
        move(event, ("online", "in-person")[number % 2])
        clock.shift(50)
    (only,) = changed()
    assert only.due_at == first + WAITS_AT_MOST


def test_an_edit_after_the_letter_has_gone_is_told_in_a_new_one(event: int, clock: Clock) -> None:
    move(event, "online")
    clock.shift(WAITS_FOR_EDITS)
    send_all()
    move(event, "in-person")
    assert [letter.state for letter in changed()] == [LetterState.SENT, LetterState.DUE]


def test_a_letter_that_a_worker_has_in_its_hands_is_not_changed_any_more(event: int, clock: Clock) -> None:
    move(event, "online")
    clock.shift(WAITS_FOR_EDITS)
    claim_due(most=50)
    move(event, "in-person")
    assert [letter.state for letter in changed()] == [LetterState.SENDING, LetterState.DUE]


def test_a_change_by_the_participant_takes_the_hosts_along_at_once(event: int) -> None:
    move(event, "online", "We need the seat.")
    registration = b.registration(event, A)
    own_place.change_ticket(token=registration.token, code=registration.first.code, ticket="in-person")
    (only,) = changed()
    assert only.due_at == now()
    assert only.facts["message"] == "We need the seat."
    assert only.facts["sequence"] == b.registration(event, A).calendar_revision


def test_a_participants_own_changes_are_each_told_at_once(event: int) -> None:
    registration = b.registration(event, A)
    for ticket in ("online", "in-person"):
        own_place.change_ticket(token=registration.token, code=registration.first.code, ticket=ticket)
    assert [letter.due_at for letter in changed()] == [now(), now()]


def test_a_companions_ticket_waits_and_is_merged_likewise(event: int, clock: Clock) -> None:
    before = len(changed(B, LetterKind.TICKET))
    move(event, "online", person=1)
    clock.shift(10)
    move(event, "in-person", person=1)
    later = changed(B, LetterKind.TICKET)[before:]
    assert [letter.due_at for letter in later] == [now() + WAITS_FOR_EDITS]
    assert later[0].facts["sequence"] == b.registration(event, A).calendar_revision


def test_letters_of_two_registrations_are_not_merged(event: int) -> None:
    b.register(event, 2)
    move(event, "online")
    other = b.registration(event, 2).first
    by_hand.move(event_id=event, attendee_id=other.id, ticket="online", user_id=None)
    assert (len(changed()), b.kinds(2).count(LetterKind.CHANGED)) == (1, 1)


def test_what_a_host_decides_is_told_at_once(event: int) -> None:
    by_hand.cancel(
        event_id=event, attendee_ids=[one.id for one in b.registration(event, A).attendees], user_id=None
    )
    assert b.letters(A)[-1].kind is LetterKind.CANCELLATION
    assert b.letters(A)[-1].due_at - now() == timedelta()
