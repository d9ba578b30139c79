"""The private calendar of an address: one at most, sent to it and taken back from any of its own pages."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound, NotPossible, TooManyLetters
from regapp.models import PersonalFeed
from regapp.services.registrations import own_page, personal_feeds
from regapp.vocabulary import Language, LetterKind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def feeds() -> list[PersonalFeed]:
    db.session.rollback()
    return list(db.session.query(PersonalFeed))


def send(event: int, person: int = 1, language: Language = Language.KAZAKH) -> None:
    personal_feeds.send(token=b.own_token(event, person), language=language)


def sent() -> int:
    return b.kinds(1).count(LetterKind.PERSONAL_FEED)


def test_it_is_made_once_for_all_registrations_of_an_address() -> None:
    events = [b.small_event(), b.small_event()]
    for event in events:
        b.register(event, 1)
    with time_machine.travel(now() + timedelta(hours=2)):
        for event in events:
            send(event)
    (feed,) = feeds()
    assert (feed.email_key, feed.language) == ("p1@example.org", Language.KAZAKH)
    assert len(feed.token) > 20
    assert sent() == 2


def test_its_letter_is_in_the_language_of_the_page_and_knows_no_event() -> None:
    event = b.small_event()
    b.register(event, 1)
    send(event)
    letter = b.letters(1)[-1]
    assert (letter.kind, letter.language) == (LetterKind.PERSONAL_FEED, Language.KAZAKH)
    assert (letter.event_id, letter.registration_id) == (None, None)  # so no organiser sees it


def test_it_needs_an_address_that_is_proved() -> None:
    event = b.small_event(proof_minutes=60)
    b.register(event, 1)
    with pytest.raises(NotPossible):
        send(event)
    own_page.prove(token=b.own_token(event, 1))
    send(event)
    assert len(feeds()) == 1


def test_as_many_letters_go_to_an_address_as_forms_may_cause() -> None:
    event = b.small_event()
    b.register(event, 1)
    for _ in range(2):
        send(event)
    with pytest.raises(TooManyLetters):
        send(event)
    with time_machine.travel(now() + timedelta(hours=1)):
        send(event)
    assert sent() == 3


def test_none_is_made_whose_letter_cannot_be_sent() -> None:
    for _ in range(3):
        event = b.small_event()
        b.register(event, 1)
    with pytest.raises(TooManyLetters):
        send(event)
    assert feeds() == []


def test_it_is_taken_back_and_the_next_one_is_another() -> None:
    event = b.small_event()
    b.register(event, 1)
    send(event)
    before = feeds()[0].token
    personal_feeds.take_back(token=b.own_token(event, 1))
    assert feeds() == []
    send(event)
    assert feeds()[0].token != before


def test_taking_back_what_is_not_there_does_nothing() -> None:
    event = b.small_event()
    b.register(event, 1)
    personal_feeds.take_back(token=b.own_token(event, 1))
    assert b.audit(event) == ["event.created", "registration.made"]


def test_what_was_done_is_written_down() -> None:
    event = b.small_event()
    b.register(event, 1)
    send(event)
    send(event)
    personal_feeds.take_back(token=b.own_token(event, 1))
    assert b.audit(event)[2:] == [
        "registration.feed_made",
        "registration.feed_sent",
        "registration.feed_taken_back",
    ]


def test_only_an_own_page_sends_one() -> None:
    with pytest.raises(NotFound):
        personal_feeds.send(token="x", language=Language.ENGLISH)
