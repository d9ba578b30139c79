"""The host's own paragraph stands in each letter of its kind, in both parts, and in no other."""

import pytest
from flask import Flask

from regapp.services.allocation import invitations
from regapp.services.events import letter_words
from regapp.vocabulary import EventVisibility, Language, LetterKind
from tests import builders

from .examples import body
from .places import clean_air
from .scenes import enrol, own, sent, stored_event

pytestmark = pytest.mark.usefixtures("today")

SLUG, A, DE = "clean-air", "a@example.org", "de@example.org"
WORDS = {
    "en": "Please bring\n\n- a **passport**\n- [the form](https://dku.example/form)\n\n<script>alert(1)</script>",
    "ru": "Возьмите паспорт.",
}


@pytest.fixture
def stage(app: Flask) -> Flask:
    """An event with words in its confirmations."""
    clean_air(SLUG, capacity=5)
    event = stored_event(SLUG)
    letter_words.write(
        event_id=event.id,
        revision=event.revision,
        kind=LetterKind.CONFIRMATION,
        words=WORDS,
        user_id=None,
    )
    return app


def test_both_parts_hold_it_under_the_hosts_name(stage: Flask) -> None:
    enrol(A, slug=SLUG, language=Language.ENGLISH)
    message = sent(stage, LetterKind.CONFIRMATION, A)
    plain, html = body(message, "plain"), body(message, "html")
    assert "writes:\nPlease bring\n\n- a passport\n- the form (https://dku.example/form)\n" in plain
    assert "<strong>passport</strong>" in html
    assert 'href="https://dku.example/form"' in html
    assert "<script>alert" not in html
    assert html.index("passport") < html.index("Kind regards")


def test_it_is_read_in_the_readers_language_or_the_nearest(stage: Flask) -> None:
    enrol(A, slug=SLUG, language=Language.KAZAKH)
    html = body(sent(stage, LetterKind.CONFIRMATION, A), "html")
    assert "Возьмите паспорт." in html
    assert 'lang="ru"' in html


def test_letters_of_other_kinds_do_not_hold_it(stage: Flask) -> None:
    for number in range(5):
        enrol(f"{number}@example.org", slug=SLUG)
    enrol(A, slug=SLUG, language=Language.ENGLISH)
    message = sent(stage, LetterKind.WAITING_LIST, A)
    assert "passport" not in body(message, "plain") + body(message, "html")


def test_letters_about_an_event_by_invitation_lead_to_the_whole_page(stage: Flask) -> None:
    event = stored_event(SLUG).id
    enrol(A, slug=SLUG)
    builders.change_event(event, visibility=EventVisibility.INVITED)
    stored_event(SLUG).ticket_types[0].needs_code = True
    builders.change_event(event)
    ticket = stored_event(SLUG).ticket_types[0].key
    addresses = {"event_id": event, "ticket": ticket, "addresses": [DE], "language": Language.GERMAN}
    invitations.invite_addresses(**addresses, user_id=None)
    token = own(A, SLUG).token
    assert f"/registrations/{token}/event" in body(sent(stage, LetterKind.CONFIRMATION, A), "plain")
    assert f"/events/{SLUG}?code=" in body(sent(stage, LetterKind.INVITATION, DE), "plain")
