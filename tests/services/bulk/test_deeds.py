"""What becomes of each to whom something is done."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.models import Letter
from regapp.queries.people import history
from regapp.services.allocation.asked import Companion
from regapp.services.bulk.deeds import Barred
from regapp.services.bulk.doing import do_to_many
from regapp.services.registrations import by_hand
from regapp.vocabulary import Deed, EventStatus, LetterKind, LetterState
from tests import builders as b
from tests.organisers import asks_first
from tests.services.bulk.scenes import do, everybody, statuses, ticked

pytestmark = pytest.mark.usefixtures("app")


def first(event: int, person: int) -> int:
    return b.registration(event, person).first.id


def test_a_yes_seats_lets_wait_or_leaves_undecided() -> None:
    event = b.small_event(capacity=1, ticket_types=asks_first(), pending_holds=False)
    for person in (1, 2):
        b.register(event, person)
    b.register(event, 3, ticket="online")
    assert do(event, Deed.APPROVE, everybody(event))["outcome"] == {"done": 1, "waiting": 1, "already": 1}
    hard = b.small_event(capacity=1, ticket_types=asks_first(), pending_holds=False, waiting_list=False)
    for person in (1, 2):
        b.register(hard, person)
    assert do(hard, Deed.APPROVE, everybody(hard))["outcome"] == {"done": 1, "no-place": 1}


def test_a_no_concerns_those_who_wait_for_an_answer() -> None:
    event = b.small_event(ticket_types=asks_first())
    b.register(event, 1)
    b.register(event, 2, ticket="online")
    assert do(event, Deed.REJECT, everybody(event))["outcome"] == {"done": 1, "unfit": 1}
    assert do(event, Deed.REJECT, everybody(event))["outcome"] == {"already": 1, "unfit": 1}


def test_moving_leaves_those_who_left_who_are_there_and_for_whom_is_no_place() -> None:
    event = b.small_event(capacity=2)
    b.register(event, 1)
    for person in (2, 3, 4):
        b.register(event, person, ticket="online")
    by_hand.cancel(event_id=event, attendee_ids=[first(event, 4)], user_id=None)
    told = do(event, Deed.MOVE, everybody(event), ticket="in-person")["outcome"]
    assert told == {"already": 1, "done": 1, "no-place": 1, "unfit": 1}
    assert b.kinds(2)[-1] is LetterKind.CHANGED
    assert b.findings() == []


def test_who_waits_for_the_very_ticket_keeps_the_place_in_the_line() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2):
        b.register(event, person)
    b.register(event, 3, ticket="online")
    told = do(event, Deed.MOVE, everybody(event), ticket="in-person")
    assert told["outcome"] == {"already": 1, "in-line": 1, "no-place": 1}
    assert told["job"]
    assert b.findings() == []


def test_what_went_as_meant_for_all_needs_no_page_of_names() -> None:
    event = b.small_event()
    b.register(event, 1)
    assert do(event, Deed.MOVE, everybody(event), ticket="online") == {"job": None, "outcome": {"done": 1}}


def test_whoever_has_not_proved_the_address_is_moved_by_nobody() -> None:
    event = b.small_event(proof_minutes=60)
    b.register(event, 1)
    assert do(event, Deed.MOVE, everybody(event), ticket="online")["outcome"] == {"unfit": 1}
    assert statuses(event) == {"unproven": 1}


def test_a_letter_goes_again_to_those_who_had_it() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2, 3):
        b.register(event, person)
    by_hand.cancel(event_id=event, attendee_ids=[first(event, 3)], user_id=None)
    b.change_letters(state=LetterState.SENT)
    assert do(event, Deed.RESEND, everybody(event))["outcome"] == {"done": 2, "unfit": 1}
    assert b.kinds(1) == [LetterKind.CONFIRMATION] * 2
    assert b.kinds(2) == [LetterKind.WAITING_LIST] * 2
    assert b.letters(1)[-1].facts["calendar"] == "REQUEST"


def test_one_that_is_on_its_way_does_not_go_twice() -> None:
    event = b.small_event()
    b.register(event, 1)
    assert do(event, Deed.RESEND, everybody(event))["outcome"] == {"already": 1}
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


def test_the_letter_that_did_not_arrive_is_the_one_that_goes_again() -> None:
    event = b.small_event()
    b.register(event, 1)
    b.change_letters(state=LetterState.FAILED, attempts=9, last_error="no such mailbox")
    assert do(event, Deed.RESEND, everybody(event))["outcome"] == {"done": 1}
    [letter] = b.letters(1)
    db.session.refresh(letter)
    assert (letter.state, letter.attempts) == (LetterState.DUE, 0)


def test_one_letter_tells_all_of_a_registration_and_companions_get_their_own() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("Silent"), Companion("Reader", "reader@example.org")))
    b.change_letters(state=LetterState.SENT)
    sent = select(Letter.id)
    before = set(db.session.scalars(sent))
    assert do(event, Deed.RESEND, everybody(event))["outcome"] == {"done": 3}
    new = db.session.scalars(select(Letter).where(Letter.id.not_in(before)))
    assert sorted((one.recipient, str(one.kind)) for one in new) == [
        ("p1@example.org", "confirmation"),
        ("reader@example.org", "ticket"),
    ]


def test_a_companion_who_waits_is_told_by_the_letter_to_the_contact() -> None:
    event = b.small_event(capacity=2, most_people=3)
    b.register(event, 9)
    b.register(event, 1, companions=(Companion("Reader", "reader@example.org"),))
    b.change_letters(state=LetterState.SENT)
    before = set(db.session.scalars(select(Letter.id)))
    companion = b.registration(event, 1).attendees[1].id
    assert do(event, Deed.RESEND, ticked(companion))["outcome"] == {"done": 1}
    new = db.session.scalars(select(Letter).where(Letter.id.not_in(before)))
    assert [one.recipient for one in new] == ["p1@example.org"]


def test_who_has_left_gets_no_letter_again_also_not_one_that_was_lost() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("Second"),))
    gone = first(event, 1)
    by_hand.cancel(event_id=event, attendee_ids=[gone], user_id=None)
    b.change_letters(state=LetterState.FAILED)
    assert do(event, Deed.RESEND, everybody(event))["outcome"] == {"done": 1, "unfit": 1}
    assert do(event, Deed.RESEND, ticked(gone))["outcome"] == {"unfit": 1}


def test_each_to_whom_a_letter_went_again_has_it_in_their_history() -> None:
    event = b.small_event()
    for person in (1, 2):
        b.register(event, person)
    b.change_letters(state=LetterState.SENT)
    do(event, Deed.RESEND, ticked(first(event, 1)))
    told = [[one.action for one in history(db.session(), b.registration(event, n).id)] for n in (1, 2)]
    assert [one.count("registration.letter_sent_again") for one in told] == [1, 0]


def test_nothing_but_tags_is_done_at_a_cancelled_event() -> None:
    event = b.small_event()
    b.register(event, 1)
    b.change_event(event, status=EventStatus.CANCELLED)
    for deed in (Deed.APPROVE, Deed.REJECT, Deed.CANCEL, Deed.MOVE, Deed.RESEND):
        with pytest.raises(Barred, match="cancelled"):
            do(event, deed, ticked(first(event, 1)), ticket="online")
    assert do(event, Deed.TAG, everybody(event), tag_name="x")["outcome"] == {"done": 1}
    assert statuses(event) == {"confirmed": 1}


def test_a_ticket_or_tag_that_is_gone_is_told() -> None:
    event = b.small_event()
    b.register(event, 1)
    with pytest.raises(Barred, match="no-ticket"):
        do(event, Deed.MOVE, everybody(event), ticket="balcony")
    with pytest.raises(Barred, match="no-tag"):
        do(event, Deed.UNTAG, everybody(event), tag=12345)


def test_an_account_that_decided_stands_in_the_log_of_each() -> None:
    event = b.small_event()
    b.register(event, 1)
    do_to_many(event_id=event, selection=everybody(event), doing={"deed": "cancel"}, user_id=None)
    assert b.audit(event)[-2:] == ["people.cancel", "registration.cancelled"]
