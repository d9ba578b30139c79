"""Another address for a registration, once it is proved."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import AddressTaken, NotFound, Over
from regapp.models import AddressChange, AuditEntry
from regapp.services.registrations import own_page
from regapp.vocabulary import LetterKind, LetterState
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def one_registered() -> tuple[int, str]:
    """An event and the own page's token of the one person registered."""
    made = b.small_event()
    b.register(made, 1)
    return made, b.own_token(made, 1)


def ask(token: str, email: str = "p2@example.org") -> str:
    """Ask for a change of address; the token in the letter to it."""
    own_page.ask_for_address_change(token=token, email=email)
    return db.session.scalars(select(AddressChange.token).order_by(AddressChange.id.desc())).first() or ""


def test_nothing_changes_before_the_new_address_is_proved() -> None:
    event, token = one_registered()
    ask(token)
    assert b.own_token(event, 1) == token
    assert b.kinds(2) == [LetterKind.PROVE_ADDRESS]
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


def test_a_proved_address_has_the_registration_and_a_page_of_its_own() -> None:
    event, token = one_registered()
    before = b.registration(event, 1).id
    new_token = own_page.prove_address(token=ask(token))
    assert new_token != token
    assert (b.registration(event, 2).id, b.own_token(event, 2)) == (before, new_token)
    with pytest.raises(NotFound):
        own_page.cancel(token=token)


def test_a_proved_address_gets_the_ticket() -> None:
    _, token = one_registered()
    own_page.prove_address(token=ask(token))
    assert b.kinds(2) == [LetterKind.PROVE_ADDRESS, LetterKind.CONFIRMATION]


def test_letters_to_the_old_address_are_dropped() -> None:
    _, token = one_registered()
    own_page.prove_address(token=ask(token))
    assert [letter.state for letter in b.letters(1)] == [LetterState.DROPPED]


def test_a_proved_change_is_noted_without_addresses() -> None:
    event, token = one_registered()
    own_page.prove_address(token=ask(token))
    assert b.audit(event)[-1] == "registration.address_changed"
    assert "example.org" not in str([entry["details"] for entry in b.rows(AuditEntry)])


def test_proving_twice_leads_to_the_same_page() -> None:
    _, token = one_registered()
    proof = ask(token)
    assert own_page.prove_address(token=proof) == own_page.prove_address(token=proof)
    assert b.kinds(2).count(LetterKind.CONFIRMATION) == 1


def test_a_proof_expires() -> None:
    event, token = one_registered()
    proof = ask(token)
    with time_machine.travel(now() + own_page.PROOF_LIVES), pytest.raises(NotFound):
        own_page.prove_address(token=proof)
    assert b.own_token(event, 1) == token


def test_an_unknown_proof_is_not_found() -> None:
    with pytest.raises(NotFound):
        own_page.prove_address(token="unknown")


def test_an_address_that_is_registered_cannot_take_a_second_registration() -> None:
    event, token = one_registered()
    b.register(event, 2)
    with pytest.raises(AddressTaken):
        own_page.prove_address(token=ask(token))
    assert b.own_token(event, 1) == token


def test_asking_for_an_address_that_is_registered_says_nothing() -> None:
    event, token = one_registered()
    b.register(event, 2)
    ask(token)
    assert b.kinds(2) == [LetterKind.CONFIRMATION, LetterKind.PROVE_ADDRESS]


def test_an_address_registered_between_asking_and_proving_is_taken() -> None:
    event, token = one_registered()
    proof = ask(token)
    b.register(event, 2)
    with pytest.raises(AddressTaken):
        own_page.prove_address(token=proof)


def test_the_same_address_in_another_spelling_needs_no_proof() -> None:
    _, token = one_registered()
    own_page.ask_for_address_change(token=token, email="P1@EXAMPLE.org")
    assert b.rows(AddressChange) == []


def test_whoever_moved_has_taken_back_every_other_change_asked_for() -> None:
    event, token = one_registered()
    by_a_stranger_at_the_old_page = ask(token, "p3@example.org")
    own_page.prove_address(token=ask(token, "p2@example.org"))
    with pytest.raises(NotFound):
        own_page.prove_address(token=by_a_stranger_at_the_old_page)
    assert b.find_registration(event, 3) is None


def test_a_proof_that_was_used_does_not_bring_an_owner_back_who_moved_on() -> None:
    event, token = one_registered()
    first = ask(token, "p2@example.org")
    own_page.prove_address(token=ask(own_page.prove_address(token=first), "p3@example.org"))
    with pytest.raises(NotFound):
        own_page.prove_address(token=first)
    assert b.seated(event) == ["p3@example.org"]


def test_a_registration_that_has_ended_moves_silently() -> None:
    event, token = one_registered()
    proof = ask(token)
    own_page.cancel(token=token)
    own_page.prove_address(token=proof)
    assert b.cancelled(event) == ["p2@example.org"]
    assert LetterKind.CONFIRMATION not in b.kinds(2)


def test_nobody_moves_once_the_event_is_over() -> None:
    _, token = one_registered()
    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(Over):
        ask(token)
