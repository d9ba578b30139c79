"""An address that the event knows already: registered, or registered once."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.errors import Closed, NoPlace
from regapp.models import Attendee, AuditEntry, Consent, Hold, Registration, WaitingEntry
from regapp.services.registrations import own_page
from regapp.vocabulary import Language, LetterKind, Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

STORED = (Registration, Attendee, Hold, WaitingEntry, Consent, AuditEntry)


def test_a_known_address_changes_nothing_that_is_stored() -> None:
    event = b.small_event()
    b.register(event, 1)
    before = [b.rows(model) for model in STORED]
    b.register(event, 1, name="Somebody else", ticket="online", answers={"affiliation": "another"})
    assert [b.rows(model) for model in STORED] == before


def test_the_owner_of_a_known_address_gets_one_letter_about_it() -> None:
    event = b.small_event()
    b.register(event, 1)
    b.register(event, 1)
    assert b.kinds(1) == [LetterKind.CONFIRMATION, LetterKind.ALREADY_REGISTERED]


def test_that_letter_goes_to_the_spelling_that_registered() -> None:
    event = b.small_event()
    b.register(event, "Anna@example.org")
    b.register(event, "ANNA@example.org")
    assert b.kinds("Anna@example.org") == [LetterKind.CONFIRMATION, LetterKind.ALREADY_REGISTERED]


def test_a_known_address_is_no_receipt_to_correct_by() -> None:
    event = b.small_event()
    b.register(event, 1)
    assert b.receipt(b.register(event, 1)).registration_id is None


@pytest.mark.parametrize("capacity", [3, 1], ids=["places left", "full"])
def test_a_known_address_is_told_what_an_unknown_one_is_told(capacity: int) -> None:
    event = b.small_event(capacity=capacity)
    b.register(event, 1)
    known = b.receipt(b.register(event, 1)).told
    assert known == b.receipt(b.register(event, 2)).told
    assert known == (Status.CONFIRMED if capacity == 3 else Status.WAITING)


@pytest.mark.parametrize("person", [1, 2], ids=["known", "unknown"])
def test_a_full_event_refuses_known_and_unknown_alike(person: int) -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    b.register(event, 1)
    with pytest.raises(NoPlace):
        b.register(event, person)
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


@pytest.mark.parametrize("person", [1, 2], ids=["known", "unknown"])
def test_a_closed_event_refuses_known_and_unknown_alike(person: int) -> None:
    event = b.small_event()
    b.register(event, 1)
    with time_machine.travel(now() + timedelta(days=29, hours=18)), pytest.raises(Closed):
        b.register(event, person)


# An address whose registration has ended


def test_registering_again_after_leaving_revives_the_same_registration() -> None:
    event = b.small_event()
    b.register(event, 1)
    first = b.registration(event, 1)
    before = (first.id, first.token, first.event.uid, first.first.id, first.first.code)
    own_page.cancel(token=first.token)
    b.register(event, 1, name="Renamed", answers={"affiliation": "new"}, language=Language.RUSSIAN)
    again = b.registration(event, 1)
    assert (again.id, again.token, again.event.uid, again.first.id, again.first.code) == before
    assert (again.name, again.first.name, again.answers) == ("Renamed", "Renamed", {"affiliation": "new"})


def test_whoever_is_revived_stands_at_the_end_of_the_line() -> None:
    event = b.small_event(capacity=1)
    for person in range(3):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 0))
    b.register(event, 0)
    assert b.seated(event) == ["p1@example.org"]
    assert b.waiting(event) == ["p2@example.org", "p0@example.org"]


def test_whoever_is_revived_may_take_another_ticket() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 1, ticket="online")
    assert b.seated(event, "online") == ["p1@example.org"]
    assert b.findings() == []


def test_being_revived_is_told_in_letter_calendar_and_audit() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 1)
    assert b.kinds(1)[-1] is LetterKind.CONFIRMATION
    assert [letter.facts["sequence"] for letter in b.letters(1)] == [0, 1, 2]
    assert b.audit(event)[-1] == "registration.revived"


def test_what_was_agreed_to_is_kept_for_each_time() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 1, consent_version="2")
    assert [consent.text.version for consent in b.registration(event, 1).consents] == ["1", "2"]


def test_a_revived_registration_is_no_receipt_to_correct_by() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.receipt(b.register(event, 1)).registration_id is None
