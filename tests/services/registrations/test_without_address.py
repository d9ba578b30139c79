"""Somebody whom an organiser adds without an e-mail address has a place like all others, and no letter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from regapp.database import db
from regapp.errors import AddressTaken, NoPlace, NotPossible
from regapp.models import Attendee, Event, Letter, Registration
from regapp.queries import attendee_files
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.audience import Audience
from regapp.queries.people import find_person, other_registrations
from regapp.queries.recipients import count_audience, count_without_address, some_readers
from regapp.queries.selections import Selection
from regapp.services.allocation.asked import Companion, asked_by_hand
from regapp.services.registrations import by_hand, by_hand_details, own_page, personal_feeds
from regapp.services.telling import settling
from regapp.vocabulary import Deed, Language, LetterKind, LetterState, Recipients, Source, Status
from regapp.worker import send_due_letters
from tests import builders as b
from tests.services.bulk.scenes import do, everybody
from tests.services.mailing_scenes import cancel, move
from tests.services.messages import write

pytestmark = pytest.mark.usefixtures("app")

ADDRESS = "grandmother@example.org"


def add(
    event: int,
    name: str = "Grandmother",
    *,
    ticket: str = "in-person",
    others: Sequence[str] = (),
    **how: Any,
) -> int:
    """Register somebody who has no address; the registration's id."""
    asked = asked_by_hand(name=name, email="", ticket="in-person", language=Language.KAZAKH, others=others)
    return by_hand.add(event_id=event, asked=asked, user_id=None, **how)


def found(registration_id: int) -> Registration:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Registration, registration_id)


def states(registration_id: int) -> list[Status]:
    return [one.status for one in found(registration_id).attendees]


def give_address(registration_id: int, email: str = ADDRESS, index: int = 0) -> bool:
    one = found(registration_id).attendees[index]
    return by_hand_details.change(
        event_id=one.event_id,
        attendee_id=one.id,
        name=one.name,
        email=email,
        language=one.registration.language,
        answers={},
        user_id=None,
    )


def recipients() -> list[str]:
    """To whom letters are owed, each once."""
    return sorted({row["recipient"] for row in b.rows(Letter)})


def test_any_number_of_them_is_registered_and_nobody_is_written_to() -> None:
    event = b.small_event(capacity=5)
    first, second = add(event), add(event)
    assert first != second
    assert states(first) == states(second) == [Status.CONFIRMED]
    assert (found(first).email, found(first).email_key) == ("", None)
    assert b.rows(Letter) == []
    assert b.findings() == []


def test_a_delegation_comes_by_its_names() -> None:
    event = b.small_event(capacity=12)
    made = add(event, "Head", others=[f"Delegate {n}" for n in range(11)], source=Source.WALK_IN)
    assert states(made) == [Status.CONFIRMED] * 12
    assert found(made).source is Source.WALK_IN
    assert b.rows(Letter) == []
    assert b.findings() == []


def test_whatever_is_done_to_them_is_told_to_nobody() -> None:
    event = b.small_event(capacity=2)
    made = add(event)
    ids = [one.id for one in found(made).attendees]
    by_hand.move(event_id=event, attendee_id=ids[0], ticket="online", user_id=None, message="Sorry")
    by_hand.cancel(event_id=event, attendee_ids=ids, user_id=None)
    by_hand.restore(event_id=event, attendee_ids=ids, user_id=None)
    assert states(made) == [Status.CONFIRMED]
    assert b.rows(Letter) == []
    assert b.findings() == []


def test_who_stands_at_the_door_is_not_put_into_the_line() -> None:
    event = b.small_event(capacity=2, waiting_list=True)
    b.register(event, 1)
    before = b.rows(Attendee), b.audit(event)
    with pytest.raises(NoPlace):
        add(event, others=["Driver"], may_wait=False)
    assert (b.rows(Attendee), b.audit(event)) == before
    assert states(add(event, may_wait=False)) == [Status.CONFIRMED]


def test_at_the_door_a_place_above_the_quota_is_given_if_it_is_meant() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    assert states(add(event, may_wait=False, above=True)) == [Status.CONFIRMED]
    assert (b.quota(event).taken, b.quota(event).over) == (2, 1)


def test_an_offer_that_they_could_not_accept_is_a_place_at_once(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, offer_minutes=60)
    b.register(event, 1)
    made = add(event)
    b.register(event, 2)
    own_page.cancel(token=b.own_token(event, 1))
    assert states(made) == [Status.CONFIRMED]
    assert b.registration(event, 2).first.status is Status.WAITING
    assert b.findings() == []


def test_who_waits_behind_them_is_offered_the_next_place(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, offer_minutes=60)
    b.register(event, 1)
    b.register(event, 2)
    made = add(event)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.registration(event, 2).first.status is Status.OFFERED
    assert states(made) == [Status.WAITING]


def test_an_address_given_later_gets_the_letter_and_a_page_of_its_own() -> None:
    event = b.small_event(capacity=2)
    made = add(event)
    before = found(made).token
    assert give_address(made) is True
    assert b.kinds(ADDRESS) == [LetterKind.CONFIRMATION]
    assert b.letters(ADDRESS)[0].facts["calendar"] == "REQUEST"
    assert found(made).token != before
    assert b.registration(event, ADDRESS).id == made
    assert b.findings() == []


def test_no_address_is_no_change_of_an_address() -> None:
    made = add(b.small_event(capacity=2))
    before = b.rows(Registration)
    assert give_address(made, "") is False
    assert b.rows(Registration) == before


def test_an_address_that_is_known_is_not_given_to_them() -> None:
    event = b.small_event(capacity=2)
    b.register(event, ADDRESS)
    made = add(event)
    with pytest.raises(AddressTaken):
        give_address(made)
    assert found(made).email == ""


