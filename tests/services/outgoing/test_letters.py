"""How many letters anybody can cause for somebody else."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.services.registrations import own_page, receipts
from regapp.services.registrations.lost_links import send_lost_links
from regapp.vocabulary import Language, LetterKind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def test_forms_cause_three_letters_an_hour_at_most() -> None:
    event = b.small_event()
    for _ in range(5):
        b.register(event, 1)
    assert len(b.letters(1)) == 3


def test_nothing_is_said_when_a_letter_is_left_out() -> None:
    event = b.small_event()
    receipts_of_known = [b.receipt(b.register(event, 1)) for _ in range(5)]
    assert len({(receipt.told, receipt.email) for receipt in receipts_of_known}) == 1


def test_all_forms_count_together() -> None:
    event = b.small_event()
    token = b.register(event, 1)
    receipts.send_again(token=token)
    send_lost_links(email="p1@example.org", language=Language.ENGLISH)
    b.register(event, 1)
    receipts.send_again(token=token)
    send_lost_links(email="p1@example.org", language=Language.ENGLISH)
    assert b.kinds(1) == [LetterKind.CONFIRMATION, LetterKind.CONFIRMATION, LetterKind.LOST_LINKS]


def test_all_events_count_together() -> None:
    for _ in range(5):
        b.register(b.small_event(), 1)
    assert len(b.letters(1)) == 3


def test_all_spellings_of_an_address_count_together() -> None:
    event = b.small_event()
    for spelling in ("anna@example.org", "ANNA@example.org", "Anna@EXAMPLE.org", "aNNa@example.org"):
        b.register(event, spelling)
    assert len(b.letters("anna@example.org")) == 3


def test_one_recipients_letters_do_not_count_for_another() -> None:
    event = b.small_event()
    for _ in range(4):
        b.register(event, 1)
    b.register(event, 2)
    assert b.kinds(2) == [LetterKind.CONFIRMATION]


def test_the_next_hour_has_letters_of_its_own() -> None:
    event = b.small_event()
    for _ in range(4):
        b.register(event, 1)
    with time_machine.travel(now() + timedelta(minutes=61)):
        b.register(event, 1)
    assert len(b.letters(1)) == 4


def test_forms_cause_ten_letters_a_day_at_most() -> None:
    event, start = b.small_event(), now()
    for hour in range(5):
        with time_machine.travel(start + timedelta(hours=2 * hour)):
            for _ in range(3):
                b.register(event, 1)
    assert len(b.letters(1)) == 10
    with time_machine.travel(start + timedelta(hours=25)):
        b.register(event, 1)
    assert len(b.letters(1)) == 11


def test_what_an_owner_does_is_always_told() -> None:
    event = b.small_event(capacity=1)
    for _ in range(4):
        b.register(event, 1)
    token = b.own_token(event, 1)
    own_page.cancel(token=token)
    own_page.restore(token=token)
    assert b.kinds(1)[-2:] == [LetterKind.CANCELLATION, LetterKind.CONFIRMATION]


def test_whoever_moves_up_is_told_whatever_forms_have_caused() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    for _ in range(4):
        b.register(event, 2)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.kinds(2)[-1] is LetterKind.PLACE


def test_a_proof_of_an_address_counts_for_the_address_it_goes_to() -> None:
    event = b.small_event()
    b.register(event, 1)
    token = b.own_token(event, 1)
    for _ in range(5):
        own_page.ask_for_address_change(token=token, email="new@example.org")
    assert b.kinds("new@example.org") == [LetterKind.PROVE_ADDRESS] * 3
