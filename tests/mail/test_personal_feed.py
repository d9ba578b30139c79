"""The letter that alone tells where the calendar of all that somebody has is."""

from urllib.parse import quote

import pytest
from flask import Flask

from regapp.database import db
from regapp.models import PersonalFeed
from regapp.services.registrations import own_page, personal_feeds, rows
from regapp.vocabulary import Language, LetterKind, LetterState
from regapp.worker import send_due_letters

from .examples import body
from .places import clean_air
from .scenes import enrol, letter, own, sent

pytestmark = pytest.mark.usefixtures("today")

SLUG = "clean-air"
A, B = "a@example.org", "b@example.org"


@pytest.fixture
def asked(app: Flask) -> Flask:
    """A has asked for the letter."""
    clean_air(SLUG)
    enrol(A, slug=SLUG)
    _ask()
    return app


def _ask() -> None:
    personal_feeds.send(token=own(A, SLUG).token, language=Language.ENGLISH)


def _state(app: Flask) -> LetterState:
    send_due_letters(app.extensions["settings"])
    return letter(LetterKind.PERSONAL_FEED, A).state


def _feed() -> str:
    db.session.rollback()
    return f"localhost:8000/calendars/{db.session.query(PersonalFeed).one().token}.ics"


def test_it_leads_to_the_calendar_in_three_ways_and_to_the_page_that_takes_it_back(asked: Flask) -> None:
    lines = body(sent(asked, LetterKind.PERSONAL_FEED, A), "plain").splitlines()
    webcal = f"webcal://{_feed()}"

    assert [line for line in lines if "://" in line][:4] == [
        webcal,
        f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        f"http://{_feed()}",
        f"http://localhost:8000/registrations/{own(A, SLUG).token}#feed",
    ]


def test_it_is_not_sent_once_the_calendar_is_taken_back(asked: Flask) -> None:
    personal_feeds.take_back(token=own(A, SLUG).token)
    assert _state(asked) is LetterState.DROPPED


def test_it_tells_of_the_next_calendar_if_the_first_was_taken_back(asked: Flask) -> None:
    personal_feeds.take_back(token=own(A, SLUG).token)
    _ask()
    assert _feed() in body(sent(asked, LetterKind.PERSONAL_FEED, A), "plain")


def test_it_is_not_sent_to_an_address_that_the_registration_has_left(asked: Flask) -> None:
    rows.move(db.session(), own(A, SLUG), B)
    db.session.commit()
    assert _state(asked) is LetterState.DROPPED


def test_who_cancels_meanwhile_still_gets_it(asked: Flask) -> None:
    own_page.cancel(token=own(A, SLUG).token)
    assert _state(asked) is LetterState.SENT
