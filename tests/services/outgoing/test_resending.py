"""A letter that reached nobody, sent once more."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.errors import NotFound, NotPossible
from regapp.services.outgoing import resending
from regapp.services.outgoing.outbox import claim_due, mark_refused, mark_sent
from regapp.vocabulary import LetterState
from tests import builders as b
from tests.services.owed import letter, owe, states

pytestmark = pytest.mark.usefixtures("app")


def failed(event: int, *addresses: str) -> list[int]:
    """Letters about an event that could not be sent."""
    letters = owe(*addresses, event_id=event)
    for claim in claim_due(most=10):
        mark_refused(claim, reason="no such mailbox", permanent=True)
    return letters


def returned(event: int, address: str) -> int:
    """A letter that a server took and sent back."""
    (made,) = owe(address, event_id=event)
    (claim,) = claim_due(most=1)
    mark_sent(claim)
    stored = letter(made)
    stored.state, stored.last_error = LetterState.RETURNED, "no such mailbox"
    b.db.session.commit()
    return made


def test_a_failed_letter_is_due_again_as_if_it_were_new() -> None:
    event = b.event_id()
    (made,) = failed(event, "a@example.org")
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        resending.resend(event_id=event, letter_id=made, user_id=None)
        again = letter(made)
        assert (again.state, again.attempts, again.last_error) == (LetterState.DUE, 0, "")
        assert again.due_at == now()
        (claim,) = claim_due(most=1)
        assert (claim.letter_id, claim.attempt) == (made, 1)


def test_a_letter_never_taken_keeps_its_message_id() -> None:
    event = b.event_id()
    (made,) = failed(event, "a@example.org")
    before = letter(made).message_token
    resending.resend(event_id=event, letter_id=made, user_id=None)
    assert letter(made).message_token == before


def test_a_returned_letter_goes_out_under_a_new_message_id() -> None:
    event = b.event_id()
    made = returned(event, "a@example.org")
    before = letter(made).message_token
    resending.resend(event_id=event, letter_id=made, user_id=None)
    assert letter(made).message_token != before
    assert letter(made).sent_at is None
    assert b.findings() == []


def test_a_letter_of_another_event_is_not_found() -> None:
    (made,) = failed(b.event_id(), "a@example.org")
    with pytest.raises(NotFound):
        resending.resend(event_id=b.event_id("webinar"), letter_id=made, user_id=None)
    assert states(made) == [LetterState.FAILED]


def test_a_letter_that_was_sent_is_not_sent_again() -> None:
    event = b.event_id()
    (made,) = owe("a@example.org", event_id=event)
    (claim,) = claim_due(most=1)
    mark_sent(claim)
    with pytest.raises(NotPossible):
        resending.resend(event_id=event, letter_id=made, user_id=None)


def test_all_of_an_event_that_reached_nobody_are_sent_again_and_no_other() -> None:
    event, other = b.event_id(), b.event_id("webinar")
    lost = [*failed(event, "a@example.org", "b@example.org"), returned(event, "c@example.org")]
    (elsewhere,) = failed(other, "d@example.org")
    assert resending.resend_all_failed(event_id=event, user_id=None) == 3
    assert states(*lost, elsewhere) == [LetterState.DUE] * 3 + [LetterState.FAILED]


def test_it_is_written_down_once_for_all() -> None:
    event = b.small_event()
    failed(event, "a@example.org", "b@example.org")
    before = b.audit(event)
    resending.resend_all_failed(event_id=event, user_id=None)
    assert resending.resend_all_failed(event_id=event, user_id=None) == 0
    assert b.audit(event) == [*before, "letters.resent"]
