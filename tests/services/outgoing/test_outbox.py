"""A letter on its way."""

from datetime import datetime, timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.database import db
from regapp.models import Letter
from regapp.services.outgoing.outbox import (
    LEASE,
    PAUSES,
    Claim,
    claim_due,
    mark_dropped,
    mark_refused,
    mark_sent,
    release,
)
from regapp.services.registrations import own_page
from regapp.vocabulary import LetterState
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def one_claimed() -> Claim:
    b.register(b.small_event(), 1)
    (claim,) = claim_due(most=10)
    return claim


def letter(claim: Claim) -> Letter:
    return db.session.get_one(Letter, claim.letter_id)


def test_letters_are_claimed_oldest_first() -> None:
    event = b.small_event(capacity=5)
    for person in range(4):
        b.register(event, person)
    claimed = [letter(claim).recipient for claim in claim_due(most=3)]
    assert claimed == ["p0@example.org", "p1@example.org", "p2@example.org"]


def test_a_claimed_letter_is_not_claimed_again() -> None:
    one_claimed()
    assert claim_due(most=10) == []


def test_nothing_is_claimed_before_it_is_due() -> None:
    b.register(b.small_event(), 1)
    (owed,) = b.letters(1)
    owed.due_at = now() + timedelta(minutes=1)
    db.session.commit()
    assert claim_due(most=10) == []


def test_a_sent_letter_stays_sent() -> None:
    claim = one_claimed()
    assert mark_sent(claim)
    assert (letter(claim).state, letter(claim).lease_until) == (LetterState.SENT, None)
    assert letter(claim).sent_at is not None
    assert claim_due(most=10) == []


def test_a_letter_whose_reason_is_gone_stays_dropped() -> None:
    claim = one_claimed()
    assert mark_dropped(claim)
    assert letter(claim).state is LetterState.DROPPED
    assert claim_due(most=10) == []


def test_a_refused_letter_is_tried_again_after_a_pause_and_says_why() -> None:
    claim = one_claimed()
    before = now()
    assert mark_refused(claim, reason="mailbox is full", permanent=False)
    refused = letter(claim)
    assert (refused.state, refused.last_error) == (LetterState.RETRYING, "mailbox is full")
    assert before + PAUSES[0] * 0.8 <= refused.due_at <= now() + PAUSES[0] * 1.2
    assert claim_due(most=10) == []
    with time_machine.travel(refused.due_at):
        (again,) = claim_due(most=10)
    assert again == Claim(claim.letter_id, 2)


def test_the_pauses_grow() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert timedelta(days=2) < sum(PAUSES, timedelta()) < timedelta(days=4)


def test_a_letter_is_given_up_after_the_last_pause() -> None:
    claim, moment = one_claimed(), now()
    for _ in PAUSES:
        mark_refused(claim, reason="away", permanent=False)
        moment += timedelta(days=2)
        with time_machine.travel(moment):
            (claim,) = claim_due(most=10)
    mark_refused(claim, reason="away", permanent=False)
    assert letter(claim).state is LetterState.FAILED


def test_a_permanent_refusal_is_final() -> None:
    claim = one_claimed()
    mark_refused(claim, reason="no such mailbox", permanent=True)
    assert (letter(claim).state, letter(claim).last_error) == (LetterState.FAILED, "no such mailbox")


def test_success_forgets_the_failures_before() -> None:
    claim = one_claimed()
    mark_refused(claim, reason="away", permanent=False)
    with time_machine.travel(letter(claim).due_at):
        (again,) = claim_due(most=10)
    mark_sent(again)
    assert letter(claim).last_error == ""


def test_a_letter_given_back_is_due_at_once_and_was_not_tried() -> None:
    claim = one_claimed()
    release([claim])
    assert (letter(claim).state, letter(claim).attempts) == (LetterState.DUE, 0)
    assert claim_due(most=10) == [claim]


# A worker that dies, or comes back late


def after_lease(claim: Claim) -> datetime:
    lease = letter(claim).lease_until
    assert lease is not None
    return lease


def test_a_letter_is_due_again_when_its_worker_died() -> None:
    claim = one_claimed()
    with time_machine.travel(after_lease(claim) - timedelta(seconds=1), tick=False):
        assert claim_due(most=10) == []
    with time_machine.travel(after_lease(claim), tick=False):
        assert claim_due(most=10) == [Claim(claim.letter_id, 2)]


def test_a_lease_is_longer_than_a_mail_server_may_take() -> None:
    assert timedelta(minutes=2) < LEASE < timedelta(minutes=15)


def test_a_late_worker_cannot_mark_what_another_has_claimed_since() -> None:
    late = one_claimed()
    with time_machine.travel(after_lease(late)):
        (current,) = claim_due(most=10)
    assert not mark_refused(late, reason="late", permanent=True)
    assert not mark_dropped(late)
    release([late])
    assert letter(current).state is LetterState.SENDING
    assert mark_sent(current)
    assert not mark_sent(late)


def test_a_letter_keeps_its_message_id_through_all_attempts() -> None:
    claim = one_claimed()
    before = letter(claim).message_token
    mark_refused(claim, reason="away", permanent=False)
    assert letter(claim).message_token == before


def test_a_letter_that_was_dropped_before_it_was_claimed_is_never_claimed() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    assert [letter(claim).kind for claim in claim_due(most=10)] == ["cancellation"]