def test_a_companion_may_have_an_address_where_the_contact_has_none() -> None:
    event = b.small_event(capacity=2)
    made = add(event, others=["Driver"])
    give_address(made, index=1)
    assert b.kinds(ADDRESS) == [LetterKind.TICKET]
    cancel(event)
    settling.settle_due()
    assert b.kinds(ADDRESS)[-1] is LetterKind.EVENT_CANCELLED
    assert recipients() == [ADDRESS]


def test_a_companions_own_address_can_be_taken_away_again() -> None:
    event = b.small_event(capacity=2)
    made = add(event, others=["Driver"])
    give_address(made, index=1)
    assert give_address(made, "", index=1) is True
    assert found(made).attendees[1].email == ""


@pytest.mark.parametrize("change", [move, cancel], ids=["moved", "cancelled"])
def test_of_a_change_of_the_event_all_others_are_told(
    monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller, change: Any
) -> None:
    event = b.small_event(capacity=9)
    for _ in range(3):
        add(event)
    b.register(event, 1)
    add(event)
    clock.shift(timedelta(hours=1))
    monkeypatch.setattr(settling, "AT_ONCE", 2)  # a whole part has nobody to be written to
    change(event)
    clock.shift(timedelta(minutes=2))
    settling.settle_due()
    assert recipients() == ["p1@example.org"]
    assert len(b.kinds(1)) == 2


def test_they_are_reminded_of_nothing(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=2)
    add(event)
    b.register(event, 1)
    clock.move_to(db.session.get_one(Event, event).start_at - timedelta(hours=20))
    settling.settle_due()
    assert b.kinds(1)[-1] is LetterKind.REMINDER
    assert recipients() == ["p1@example.org"]


def test_a_message_counts_and_reaches_those_with_an_address() -> None:
    event = b.small_event(capacity=9)
    add(event, others=["Driver", "Aide"])
    b.register(event, 1)
    stored, audience = db.session.get_one(Event, event), Audience(Recipients.ALL)
    assert count_audience(db.session(), stored, audience).total() == 1
    assert count_without_address(db.session(), stored, audience) == 3
    assert [one.address for one in some_readers(db.session(), stored, audience)] == ["p1@example.org"]
    write(event)
    settling.settle_due()
    assert b.kinds(1)[-1] is LetterKind.MESSAGE
    assert recipients() == ["p1@example.org"]


def test_those_left_out_are_of_whom_the_message_is_meant_for() -> None:
    event = b.small_event(capacity=2)
    chosen = found(add(event)).first.id
    add(event)
    add(event)
    stored = db.session.get_one(Event, event)

    def left_out(to: Recipients, selection: Selection | None = None) -> int:
        return count_without_address(db.session(), stored, Audience(to, selection=selection))

    assert left_out(Recipients.CONFIRMED) == 2
    assert left_out(Recipients.WAITING) == 1
    assert left_out(Recipients.SELECTED, Selection((chosen,))) == 1


def test_a_companion_of_a_contact_with_an_address_is_not_left_out() -> None:
    event = b.small_event(capacity=2, most_people=2)
    b.register(event, 1, companions=(Companion("Companion"),))
    stored = db.session.get_one(Event, event)
    assert count_without_address(db.session(), stored, Audience(Recipients.ALL)) == 0


def test_a_letter_that_is_to_go_again_goes_to_none_of_them() -> None:
    event = b.small_event(capacity=9)
    add(event, others=["Driver"])
    b.register(event, 1)
    b.change_letters(state="sent")
    assert do(event, Deed.RESEND, everybody(event))["outcome"] == {"no-address": 2, "done": 1}
    assert recipients() == ["p1@example.org"]


def test_others_without_an_address_are_other_people() -> None:
    first, second = b.small_event(), b.small_event()
    add(second)
    one = found(add(first)).first
    attendee = find_person(db.session(), first, one.id)
    assert attendee is not None
    assert other_registrations(db.session(), attendee) == []


@pytest.mark.parametrize("sort", ["email", "-email"])
def test_in_the_order_of_addresses_nobody_is_passed_over(monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    event = b.small_event(capacity=9)
    b.register(event, 1)
    add(event, "First")
    add(event, "Second")
    b.register(event, 2)
    monkeypatch.setattr(attendee_files, "BATCH", 1)
    listed = [one.email for one in attendee_files.everybody(db.session(), event, AttendeeFilter(sort=sort))]
    expected = ["", "", "p1@example.org", "p2@example.org"]
    assert listed == (expected if sort == "email" else expected[::-1])


def test_their_own_page_has_no_calendar_of_an_address() -> None:
    token = found(add(b.small_event())).token
    with pytest.raises(NotPossible):
        personal_feeds.send(token=token, language=Language.KAZAKH)
    with pytest.raises(NotPossible):
        personal_feeds.take_back(token=token)


def test_on_their_own_page_they_can_name_an_address() -> None:
    made = add(b.small_event())
    own_page.ask_for_address_change(token=found(made).token, email=ADDRESS)
    assert b.kinds(ADDRESS) == [LetterKind.PROVE_ADDRESS]
    assert found(made).email == ""


def test_a_ticket_to_an_address_that_was_taken_away_is_not_sent(app: Flask) -> None:
    made = add(b.small_event(capacity=2), others=["Driver"])
    give_address(made, index=1)
    give_address(made, "", index=1)
    send_due_letters(app.extensions["settings"])
    db.session.expire_all()
    assert [one.state for one in b.letters(ADDRESS)] == [LetterState.DROPPED]
