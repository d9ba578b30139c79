"""A place from the line that is offered for a time."""

from datetime import timedelta

import pytest
import time_machine

from regapp.database import db
from regapp.errors import NotPossible
from regapp.models import Event
from regapp.services.registrations import lapsing, own_page, own_place
from regapp.vocabulary import LetterKind, Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def offered(**rules: object) -> int:
    """One place, which is offered to the second; the third waits."""
    event = b.small_event(capacity=1, **{"offer_minutes": 60, **rules})
    for person in (1, 2, 3):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    return event


def status(event: int, person: int) -> Status:
    db.session.rollback()
    return b.registration(event, person).first.status


def test_an_offer_that_is_declined_passes_to_the_next(clock: time_machine.Traveller) -> None:
    event = offered()
    own_place.decline(token=b.own_token(event, 2))
    assert (status(event, 2), status(event, 3)) == (Status.CANCELLED, Status.OFFERED)


def test_an_offer_that_lapses_passes_to_the_next(clock: time_machine.Traveller) -> None:
    event = offered()
    clock.shift(timedelta(minutes=61))
    lapsing.lapse_due()
    assert (status(event, 2), status(event, 3)) == (Status.LAPSED, Status.OFFERED)
    assert b.kinds(2)[-1] is LetterKind.OFFER_LAPSED


def test_a_newcomer_does_not_get_a_place_that_is_offered(clock: time_machine.Traveller) -> None:
    event = offered()
    b.register(event, 4)
    assert status(event, 4) is Status.WAITING


@pytest.mark.parametrize("swept", [False, True])
def test_a_lapsed_offer_cannot_be_accepted(clock: time_machine.Traveller, *, swept: bool) -> None:
    event = offered()
    clock.shift(timedelta(minutes=60))
    if swept:
        lapsing.lapse_due()
    with pytest.raises(NotPossible):
        own_place.accept(token=b.own_token(event, 2))


def test_whose_offer_lapsed_is_queued_at_the_end_again(clock: time_machine.Traveller) -> None:
    event = offered()
    clock.shift(timedelta(minutes=61))
    lapsing.lapse_due()
    b.register(event, 4)
    b.register(event, 2)
    assert b.waiting(event) == ["p4@example.org", "p2@example.org"]


def test_a_deadline_never_lies_past_the_start_less_the_stop(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, offer_minutes=60, offers_stop_minutes=3 * 24 * 60)
    for person in (1, 2):
        b.register(event, person)
    stop = db.session.get_one(Event, event).start_at - timedelta(days=3)
    clock.move_to(stop - timedelta(minutes=10))
    own_page.cancel(token=b.own_token(event, 1))
    assert {hold.deadline for hold in b.registration(event, 2).first.holds} == {stop}


def stopped(clock: time_machine.Traveller) -> int:
    event = b.small_event(capacity=1, offer_minutes=60, offers_stop_minutes=3 * 24 * 60)
    for person in (1, 2, 3):
        b.register(event, person)
    clock.move_to(db.session.get_one(Event, event).start_at - timedelta(days=2))
    own_page.cancel(token=b.own_token(event, 1))
    return event


def test_after_the_stop_nobody_is_offered_a_place(clock: time_machine.Traveller) -> None:
    event = stopped(clock)
    assert (b.quota(event).taken, status(event, 2)) == (0, Status.WAITING)


def test_after_the_stop_anybody_in_the_line_can_take_the_free_place(clock: time_machine.Traveller) -> None:
    event = stopped(clock)
    code = b.registration(event, 3).first.code
    own_place.change_ticket(token=b.own_token(event, 3), code=code, ticket="in-person")
    assert (status(event, 3), status(event, 2)) == (Status.CONFIRMED, Status.WAITING)


def test_a_clock_that_jumps_back_ends_no_offer(clock: time_machine.Traveller) -> None:
    event = offered()
    clock.shift(timedelta(hours=-5))
    assert lapsing.lapse_due() == 0
    own_place.accept(token=b.own_token(event, 2))
    assert status(event, 2) is Status.CONFIRMED
