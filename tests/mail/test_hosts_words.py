"""Letters in a host's own words: in which language, with which links, and who may refuse them."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask

from regapp.vocabulary import Language, LetterKind

from .examples import body
from .mailings import SUBJECT, TEXT, mail
from .places import clean_air
from .scenes import enrol, letter, own, sent, stored_event

pytestmark = pytest.mark.usefixtures("today")

SLUG = "clean-air"
A = "a@example.org"


@pytest.fixture
def stage(app: Flask) -> Flask:
    """A comes to the room."""
    clean_air(SLUG, capacity=5)
    enrol(A, slug=SLUG)
    return app


def words(recipient: str, app: Flask, *, about_registration: bool = True) -> EmailMessage:
    facts = {"subject": SUBJECT, "text": TEXT, "about_registration": about_registration}
    mail(LetterKind.MESSAGE, own(recipient, SLUG), facts)
    return sent(app, LetterKind.MESSAGE, recipient)


def test_the_hosts_words_keep_their_lines_and_lead_where_they_say(stage: Flask) -> None:
    enrol("de@example.org", slug=SLUG, language=Language.GERMAN)
    message = words("de@example.org", stage)
    assert message["Subject"] == SUBJECT["de"]
    assert "verlangt.\nEine Kopie genügt.\n\nDer Weg:\nhttps://dku.example/weg?a=1&b=2\n" in body(
        message, "plain"
    )
    html = body(message, "html")
    assert 'href="https://dku.example/weg?a=1&amp;b=2"' in html
    assert 'lang="de"' in html


def test_who_reads_another_language_is_told_which_one_it_is(stage: Flask) -> None:
    message = words(A, stage)
    assert message["Subject"] == SUBJECT["ru"]
    assert "The host has written this in another language: Russian." in body(message, "plain")
    assert 'lang="ru"' in body(message, "html")


def test_news_can_be_refused_and_what_is_about_the_registration_not(stage: Flask) -> None:
    assert "List-Unsubscribe" not in words(A, stage)
    message = words(A, stage, about_registration=False)
    address = f"http://localhost:8000/unsubscribe/{letter(LetterKind.MESSAGE, A).message_token}"
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert address in body(message, "plain").splitlines()


def test_a_host_may_write_after_the_end(stage: Flask) -> None:
    with time_machine.travel(stored_event(SLUG).end_at + timedelta(days=1), tick=False):
        assert words(A, stage)["Subject"] == SUBJECT["ru"]
