"""From a filled-in form to a place, a letter and a receipt."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import Closed, NoPlace, NotFound, NotYetOpen, Over, RegistrationShut, UnknownTicket
from regapp.models import (
    Attendee,
    AuditEntry,
    Consent,
    ConsentText,
    Event,
    Hold,
    Receipt,
    Registration,
    WaitingEntry,
)
from regapp.services.registrations import own_page
from regapp.vocabulary import EventStatus, Language, LetterKind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

STORED = (Registration, Attendee, Hold, WaitingEntry, Consent, AuditEntry)


def test_it_stores_what_was_typed() -> None:
    event = b.small_event()
    b.register(event, 1, name="Айгүл", answers={"affiliation": "DKU"}, language=Language.KAZAKH)
    stored = b.registration(event, 1)
    assert (stored.name, stored.answers, stored.language) == ("Айгүл", {"affiliation": "DKU"}, "kk")


def test_it_is_found_by_name_address_and_answers() -> None:
    event = b.small_event()
    b.register(event, 1, name="Айгүл", answers={"affiliation": "Мәжіліс"})
    assert b.registration(event, 1).first.search_text == "айгул p1@example.org мажилис"


def test_its_owner_is_owed_a_letter_in_their_language() -> None:
    event = b.small_event()
    b.register(event, 1, language=Language.GERMAN)
    (letter,) = b.letters(1)
    assert (letter.kind, letter.language) == (LetterKind.CONFIRMATION, Language.GERMAN)


def test_whoever_waits_is_owed_a_letter_that_says_so() -> None:
    event = b.small_event(capacity=0)
    b.register(event, 1)
    assert b.kinds(1) == [LetterKind.WAITING_LIST]


def test_all_of_it_is_one_transaction() -> None:
    event = b.small_event()
    with b.commits() as commits:
        b.register(event, 1)
    assert len(commits) == 1


def test_the_audit_says_what_happened_and_names_nobody() -> None:
    event = b.small_event()
    b.register(event, "anna@example.org", name="Anna Beispiel", answers={"affiliation": "Ministry"})
    own_page.cancel(token=b.own_token(event, "anna@example.org"))
    of_people = AuditEntry.event_id == event, AuditEntry.registration_id.is_not(None)
    entries = db.session.scalars(select(AuditEntry).where(*of_people).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["registration.made", "registration.cancelled"]
    written = " ".join(f"{entry.actor} {entry.action} {entry.details}" for entry in entries).lower()
    assert not [secret for secret in ("anna", "example.org", "beispiel", "ministry") if secret in written]


# What was agreed to


def test_the_exact_words_agreed_to_are_kept_with_their_version() -> None:
    event = b.small_event()
    b.register(event, 1, consent_version="2026-11", consent_text="I agree to “all” of it.")
    (consent,) = b.registration(event, 1).consents
    assert (consent.text.version, consent.text.text) == ("2026-11", "I agree to “all” of it.")


def test_the_same_words_are_kept_once() -> None:
    event = b.small_event()
    b.register(event, 1)
    b.register(event, 2)
    assert len(b.rows(ConsentText)) == 1
    assert len(b.rows(Consent)) == 2


@pytest.mark.parametrize(
    "other",
    [{"consent_version": "2"}, {"consent_text": "I agree!"}, {"language": Language.RUSSIAN}],
    ids=["version", "text", "language"],
)
def test_other_words_are_kept_apart(other: dict[str, str]) -> None:
    event = b.small_event()
    b.register(event, 1)
    b.register(event, 2, **other)
    assert len(b.rows(ConsentText)) == 2


# The same form again


def test_the_same_form_again_gets_its_first_receipt() -> None:
    event = b.small_event()
    assert b.register(event, 1, form="f") == b.register(event, 1, form="f")
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


def test_the_same_form_again_is_the_same_in_another_spelling_of_the_address() -> None:
    event = b.small_event()
    assert b.register(event, "Anna@Example.org", form="f") == b.register(event, "anna@example.ORG", form="f")


def test_the_same_form_again_gets_its_first_receipt_when_nothing_is_left() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    first = b.register(event, 1, form="f")
    assert b.register(event, 1, form="f") == first


def test_the_same_form_again_gets_its_first_receipt_when_registration_has_closed() -> None:
    event = b.small_event()
    first = b.register(event, 1, form="f")
    with time_machine.travel(now() + timedelta(days=29, hours=18)):
        assert b.register(event, 1, form="f") == first


def test_the_same_form_with_another_address_is_somebody_else() -> None:
    event = b.small_event()
    assert b.register(event, 1, form="f") != b.register(event, 2, form="f")
    assert b.seated(event) == ["p1@example.org", "p2@example.org"]


def test_the_same_form_value_at_another_event_is_another_form() -> None:
    first, second = b.small_event(), b.small_event()
    assert b.register(first, 1, form="f") != b.register(second, 1, form="f")
    assert b.seated(second) == ["p1@example.org"]


def test_a_form_without_its_random_value_is_always_another_one() -> None:
    event = b.small_event()
    assert b.register(event, 1, form="") != b.register(event, 1, form="")
    assert b.seated(event) == ["p1@example.org"]


def test_a_form_that_was_refused_may_be_sent_again() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    b.register(event, 1)
    with pytest.raises(NoPlace):
        b.register(event, 2, form="f")
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 2, form="f")
    assert b.seated(event) == ["p2@example.org"]


# When, and for what


def test_it_is_not_open_before_its_day() -> None:
    event = b.small_event()
    opens = now() + timedelta(days=1)
    b.change_event(event, opens_at=opens, opens_wall=opens.replace(tzinfo=None))
    with pytest.raises(NotYetOpen) as refusal:
        b.register(event, 1)
    assert refusal.value.opens_at == opens


def test_it_closes_at_its_instant_and_not_before() -> None:
    event = b.small_event()
    closes = db.session.get_one(Event, event).closes_at
    with time_machine.travel(closes - timedelta(seconds=1), tick=False):
        b.register(event, 1)
    with time_machine.travel(closes, tick=False), pytest.raises(Closed) as refusal:
        b.register(event, 2)
    assert refusal.value.closed_at == closes


@pytest.mark.parametrize("how", ["ended", "cancelled"])
def test_an_event_that_is_over_takes_nobody(how: str) -> None:
    event = b.small_event()
    if how == "cancelled":
        b.change_event(event, status=EventStatus.CANCELLED)
    moment = now() + timedelta(days=31 if how == "ended" else 0)
    with time_machine.travel(moment), pytest.raises(Over):
        b.register(event, 1)


def test_a_refusal_by_the_calendar_leaves_nothing_behind() -> None:
    event = b.small_event()
    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(RegistrationShut):
        b.register(event, 1)
    assert b.rows(Receipt) == []
    assert b.letters(1) == []


def test_a_draft_is_nothing_anybody_could_register_for() -> None:
    event = b.small_event()
    b.change_event(event, status=EventStatus.DRAFT)
    with pytest.raises(NotFound):
        b.register(event, 1)


def test_an_event_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        b.register(999_999, 1)


@pytest.mark.parametrize("ticket", ["", "runner"], ids=["none", "of another event"])
def test_only_the_events_own_tickets_are_to_be_had(ticket: str) -> None:
    event = b.small_event()
    with pytest.raises(UnknownTicket):
        b.register(event, 1, ticket=ticket)
