"""Letters that came back."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.mail.received.reading import read
from regapp.models import Letter, ReceivedMail
from regapp.services.incoming import bounces, receiving
from regapp.services.outgoing import outbox
from regapp.vocabulary import LetterState, ReceivedKind
from tests import builders as b
from tests.mail.incoming import MESSAGE_TOKEN, SENDER, sample

pytestmark = pytest.mark.usefixtures("app")


def one_sent() -> Letter:
    b.register(b.small_event(), 1)
    (claim,) = outbox.claim_due(most=1)
    outbox.mark_sent(claim)
    return letter()


def letter() -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter).where(Letter.registration_id.is_not(None))).one()


def comes_back(token: str, name: str = "postfix-failed") -> str:
    octets = sample(name).replace(MESSAGE_TOKEN.encode(), token.encode())
    return receiving.take(read(octets, recipient="", sender=SENDER))


def test_a_letter_that_came_back_says_why_in_words() -> None:
    assert comes_back(one_sent().message_token) == bounces.RETURNED
    found = letter()
    assert (found.state, found.last_error) == (LetterState.RETURNED, "there is no such mailbox (5.1.1)")


def test_a_report_without_a_number_says_no_more_than_that_it_came_back() -> None:
    comes_back(one_sent().message_token, "exim-failed")
    assert letter().last_error == "the letter came back"


def test_the_token_is_known_in_capitals_too() -> None:
    assert comes_back(one_sent().message_token.upper()) == bounces.RETURNED


@pytest.mark.parametrize("name", ["postfix-delayed", "out-of-office"])
def test_a_letter_that_is_late_or_was_read_is_still_sent(name: str) -> None:
    comes_back(one_sent().message_token, name)
    assert letter().state is LetterState.SENT


def test_without_the_token_nothing_is_believed() -> None:
    one_sent()
    assert comes_back("0" * 32) == bounces.UNKNOWN
    assert letter().state is LetterState.SENT


def test_a_letter_that_is_on_its_way_again_is_not_touched() -> None:
    b.register(b.small_event(), 1)
    assert comes_back(letter().message_token) == bounces.UNKNOWN
    assert letter().state is LetterState.DUE


def test_the_report_itself_is_not_kept() -> None:
    comes_back(one_sent().message_token)
    mail = db.session.scalars(select(ReceivedMail)).one()
    assert (mail.kind, mail.octets) == (ReceivedKind.BOUNCE, None)
