"""A place is kept for a time until its address is proved."""

from datetime import timedelta

import pytest
import time_machine

from regapp.database import db
from regapp.errors import NotPossible
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand, lapsing, own_page, people
from regapp.vocabulary import LetterKind, Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def status(event: int, person: int) -> Status:
    db.session.rollback()
    return b.registration(event, person).first.status


def test_the_button_pressed_twice_is_pressed_once(clock: time_machine.Traveller) -> None:
    event = b.small_event(proof_minutes=30)
    b.register(event, 1)
    for _ in range(2):
        assert own_page.prove(token=b.own_token(event, 1)) is Status.CONFIRMED
    assert b.kinds(1) == [LetterKind.PROVE_REGISTRATION, LetterKind.CONFIRMATION]


@pytest.mark.parametrize("swept", [False, True])
def test_after_the_deadline_the_proof_is_refused(clock: time_machine.Traveller, *, swept: bool) -> None:
    event = b.small_event(proof_minutes=30)
    b.register(event, 1)
    clock.shift(timedelta(minutes=30))
    if swept:
        lapsing.lapse_due()
    with pytest.raises(NotPossible):
        own_page.prove(token=b.own_token(event, 1))


def test_a_place_that_is_not_proved_goes_to_the_line(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, proof_minutes=30)
    b.register(event, 1)
    clock.shift(timedelta(minutes=20))
    b.register(event, 2)
    own_page.prove(token=b.own_token(event, 2))
    clock.shift(timedelta(minutes=11))
    lapsing.lapse_due()
    assert (status(event, 1), status(event, 2)) == (Status.LAPSED, Status.CONFIRMED)


def test_who_was_taken_out_before_the_proof_can_be_brought_back_by_hand(
    clock: time_machine.Traveller,
) -> None:
    event = b.small_event(capacity=3, proof_minutes=30, most_people=2)
    b.register(event, 1, companions=(Companion("B"),))
    gone = b.registration(event, 1).attendees[1]
    people.take_out(token=b.own_token(event, 1), code=gone.code)
    by_hand.restore(event_id=event, attendee_ids=[gone.id], user_id=None)
    db.session.rollback()
    assert [one.status for one in b.registration(event, 1).attendees] == [Status.CONFIRMED] * 2


def test_whoever_asks_anew_after_the_time_and_before_the_sweep_gets_time_again(
    clock: time_machine.Traveller,
) -> None:
    event = b.small_event(proof_minutes=30)
    b.register(event, 1)
    clock.shift(timedelta(minutes=31))
    b.register(event, 1)
    assert b.kinds(1) == [LetterKind.PROVE_REGISTRATION] * 2
    own_page.prove(token=b.own_token(event, 1))
    assert b.seated(event) == ["p1@example.org"]
