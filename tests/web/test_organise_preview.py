"""Letters looked at before anybody gets one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp import texts
from regapp.database import db
from regapp.models import Attendee, Event, Letter, Mailing, Membership, Quota, ReceivedMail, Registration
from regapp.vocabulary import Language, LetterKind
from regapp.web.organise.made_up import kinds_for
from regapp.web.organise.made_up_news import host_kinds_for
from regapp.web.organise.made_up_person import COMPANIONS, NAMES
from tests import builders as b
from tests.organisers import browser, on_sqlite, own_event
from tests.web.pages import parse
from tests.web.visits import page, words

PREVIEW = "/organise/events/round-table/messages/preview"


@on_sqlite
@pytest.mark.parametrize("language", list(Language))
def test_every_letter_is_shown_in_every_language(website: Flask, language: Language):
    client = browser(website)
    kinds = [
        option.get("value") for option in page(client.get(PREVIEW)).one("select", id="kind").all("option")
    ]
    assert set(LetterKind) - set(kinds) == {
        LetterKind.PERSONAL_FEED,
        LetterKind.MESSAGE_TEST,
        LetterKind.MEMBER_INVITATION,
        LetterKind.PASSWORD_RESET,
        LetterKind.PROVE_ACCOUNT,
        LetterKind.ACCOUNT_CHANGED,
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


@on_sqlite
def test_who_cancels_had_a_place_that_leaves_the_calendar(website: Flask):
    shown = plain(browser(website), "cancellation")
    assert "You have cancelled" in shown
    assert "takes the entry out of your calendar" in shown
    assert "waiting list" not in shown


@on_sqlite
def test_who_declines_in_the_calendar_is_who_gets_the_letter(website: Flask):
    shown = plain(browser(website), "declined")
    assert f"Dear {NAMES[Language.ENGLISH]}" in shown
    assert "You have declined" in shown
    assert "has declined" not in shown


@on_sqlite
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", ["ticket", "ticket-ended"])
def test_a_companion_has_a_name_of_their_own(website: Flask, kind: str, language: Language):
    shown = plain(browser(website), kind, language)
    dear = texts.catalogue(language).gettext("Dear %(name)s,")
    assert dear % {"name": COMPANIONS[language]} in shown
    assert dear % {"name": NAMES[language]} not in shown
    assert NAMES[language] in shown


@on_sqlite
def test_letters_to_organisers_are_about_the_event_and_stand_in_a_group_of_their_own(website: Flask):
    client = browser(website)
    groups = page(client.get(PREVIEW)).one("select", id="kind").all("optgroup")
    assert [group.get("label") for group in groups] == ["To participants", "To organisers"]
    kinds = [str(option.get("value")) for option in groups[1].all("option")]
    assert kinds == ["digest", "event-full", "letters-fail", "named-as-host", "forwarded"]
    with website.app_context():
        title = db.session.get_one(Event, b.event_id()).title["en"]
    for kind in kinds:
        shown = plain(client, kind)
        assert title in shown
        assert "Good day," in shown
        assert "what happens at it is made up" in words(client.get(f"{PREVIEW}?kind={kind}"))


@on_sqlite
def test_what_is_told_to_organisers_agrees_with_the_event(website: Flask):
    client = browser(website)
    full = plain(client, "event-full")
    assert "1 person on the waiting list" in full
    assert "joins the waiting list" in full
    assert "waiting list" not in plain(client, "digest")
    assert f"{NAMES[Language.ENGLISH]} has written about" in plain(client, "forwarded")
    event = own_event(website, ticket_types=(b.IN_PERSON,), waiting_list=False)
    full = plain(client, "event-full", at=f"{event.address}/messages/preview")
    assert "There is no waiting list" in full
    assert "on the waiting list" not in full


@on_sqlite
def test_without_a_limit_no_event_is_full(website: Flask):
    event = own_event(website, ticket_types=(b.IN_PERSON,), quotas=())
    with website.app_context():
        kinds = host_kinds_for(db.session.get_one(Event, event.id))
    assert kinds == [LetterKind.DIGEST, LetterKind.LETTERS_FAIL, LetterKind.FORWARDED]


def plain(client: FlaskClient, kind: str, language: Language = Language.ENGLISH, at: str = PREVIEW) -> str:
    """The letter as plain text, in one line."""
    shown = client.get(f"{at}?kind={kind}&language={language}")
    return " ".join(page(shown).all("div", class_="plain-letter")[0].text.split())


def test_looking_changes_nothing(website: Flask):
    client = browser(website)
    tables = (Letter, Mailing, Registration, Attendee, Event, Membership, Quota, ReceivedMail)
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
@pytest.mark.parametrize("query", ["kind=nonsense", "kind=personal-feed", "language=xx"])
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
