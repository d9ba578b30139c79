"""Letters looked at before anybody gets one."""

import pytest
from flask import Flask

from regapp.database import db
from regapp.models import Attendee, Event, Letter, Mailing, Registration
from regapp.vocabulary import Language, LetterKind
from regapp.web.organise.made_up import kinds_for
from regapp.web.organise.made_up_person import NAMES
from tests import builders as b
from tests.organisers import browser, on_sqlite, own_event
from tests.web.pages import parse
from tests.web.visits import page, words

PREVIEW = "/organise/events/round-table/messages/preview"


@on_sqlite
@pytest.mark.parametrize("language", list(Language))
def test_every_letter_to_participants_is_shown_in_every_language(website: Flask, language: Language):
    client = browser(website)
    kinds = [
        option.get("value") for option in page(client.get(PREVIEW)).one("select", id="kind").all("option")
    ]
    assert set(LetterKind) - set(kinds) == {
        LetterKind.DIGEST,
        LetterKind.EVENT_FULL,
        LetterKind.LETTERS_FAIL,
        LetterKind.FORWARDED,
        LetterKind.PERSONAL_FEED,
    }
    for kind in kinds:
        shown = client.get(f"{PREVIEW}?kind={kind}&language={language}")
        text = page(shown).all("div", class_="plain-letter")[0].text
        html = client.get(f"{PREVIEW}/html?kind={kind}&language={language}").text
        assert page(shown).one("h3").text != ""
        assert len(text) > 100, kind
        assert f'<html lang="{language}"' in html
        assert "cid:" not in html


def test_it_is_made_of_the_events_true_facts_and_a_made_up_person(website: Flask):
    client = browser(website)
    shown = words(client.get(f"{PREVIEW}?kind=confirmation&language=en"))
    with website.app_context():
        event = db.session.get_one(Event, b.event_id())
        title, place = event.title["en"], event.venue.name["en"]
    assert title in shown
    assert place in shown
    assert NAMES[Language.ENGLISH] in shown


def test_looking_changes_nothing(website: Flask):
    client = browser(website)
    tables = (Letter, Mailing, Registration, Attendee, Event)
    with website.app_context():
        before = [b.rows(table) for table in tables]
    with website.app_context(), b.commits() as seen:
        for kind in LetterKind:
            client.get(f"{PREVIEW}?kind={kind}")
    assert seen == []
    with website.app_context():
        assert [b.rows(table) for table in tables] == before


@on_sqlite
def test_the_frame_can_do_nothing(website: Flask):
    client = browser(website)
    shown = client.get(f"{PREVIEW}?kind=confirmation")
    frame = page(shown).one("iframe")
    assert frame.get("sandbox") == ""
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in shown.headers["Content-Security-Policy"]
    inside = client.get(frame.get("src") or "")
    policy = inside.headers["Content-Security-Policy"]
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert inside.text.lower().startswith("<!doctype html>")


@on_sqlite
def test_pictures_are_in_the_letter_itself(website: Flask):
    html = browser(website).get(f"{PREVIEW}/html?kind=confirmation&language=en").text
    pictures = [image.get("src") or "" for image in parse(html).all("img")]
    assert any(source.startswith("data:image/png;base64,") for source in pictures)


@on_sqlite
def test_the_page_stays_in_the_organisers_language(website: Flask):
    shown = browser(website).get(f"{PREVIEW}?kind=reminder&language=kk&lang=en")
    assert '<html lang="en"' in shown.text
    assert NAMES[Language.KAZAKH] in shown.text


@on_sqlite
@pytest.mark.parametrize("query", ["kind=nonsense", "kind=digest", "language=xx"])
def test_what_is_not_there_is_answered_by_what_is(website: Flask, query: str):
    assert browser(website).get(f"{PREVIEW}?{query}").status_code == 200


@on_sqlite
def test_without_a_ticket_for_online_there_is_no_letter_about_the_meeting(website: Flask):
    with website.app_context():
        event = own_event(website, ticket_types=(b.IN_PERSON,))
        assert LetterKind.MEETING not in kinds_for(db.session.get_one(Event, event.id))


@on_sqlite
def test_an_event_without_tickets_has_no_letters_yet(website: Flask):
    event = own_event(website, ticket_types=(), quotas=())
    client = browser(website)
    assert "No letters yet" in words(client.get(f"{event.address}/messages/preview"))
    assert client.get(f"{event.address}/messages/preview/html").status_code == 404
