"""A host says how people join online."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.database import db
from regapp.models import Mailing
from regapp.services.events.drafts import MeetingDraft
from regapp.vocabulary import EventStatus, LetterKind, Visibility
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

PART = "/edit/online"
JOIN = "https://us02web.zoom.us/j/84684484087?pwd=abcDEF"
MEETING = MeetingDraft("zoom", "846 8448 4087", JOIN, "s3cret", "+7 727 344 1234")
FIELDS = {
    "provider": "zoom",
    "join_address": JOIN,
    "meeting_id": "846 8448 4087",
    "passcode": "s3cret",
    "dial_in": "+7 727 344 1234",
}
ZOOM = """Айгүл is inviting you to a scheduled Zoom meeting.

Topic: Round table

Join Zoom Meeting
https://us02web.zoom.us/j/84684484087?pwd=abcDEF

Meeting ID: 846 8448 4087
Passcode: s3cret

Dial by your location
        +7 727 344 1234 Kazakhstan
        +1 253 215 8782 US (Tacoma)
"""


def shown(client: FlaskClient, event: OwnEvent) -> TestResponse:
    return client.get(f"{event.address}{PART}")


def change(client: FlaskClient, event: OwnEvent, **fields: str) -> TestResponse:
    return send(client, shown(client, event), PART, **fields)


def stored(event: OwnEvent) -> MeetingDraft:
    names = ("meeting_provider", "meeting_id", "join_address", "passcode", "dial_in")
    return MeetingDraft(*(event.column(name) for name in names), event.column("meeting_id_visibility"))


def planned(event: OwnEvent) -> list[LetterKind]:
    """What letters about the event are owed now."""
    with event.app.app_context():
        due = select(Mailing.kind).where(
            Mailing.event_id == event.id, Mailing.due_at <= now() + timedelta(minutes=5)
        )
        return list(db.session.scalars(due))


def test_a_meeting_is_stored(website: Flask):
    event = own_event(website)
    saved = change(browser(website), event, **FIELDS, public_stream="https://www.youtube.com/live/x")
    assert (saved.status_code, saved.location) == (303, f"{event.address}{PART}")
    assert stored(event) == MEETING
    assert event.column("public_stream") == "https://www.youtube.com/live/x"


@pytest.mark.parametrize("visibility", Visibility)
def test_who_sees_the_id_is_chosen(website: Flask, visibility: Visibility):
    event = own_event(website)
    change(browser(website), event, **FIELDS, visibility=str(visibility))
    assert event.column("meeting_id_visibility") is visibility


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"release": "with-place", "release_hours": "3"}, None),
        ({"release": "before-start", "release_hours": "3", "release_minutes": "30"}, 210),
    ],
)
def test_when_people_learn_it_is_chosen(website: Flask, fields: dict[str, str], minutes: int | None):
    event = own_event(website)
    change(browser(website), event, **fields)
    assert event.column("join_release_minutes") == minutes


def test_a_pasted_invitation_is_read_into_the_fields_and_not_saved(website: Flask):
    event = own_event(website)
    client = browser(website)
    read = change(client, event, invitation=ZOOM, next="read", public_stream="https://example.org/live")
    assert read.status_code == 200
    assert "nothing is saved yet" in words(read)
    filled = form(read, PART).values()
    assert {name: filled[name] for name in FIELDS if name != "dial_in"} == {
        name: text for name, text in FIELDS.items() if name != "dial_in"
    }
    assert filled["dial_in"].splitlines()[0].replace(" ", "").startswith("+77273441234")
    assert filled["public_stream"] == "https://example.org/live"
    assert stored(event) == MeetingDraft()
    send(client, read, PART)
    assert stored(event).join_address == JOIN


@on_sqlite
def test_a_pasted_invitation_is_shown_before_it_is_saved_whatever_the_button(website: Flask):
    event = own_event(website)
    read = change(browser(website), event, invitation=ZOOM)
    assert read.status_code == 200
    assert stored(event) == MeetingDraft()


@on_sqlite
@pytest.mark.parametrize("text", ["See you on Thursday.", "x" * 100_000])
def test_a_text_without_a_meeting_is_said_and_kept(website: Flask, text: str):
    event = own_event(website)
    refused = change(browser(website), event, invitation=text, next="read")
    assert refused.status_code == 422
    assert page(refused).one(id="invitation-error").text
    assert form(refused, PART).values()["invitation"] == text


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told", "at"),
    [
        ({"join_address": "javascript:alert(1)"}, "it begins with https", "join_address"),
        ({"join_address": "zoom"}, "it begins with https", "join_address"),
        ({"join_address": "https://[x"}, "it begins with https", "join_address"),
        ({"join_address": "https://e.org/" + "x" * 100_000}, "Shorten this", "join_address"),
        ({"public_stream": "data:text/html,x"}, "it begins with https", "public_stream"),
        ({"meeting_id": "1" * 100_000}, "Shorten this", "meeting_id"),
        ({"passcode": "<script>" * 100}, "Shorten this", "passcode"),
        ({"dial_in": "1" * 100_000}, "Shorten this", "dial_in"),
        ({"provider": "pigeon"}, "Choose one of the answers.", "provider"),
        ({"visibility": "nobody"}, "Choose one of the answers.", "visibility"),
        (
            {"release": "before-start", "release_hours": "", "release_minutes": ""},
            "Write how long",
            "release_hours",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    website: Flask, fields: dict[str, str], told: str, at: str
):
    event = own_event(website)
    refused = change(browser(website), event, **{**FIELDS, **fields})
    assert refused.status_code == 422
    assert told in page(refused).one(id=f"{at}-error").text
    kept = form(refused, PART).values()
    assert kept["passcode"] == {**FIELDS, **fields}["passcode"]
    assert stored(event) == MeetingDraft()


def test_people_who_know_the_meeting_are_told_of_another_after_a_question(website: Flask):
    event = own_event(website, meeting=MEETING)
    event.register(1, 2, ticket="online")
    event.register(3)
    client = browser(website)
    asked = change(client, event, join_address="https://zoom.us/j/999")
    assert asked.status_code == 200
    assert "2 people who have a place online get a letter with the new way to join." in words(asked)
    assert stored(event) == MEETING
    send(client, asked, PART, next="save", message="The old one broke.")
    assert stored(event).join_address == "https://zoom.us/j/999"
    assert planned(event) == [LetterKind.EVENT_CHANGED]


def test_a_first_meeting_is_told_to_those_with_a_place_after_a_question(website: Flask):
    event = own_event(website)
    event.register(1, ticket="online")
    client = browser(website)
    asked = change(client, event, **FIELDS)
    assert "1 person who has a place online gets a letter with the way to join." in words(asked)
    [preview] = [
        link.get("href") for link in page(asked).all("a") if link.text == "What the letter looks like"
    ]
    assert client.get(preview).status_code == 200
    send(client, asked, PART, next="save")
    assert planned(event) == [LetterKind.MEETING]


@on_sqlite
def test_other_numbers_to_call_are_told_as_well(website: Flask):
    event = own_event(website, meeting=MEETING)
    event.register(1, ticket="online")
    client = browser(website)
    send(client, change(client, event, dial_in="+7 727 000 0000"), PART, next="save")
    assert planned(event) == [LetterKind.EVENT_CHANGED]


@on_sqlite
def test_what_nobody_knows_yet_is_changed_in_silence(website: Flask):
    event = own_event(website, meeting=MEETING, join_release_minutes=60)
    event.register(1, ticket="online")
    assert change(browser(website), event, passcode="other").status_code == 303
    assert stored(event).passcode == "other"
    assert planned(event) == []


@on_sqlite
def test_nothing_typed_is_lost_on_the_way_back(website: Flask):
    event = own_event(website, meeting=MEETING)
    event.register(1, ticket="online")
    client = browser(website)
    asked = change(client, event, dial_in="+7 727 000 0000\n+7 727 000 0001")
    kept = form(send(client, asked, PART, next="change", message="New."), PART).values()
    assert kept["dial_in"] == "+7 727 000 0000\n+7 727 000 0001"
    assert kept["message"] == "New."


def test_what_both_have_changed_is_asked_again(website: Flask):
    event = own_event(website)
    client = browser(website)
    old = shown(client, event)
    change(client, event, passcode="theirs")
    answered = send(client, old, PART, passcode="mine")
    assert answered.status_code == 409
    assert "theirs" in words(answered)
    assert send(client, old, PART, meeting_id="1").status_code == 303
    assert (stored(event).passcode, stored(event).meeting_id) == ("theirs", "1")


@on_sqlite
def test_of_what_is_over_only_the_broadcast_can_be_changed(website: Flask):
    event = own_event(website, meeting=MEETING)
    client = browser(website)
    old = shown(client, event)
    with website.app_context():
        b.change_event(event.id, status=EventStatus.CANCELLED)
    assert 'name="join_address"' not in shown(client, event).text
    assert change(client, event, public_stream="https://example.org/recording").status_code == 303
    assert event.column("public_stream") == "https://example.org/recording"
    assert send(client, old, PART, join_address="https://zoom.us/j/1").status_code == 409
    assert stored(event) == MEETING
