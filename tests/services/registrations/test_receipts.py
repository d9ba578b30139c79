"""What the person in front of the receipt may still do, and what a stranger may not."""

import pytest
import time_machine

from regapp.clock import now
from regapp.errors import NotFound
from regapp.models import AuditEntry, Registration
from regapp.services.registrations import own_page
from regapp.services.registrations.receipts import correct_address, send_again
from regapp.services.registrations.registering import RECEIPT_LIVES
from regapp.vocabulary import LetterKind, LetterState
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

TYPED, MEANT = "ana@example.org", "anna@example.org"


def correct(receipt: str, email: str = MEANT, browser: str = b.BROWSER) -> None:
    correct_address(token=receipt, email=email, browser_secret=browser)


# The address of the registration that this very form made


def test_a_mistyped_address_is_corrected_in_place() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    before = b.registration(event, TYPED).id
    correct(receipt)
    assert b.registration(event, MEANT).id == before
    assert b.find_registration(event, TYPED) is None


def test_a_corrected_registration_keeps_its_place_in_the_line() -> None:
    event = b.small_event(capacity=0)
    receipt = b.register(event, TYPED)
    b.register(event, 2)
    correct(receipt)
    assert b.waiting(event) == [MEANT, "p2@example.org"]


def test_the_own_page_of_the_mistyped_address_is_gone() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    old_token = b.own_token(event, TYPED)
    correct(receipt)
    with pytest.raises(NotFound):
        own_page.cancel(token=old_token)


def test_what_was_not_sent_to_the_mistyped_address_is_dropped() -> None:
    event = b.small_event()
    correct(b.register(event, TYPED))
    assert [letter.state for letter in b.letters(TYPED)] == [LetterState.DROPPED]


def test_the_corrected_address_gets_the_letter() -> None:
    event = b.small_event(capacity=0)
    correct(b.register(event, TYPED))
    (letter,) = b.letters(MEANT)
    assert (letter.kind, letter.state) == (LetterKind.WAITING_LIST, LetterState.DUE)


def test_the_corrected_address_is_found_in_the_list() -> None:
    event = b.small_event()
    correct(b.register(event, TYPED))
    assert MEANT in b.registration(event, MEANT).first.search_text


def test_a_correction_is_noted_without_addresses() -> None:
    event = b.small_event()
    correct(b.register(event, TYPED))
    assert b.audit(event)[-1] == "registration.address_corrected"
    assert "example.org" not in str([entry["details"] for entry in b.rows(AuditEntry)])


def test_the_receipt_shows_the_corrected_address() -> None:
    receipt = b.register(b.small_event(), TYPED)
    correct(receipt)
    assert b.receipt(receipt).email == MEANT


def test_another_spelling_of_the_same_address_is_no_correction() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    token = b.own_token(event, TYPED)
    correct(receipt, TYPED.upper())
    assert b.own_token(event, TYPED) == token
    assert b.receipt(receipt).corrections == 0


def test_three_corrections_are_possible() -> None:
    event = b.small_event()
    receipt = b.register(event, 0)
    for person in (1, 2, 3):
        correct(receipt, f"p{person}@example.org")
    assert b.seated(event) == ["p3@example.org"]


# Once more, please


def test_the_letter_is_sent_again_to_whom_this_form_registered() -> None:
    event = b.small_event()
    send_again(token=b.register(event, 1))
    assert b.kinds(1) == [LetterKind.CONFIRMATION, LetterKind.CONFIRMATION]


def test_a_letter_sent_again_says_what_is_true_by_then() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    receipt = b.register(event, 2)
    own_page.cancel(token=b.own_token(event, 1))
    send_again(token=receipt)
    assert b.kinds(2) == [LetterKind.WAITING_LIST, LetterKind.PLACE, LetterKind.CONFIRMATION]


def test_a_letter_sent_again_to_a_known_address_says_that_it_is_registered() -> None:
    event = b.small_event()
    b.register(event, 1)
    send_again(token=b.register(event, 1))
    assert b.kinds(1)[1:] == [LetterKind.ALREADY_REGISTERED] * 2


def test_nothing_is_sent_again_to_whom_left() -> None:
    event = b.small_event()
    receipt = b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    send_again(token=receipt)
    assert b.kinds(1)[-1] is LetterKind.CANCELLATION


def test_nothing_is_sent_again_to_whom_moved_to_another_address() -> None:
    event = b.small_event()
    receipt = b.register(event, 1)
    b.change_address(event, 1, 2)
    send_again(token=receipt)
    assert b.kinds(1) == [LetterKind.CONFIRMATION]
    assert b.kinds(2) == [LetterKind.PROVE_ADDRESS, LetterKind.CONFIRMATION]


# Receipts that are none


def test_an_unknown_receipt_does_nothing() -> None:
    with pytest.raises(NotFound):
        correct("unknown")
    with pytest.raises(NotFound):
        send_again(token="unknown")


def test_a_receipt_expires() -> None:
    receipt = b.register(b.small_event(), 1)
    before = b.rows(Registration)
    with time_machine.travel(now() + RECEIPT_LIVES):
        with pytest.raises(NotFound):
            correct(receipt)
        with pytest.raises(NotFound):
            send_again(token=receipt)
    assert b.rows(Registration) == before
