"""One letter for those who lost theirs."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.models import Letter
from regapp.services.registrations import own_page
from regapp.services.registrations.lost_links import send_lost_links
from regapp.vocabulary import Language, LetterKind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def ask(email: str = "p1@example.org") -> None:
    send_lost_links(email=email, language=Language.KAZAKH)


def test_an_address_with_registrations_gets_one_letter_for_all_of_them() -> None:
    b.register(b.small_event(), 1)
    b.register(b.small_event(), 1)
    ask()
    assert b.kinds(1).count(LetterKind.LOST_LINKS) == 1


def test_the_letter_is_in_the_language_of_the_page_that_asked() -> None:
    b.register(b.small_event(), 1)
    ask()
    assert b.letters(1)[-1].language is Language.KAZAKH


def test_an_unknown_address_gets_nothing() -> None:
    ask()
    assert b.rows(Letter) == []


def test_a_registration_that_was_given_up_is_no_reason_to_write() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    ask()
    assert LetterKind.LOST_LINKS not in b.kinds(1)


def test_an_event_that_is_over_is_no_reason_to_write() -> None:
    b.register(b.small_event(), 1)
    with time_machine.travel(now() + timedelta(days=31)):
        ask()
    assert LetterKind.LOST_LINKS not in b.kinds(1)


def test_the_address_is_known_in_any_spelling() -> None:
    b.register(b.small_event(), 1)
    ask("P1@Example.ORG")
    assert LetterKind.LOST_LINKS in b.kinds(1)


def test_the_letter_goes_to_the_address_that_registered_and_not_to_its_double() -> None:
    b.register(b.small_event(), "straße@example.org")
    ask("strasse@example.org")
    assert b.letters("strasse@example.org") == []
    assert LetterKind.LOST_LINKS in b.kinds("straße@example.org")
