"""A host sets right what stands about somebody; letters go to whom they concern, and to nobody else."""

from typing import Any

import pytest

from regapp.database import db
from regapp.errors import AddressTaken, NotFound
from regapp.models import Attendee, Registration
from regapp.queries.registrations import find_registration
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand_details, own_page, receipts
from regapp.vocabulary import Language, LetterKind, LetterState, Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

CONTACT, MOVED, OTHER = "p1@example.org", "new@example.org", "c1@example.org"


@pytest.fixture
def event() -> int:
    """An event with room for a few."""
    return b.small_event(capacity=5, most_people=3)


def come(event: int, *companions: Companion, **changes: Any) -> str:
    """The first person registers, alone or with others; the receipt's token."""
    return b.register(event, 1, companions=companions, **changes)


def person(event: int, index: int = 0) -> Attendee:
    """The n-th person of the first registration, wherever it is now."""
    db.session.rollback()
    found = b.find_registration(event, CONTACT) or b.registration(event, MOVED)
    return found.attendees[index]


def change(event: int, index: int = 0, **changes: Any) -> bool:
    one = person(event, index)
    values = {
        "name": one.name,
        "email": one.email or one.registration.email,
        "language": one.registration.language,
        "answers": {},
    }
    return by_hand_details.change(event_id=event, attendee_id=one.id, user_id=None, **{**values, **changes})


def due(address: str) -> list[LetterKind]:
    """The kinds of letters to an address that are still to be sent."""
    db.session.rollback()
    return [letter.kind for letter in b.letters(address) if letter.state is LetterState.DUE]


def test_a_new_name_is_that_of_the_contact_as_well(event: int) -> None:
    come(event)
    assert change(event, name="Ayan Akhmetov") is False
    assert (person(event).name, person(event).registration.name) == ("Ayan Akhmetov", "Ayan Akhmetov")


def test_a_companions_name_is_theirs_alone_even_where_the_contact_has_the_same(event: int) -> None:
    come(event, Companion("Person 1"))
    change(event, 1, name="Person 1 the younger")
    assert person(event).registration.name == "Person 1"


def test_a_new_name_is_found_and_the_old_one_is_not(event: int) -> None:
    come(event)
    change(event, name="Ayan Akhmetov")
    assert "akhmetov" in person(event).search_text
    assert "person" not in person(event).search_text


def test_letters_come_in_the_new_language(event: int) -> None:
    come(event)
    change(event, language=Language.KAZAKH)
    assert person(event).registration.language is Language.KAZAKH


def test_a_new_address_gets_the_letter(event: int) -> None:
    come(event)
    assert change(event, email=MOVED) is True
    assert due(MOVED) == [LetterKind.CONFIRMATION]


def test_to_the_old_address_nothing_is_sent_any_more(event: int) -> None:
    come(event)
    change(event, email=MOVED)
    assert due(CONTACT) == []


def test_the_old_own_page_is_gone(event: int) -> None:
    come(event)
    old = b.own_token(event, 1)
    change(event, email=MOVED)
    db.session.rollback()
    assert find_registration(db.session(), old) is None
    with pytest.raises(NotFound):
        own_page.cancel(token=old)


def test_the_page_after_the_form_takes_the_registration_back_to_no_other_address(event: int) -> None:
    receipt = come(event)
    change(event, email=MOVED)
    receipts.correct_address(token=receipt, email="mine@example.org", browser_secret=b.BROWSER)
    db.session.rollback()
    assert b.registration(event, MOVED).first.name == "Person 1"


def test_an_address_is_another_registrations(event: int) -> None:
    come(event)
    b.register(event, 2)
    with pytest.raises(AddressTaken):
        change(event, email="p2@example.org")
    assert person(event).registration.email == CONTACT


def test_another_spelling_of_the_same_address_moves_nothing(event: int) -> None:
    come(event)
    old = b.own_token(event, 1)
    change(event, email="P1@Example.org")
    db.session.rollback()
    assert find_registration(db.session(), old) is not None


def test_somebody_unproven_is_proved_by_the_hosts_word() -> None:
    event = b.small_event(proof_minutes=30)
    come(event)
    assert person(event).status is Status.UNPROVEN
    change(event, email=MOVED)
    assert person(event).status is Status.CONFIRMED


def test_who_has_left_is_sent_nothing(event: int) -> None:
    come(event)
    own_page.cancel(token=b.own_token(event, 1))
    change(event, email=MOVED)
    assert b.letters(MOVED) == []


def test_a_companion_gets_an_address_of_their_own_and_the_contact_keeps_the_registration(event: int) -> None:
    come(event, Companion("Companion"))
    page = b.own_token(event, 1)
    change(event, 1, email=OTHER)
    assert (person(event, 1).email, b.own_token(event, 1)) == (OTHER, page)
    assert due(OTHER) == [LetterKind.TICKET]


def test_a_companions_other_address_gets_their_ticket(event: int) -> None:
    come(event, Companion("Companion", "wrong@example.org"))
    change(event, 1, email=OTHER)
    assert person(event, 1).email == OTHER
    assert due(OTHER) == [LetterKind.TICKET]


def test_a_companion_with_the_contacts_address_is_reached_through_the_contact(event: int) -> None:
    come(event, Companion("Companion", OTHER))
    change(event, 1, email=CONTACT)
    assert person(event, 1).email == ""
    assert LetterKind.TICKET not in due(CONTACT)


def test_an_address_shared_with_the_contact_is_left_together_with_it(event: int) -> None:
    come(event, Companion("Companion", CONTACT))
    change(event, email=MOVED)
    assert person(event, 1).email == ""


def test_a_companions_letter_is_sent_though_the_contact_moves(event: int) -> None:
    come(event, Companion("Companion", OTHER))
    change(event, email=MOVED)
    assert due(OTHER) == [LetterKind.TICKET]


def test_what_is_done_stands_in_the_log(event: int) -> None:
    come(event)
    change(event, name="Ayan", email=MOVED)
    assert b.audit(event)[-2:] == ["registration.changed", "registration.address_corrected"]


def test_nothing_new_leaves_no_trace(event: int) -> None:
    come(event)
    before = b.rows(Registration), b.audit(event)
    change(event)
    assert (b.rows(Registration), b.audit(event)) == before


def test_a_person_of_another_event_is_not_found(event: int) -> None:
    come(event)
    of_other = person(event).id
    with pytest.raises(NotFound):
        by_hand_details.note(event_id=b.small_event(), attendee_id=of_other, text="x", user_id=None)
    assert person(event).note == ""


def test_a_note_is_kept_and_logged_once(event: int) -> None:
    come(event)
    for _ in range(2):
        by_hand_details.note(event_id=event, attendee_id=person(event).id, text="Needs a ramp", user_id=None)
    assert person(event).note == "Needs a ramp"
    assert b.audit(event).count("registration.noted") == 1


def test_the_totals_stay_right(event: int) -> None:
    come(event, Companion("Companion", OTHER))
    change(event, name="Ayan", email=MOVED, language=Language.KAZAKH)
    assert b.findings() == []
