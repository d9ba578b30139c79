"""A correction of the address that moves nothing: who asks may be a stranger, or the address be known."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.errors import NotFound
from regapp.services.registrations import own_page
from regapp.services.registrations.receipts import correct_address
from regapp.vocabulary import EventStatus, LetterKind, LetterState
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

TYPED, MEANT = "ana@example.org", "anna@example.org"


def correct(receipt: str, email: str = MEANT, browser: str = b.BROWSER) -> None:
    correct_address(token=receipt, email=email, browser_secret=browser)


# Where it is not theirs to move: the new address is registered like any newcomer


def expect_a_newcomer(event: int) -> None:
    assert b.seated(event) == [TYPED, MEANT]
    assert b.kinds(MEANT) == [LetterKind.CONFIRMATION]
    assert b.findings() == []


def test_a_fourth_correction_registers_a_newcomer() -> None:
    event = b.small_event()
    receipt = b.register(event, 0)
    for person in (1, 2, 3, 4):
        correct(receipt, f"p{person}@example.org")
    assert b.seated(event) == ["p3@example.org", "p4@example.org"]


def test_from_another_browser_a_newcomer_is_registered() -> None:
    event = b.small_event()
    correct(b.register(event, TYPED), browser="another")
    expect_a_newcomer(event)


def test_without_the_browsers_cookie_a_newcomer_is_registered() -> None:
    event = b.small_event()
    correct(b.register(event, TYPED), browser="")
    expect_a_newcomer(event)


def test_an_hour_later_a_newcomer_is_registered() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    with time_machine.travel(now() + timedelta(minutes=60)):
        correct(receipt)
    expect_a_newcomer(event)


def test_just_before_the_hour_it_is_still_a_correction() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    with time_machine.travel(b.receipt(receipt).created_at + timedelta(minutes=59, seconds=59), tick=False):
        correct(receipt)
    assert b.seated(event) == [MEANT]


def test_once_the_own_page_was_used_a_newcomer_is_registered() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    own_page.change_details(
        token=b.own_token(event, TYPED), name="N", answers={}, language=b.asked(1).language
    )
    correct(receipt)
    expect_a_newcomer(event)


def test_a_registration_that_was_given_up_is_not_moved() -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    own_page.cancel(token=b.own_token(event, TYPED))
    correct(receipt)
    assert b.cancelled(event) == [TYPED]
    assert b.seated(event) == [MEANT]


def test_a_form_that_found_a_known_address_moves_nothing() -> None:
    event = b.small_event()
    b.register(event, TYPED)
    correct(b.register(event, TYPED))
    expect_a_newcomer(event)


def test_a_newcomer_by_correction_waits_like_any_other() -> None:
    event = b.small_event(capacity=1)
    correct(b.register(event, TYPED), browser="another")
    assert b.waiting(event) == [MEANT]
    assert b.kinds(MEANT) == [LetterKind.WAITING_LIST]


def test_a_newcomer_without_a_place_is_told_by_letter_alone() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    correct(b.register(event, TYPED), browser="another")
    assert b.find_registration(event, MEANT) is None
    assert b.kinds(MEANT) == [LetterKind.NO_PLACE]


@pytest.mark.parametrize("why", ["closed", "cancelled"])
def test_a_newcomer_to_a_shut_event_is_told_by_letter_alone(why: str) -> None:
    event = b.small_event()
    receipt = b.register(event, TYPED)
    if why == "cancelled":
        b.change_event(event, status=EventStatus.CANCELLED)
    later = timedelta(days=29, hours=18) if why == "closed" else timedelta(minutes=1)
    with time_machine.travel(now() + later):
        correct(receipt, browser="another")
    assert b.find_registration(event, MEANT) is None
    assert b.kinds(MEANT) == [LetterKind.NO_PLACE]


# To an address that is registered already


def test_correcting_to_a_registered_address_gives_the_place_back() -> None:
    event = b.small_event(capacity=2)
    b.register(event, MEANT)
    correct(b.register(event, TYPED))
    assert b.seated(event) == [MEANT]
    assert b.cancelled(event) == [TYPED]
    assert b.kinds(MEANT) == [LetterKind.CONFIRMATION, LetterKind.ALREADY_REGISTERED]


def test_the_place_given_back_so_goes_to_the_first_in_the_line() -> None:
    event = b.small_event(capacity=2)
    b.register(event, MEANT)
    receipt = b.register(event, TYPED)
    b.register(event, 3)
    correct(receipt)
    assert b.seated(event) == [MEANT, "p3@example.org"]
    assert b.audit(event)[-2:] == ["registration.withdrawn", "registration.moved_up"]


def test_it_moves_up_the_registered_address_if_that_is_first_in_the_line() -> None:
    event = b.small_event(capacity=1)
    receipt = b.register(event, TYPED)
    b.register(event, MEANT)
    correct(receipt)
    assert b.seated(event) == [MEANT]
    assert b.findings() == []


def test_the_mistyped_address_is_told_nothing_then() -> None:
    event = b.small_event()
    b.register(event, MEANT)
    correct(b.register(event, TYPED))
    assert [letter.state for letter in b.letters(TYPED)] == [LetterState.DROPPED]


def test_the_own_page_of_a_withdrawn_registration_is_gone() -> None:
    event = b.small_event()
    b.register(event, MEANT)
    receipt = b.register(event, TYPED)
    old_token = b.own_token(event, TYPED)
    correct(receipt)
    with pytest.raises(NotFound):
        own_page.restore(token=old_token)


def test_correcting_to_an_address_that_had_left_revives_it() -> None:
    event = b.small_event()
    b.register(event, MEANT)
    own_page.cancel(token=b.own_token(event, MEANT))
    correct(b.register(event, TYPED))
    assert b.seated(event) == [MEANT]
    assert b.kinds(MEANT)[-1] is LetterKind.CONFIRMATION


def test_the_registered_address_itself_stays_as_it_was() -> None:
    event = b.small_event()
    b.register(event, MEANT, name="Anna")
    before = b.registration(event, MEANT).token
    correct(b.register(event, TYPED, name="Stranger"))
    after = b.registration(event, MEANT)
    assert (after.token, after.name) == (before, "Anna")


@pytest.mark.parametrize("known", [True, False])
def test_the_receipt_reads_the_same_whether_or_not_the_address_was_known(*, known: bool) -> None:
    event = b.small_event(capacity=3)
    if known:
        b.register(event, MEANT)
    receipt = b.register(event, TYPED)
    correct(receipt)
    after = b.receipt(receipt)
    assert (after.email, after.told, after.corrections) == (MEANT, "confirmed", 1)


def test_who_registers_at_an_address_that_was_withdrawn_is_not_moved_by_the_old_receipt() -> None:
    event = b.small_event(capacity=5)
    b.register(event, MEANT)
    receipt = b.register(event, TYPED)
    correct(receipt)
    b.register(event, TYPED, browser="of the owner of that address")
    correct(receipt, "third@example.org")
    assert b.seated(event) == [MEANT, TYPED, "third@example.org"]
