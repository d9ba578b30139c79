"""Letters in a host's own words: in which language, with which links, and who may refuse them."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask

from regapp import texts
from regapp.services.allocation.asked import Companion
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
    clean_air(SLUG, capacity=5, most_people=3)
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


def words_with(recipient: str, app: Flask, text: str, subject: str = "{event}") -> EmailMessage:
    facts = {"subject": {"en": subject}, "text": {"en": text}, "about_registration": True}
    mail(LetterKind.MESSAGE, own(recipient, SLUG), facts)
    return sent(app, LetterKind.MESSAGE, recipient)


def test_each_field_is_the_readers_own(stage: Flask) -> None:
    enrol("kk@example.org", slug=SLUG, language=Language.KAZAKH, ticket="online", name="Айгүл")
    message = words_with(
        "kk@example.org", stage, "{name}|{event}|{date}|{place}|{own_page}", "{name}: {date}"
    )
    event, token = stored_event(SLUG), own("kk@example.org", SLUG).token
    day = texts.long_date(event.start, Language.KAZAKH)
    assert message["Subject"] == " ".join(f"Айгүл: {day}".split())
    title, online = event.title.read(Language.KAZAKH), texts.catalogue(Language.KAZAKH).gettext("Online")
    page = f"http://localhost:8000/registrations/{token}"
    line = "".join(f"Айгүл|{title}|{day}|{online}|{page}".split())
    assert line in "".join(body(message, "plain").split())
    assert f'href="{page}"' in body(message, "html")
    event_venue = event.venue
    assert event_venue is not None
    assert event_venue.in_words(Language.ENGLISH) in body(words_with(A, stage, "{place}"), "plain")


def test_a_name_is_never_read_as_markdown_or_a_link(stage: Flask) -> None:
    name = "**B** [x](https://evil.example) <b>https://evil.example www.evil.example"
    enrol("b@example.org", slug=SLUG, name=name, ticket="online")
    message = words_with("b@example.org", stage, "Dear {name}, *hello*: [{name}]({own_page})")
    html = body(message, "html")
    assert "<em>hello</em>" in html
    assert 'href="https://evil' not in html
    assert "<b>https" not in html
    assert "https://evil.example" not in body(message, "plain")  # parted, so that no program makes a link


def test_what_was_written_before_there_were_fields_stays_as_it_was(stage: Flask) -> None:
    assert "Room {7} {" in body(words_with(A, stage, "Room {7} {"), "plain")


def test_no_picture_is_fetched_from_anywhere(stage: Flask) -> None:
    html = body(
        words_with(A, stage, "![x](https://example.org/x.png) <img src=https://example.org/y.png>"), "html"
    )
    assert "<img" not in html


def test_a_companion_is_led_to_the_page_of_the_event(stage: Flask) -> None:
    enrol("c@example.org", slug=SLUG, companions=(Companion("Erlan", "e@example.org"),))
    registration = own("c@example.org", SLUG)
    facts = {"subject": {"en": "x"}, "text": {"en": "{name}: {own_page}"}, "about_registration": True}
    mail(LetterKind.MESSAGE, registration, facts, attendee=registration.attendees[1])
    message = body(sent(stage, LetterKind.MESSAGE, "e@example.org"), "plain")
    assert f"Erlan: http://localhost:8000/events/{SLUG}" in message
    assert "/registrations/" not in message


def test_a_host_may_write_after_the_end(stage: Flask) -> None:
    with time_machine.travel(stored_event(SLUG).end_at + timedelta(days=1), tick=False):
        assert words(A, stage)["Subject"] == SUBJECT["ru"]
