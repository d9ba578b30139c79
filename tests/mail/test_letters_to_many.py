"""Letters of mailings: for whom they are still true, what they say of what was, what they do in calendars."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar, Event

from regapp.database import db
from regapp.models import Letter
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import own_page, people
from regapp.vocabulary import EventStatus, Language, LetterKind, LetterState
from regapp.worker import send_due_letters

from .examples import body
from .mailings import EARLIER, OLD_PLACE, change, changed, letters_to_many, mail
from .places import JOIN, clean_air
from .scenes import enrol, letter, own, sent, stored_event

pytestmark = pytest.mark.usefixtures("today")

SLUG = "clean-air"
A, B, ONLINE = "a@example.org", "b@example.org", "online@example.org"
CHANGED = LetterKind.EVENT_CHANGED


@pytest.fixture
def stage(app: Flask) -> Flask:
    """A comes to the room with B, who has an address of his own; somebody else comes online."""
    clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),))
    enrol(ONLINE, slug=SLUG, ticket="online")
    send_due_letters(app.extensions["settings"])
    return app


def state_after_sending(app: Flask, kind: LetterKind, recipient: str) -> LetterState:
    send_due_letters(app.extensions["settings"])
    return letter(kind, recipient).state


def entries(message: EmailMessage) -> list[tuple[str, Event]]:
    """Method and entry of each calendar that a mail program acts upon."""
    files = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendars = [Calendar.from_ical(part.get_payload(decode=True)) for part in files]
    return [(str(one["METHOD"]), one.events[0]) for one in calendars]


def day(number: int) -> dict[str, object]:
    """An entry of the event that is no more."""
    return {
        "uid": f"{stored_event(SLUG).uid}-{number}",
        "start": "2027-03-12T17:00:00+05:00",
        "end": "2027-03-12T19:00:00+05:00",
        "zone": "Asia/Almaty",
        "all_day": False,
        "summary": {"en": "Clean air"},
        "for_all": True,
    }


# What was, and what is


def test_the_old_time_stands_beside_the_new_one(stage: Flask) -> None:
    mail(CHANGED, own(A, SLUG), changed(SLUG, "time", **EARLIER), calendar="REQUEST")
    message = sent(stage, CHANGED, A)
    assert message["Subject"] == "New time: Clean air for Almaty"
    old = "UNTIL NOW\nThursday, 11 March 2027, 16:00–18:00 (Almaty, UTC+5)"
    new = "FROM NOW ON\nThursday, 11 March 2027, 17:00–19:00 (Almaty, UTC+5)"
    assert f"{old}\n\n{new}\n" in body(message, "plain")


def test_a_letter_that_waited_tells_from_the_first_to_now(stage: Flask) -> None:
    first = {**changed(SLUG, "time", **EARLIER), "gone": [day(2)], "message": "Sorry."}
    second = {**changed(SLUG, "meeting", start="2027-03-11T16:30:00"), "gone": [day(3)], "message": "Again."}
    mail(CHANGED, own(ONLINE, SLUG), first, second, calendar="REQUEST")
    message = sent(stage, CHANGED, ONLINE)
    text = body(message, "plain")
    assert message["Subject"] == "The event has changed: Clean air for Almaty"
    assert "16:00–18:00" in text
    assert "16:30" not in text
    assert "Sorry.\n\nAgain.\n" in text
    uid = stored_event(SLUG).uid
    methods = [(method, str(entry["UID"])) for method, entry in entries(message)]
    days = [("CANCEL", f"{uid}-2@localhost"), ("CANCEL", f"{uid}-3@localhost")]
    assert methods == [("REQUEST", f"{uid}@localhost"), *days]


def test_a_change_that_was_taken_back_is_not_told(stage: Flask) -> None:
    facts = changed(SLUG, "time", "place", **EARLIER, place=OLD_PLACE)
    mail(CHANGED, own(A, SLUG), {**facts, "old": changed(SLUG)["old"]}, calendar="REQUEST")
    assert state_after_sending(stage, CHANGED, A) is LetterState.DROPPED


@pytest.mark.parametrize(
    ("what", "told", "not_told"), [("place", A, ONLINE), ("meeting", ONLINE, A)], ids=["place", "meeting"]
)
def test_only_those_are_told_who_go_by_it(stage: Flask, what: str, told: str, not_told: str) -> None:
    facts = changed(SLUG, what, **({"place": OLD_PLACE} if what == "place" else {}))
    for recipient in (A, ONLINE):
        mail(CHANGED, own(recipient, SLUG), facts, calendar="REQUEST")
    assert state_after_sending(stage, CHANGED, told) is LetterState.SENT
    assert letter(CHANGED, not_told).state is LetterState.DROPPED


def test_what_the_host_says_of_a_change_is_told_to_all(stage: Flask) -> None:
    mail(CHANGED, own(ONLINE, SLUG), changed(SLUG, "place", message="See you there.", place=OLD_PLACE))
    assert state_after_sending(stage, CHANGED, ONLINE) is LetterState.SENT


def test_whole_days_have_no_hours_and_no_law_moves_them(app: Flask) -> None:
    clean_air(SLUG)
    first = datetime(2027, 3, 11)
    stored_event(SLUG).schedule(
        zone="Asia/Almaty", start=first, end=first + timedelta(days=2), closes=first, all_day=True
    )
    db.session.commit()
    enrol(A, slug=SLUG)
    message = sent(app, LetterKind.CONFIRMATION, A)
    assert "WHEN\n11–12 March 2027\n" in body(message, "plain")
    assert "00:00" not in body(message, "plain") + body(message, "html")
    ((_, entry),) = entries(message)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2027, 3, 11), date(2027, 3, 13))
    mail(CHANGED, own(A, SLUG), changed(SLUG, "law"), calendar="REQUEST")
    assert state_after_sending(app, CHANGED, A) is LetterState.DROPPED


def test_a_change_is_not_told_to_who_has_left(stage: Flask) -> None:
    registration = own(A, SLUG)
    facts = changed(SLUG, "time", **EARLIER)
    companion = registration.attendees[1]
    mail(CHANGED, registration, facts, calendar="REQUEST", attendee=companion)
    people.take_out(token=registration.token, code=companion.code)
    mail(CHANGED, own(ONLINE, SLUG), facts, calendar="REQUEST")
    own_page.cancel(token=own(ONLINE, SLUG).token)
    assert state_after_sending(stage, CHANGED, B) is LetterState.DROPPED
    assert letter(CHANGED, ONLINE).state is LetterState.DROPPED


# Calendars


def test_an_invitation_has_the_number_of_what_it_tells(stage: Flask) -> None:
    mail(CHANGED, own(A, SLUG), changed(SLUG, "time", **EARLIER), calendar="REQUEST")
    change(SLUG, sequence=7)
    ((method, entry),) = entries(sent(stage, CHANGED, A))
    assert (method, entry["SEQUENCE"]) == ("REQUEST", 7)


def test_what_is_gone_is_taken_out_with_a_higher_number_unless_it_is_back(stage: Flask) -> None:
    facts = {**changed(SLUG, "time", **EARLIER), "gone": [day(2), {**day(1), "uid": stored_event(SLUG).uid}]}
    change(SLUG, sequence=3)
    mail(CHANGED, own(A, SLUG), facts, calendar="REQUEST")
    (_, kept), (method, gone) = entries(sent(stage, CHANGED, A))
    assert (method, str(gone["UID"])) == ("CANCEL", f"{stored_event(SLUG).uid}-2@localhost")
    assert kept["SEQUENCE"] == gone["SEQUENCE"] == 3
    assert not gone.subcomponents


def test_an_event_that_dies_leaves_every_calendar_with_its_status(stage: Flask) -> None:
    change(SLUG, status=EventStatus.CANCELLED, cancellation_reason="The speaker is ill.", sequence=4)
    mail(LetterKind.EVENT_CANCELLED, own(A, SLUG), calendar="CANCEL")
    message = sent(stage, LetterKind.EVENT_CANCELLED, A)
    ((method, entry),) = entries(message)
    assert (method, str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 4)
    assert not entry.subcomponents
    assert "The speaker is ill." in body(message, "plain")


def test_nobody_is_told_of_the_end_of_an_event_that_takes_place(stage: Flask) -> None:
    mail(LetterKind.EVENT_CANCELLED, own(A, SLUG), calendar="CANCEL")
    assert state_after_sending(stage, LetterKind.EVENT_CANCELLED, A) is LetterState.DROPPED


def test_who_leaves_takes_no_status_along(stage: Flask) -> None:
    own_page.cancel(token=own(A, SLUG).token)
    ((method, entry),) = entries(sent(stage, LetterKind.CANCELLATION, A))
    assert method == "CANCEL"
    assert "STATUS" not in entry


def test_a_host_who_wants_answers_is_given_them(stage: Flask) -> None:
    change(SLUG, asks_for_answer=True)
    mail(CHANGED, own(A, SLUG), changed(SLUG, "time", **EARLIER), calendar="REQUEST")
    ((_, entry),) = entries(sent(stage, CHANGED, A))
    assert entry["ATTENDEE"].params["RSVP"] == "TRUE"


# The day itself


@pytest.mark.parametrize(
    ("before", "state"),
    [
        (timedelta(days=3), LetterState.DROPPED),
        (timedelta(days=1), LetterState.SENT),
        (timedelta(hours=1), LetterState.SENT),
        (timedelta(0), LetterState.DROPPED),
    ],
)
def test_a_reminder_is_sent_shortly_before_the_start_alone(
    stage: Flask, before: timedelta, state: LetterState
) -> None:
    with time_machine.travel(stored_event(SLUG).start_at - before, tick=False):
        mail(LetterKind.REMINDER, own(A, SLUG))
        assert state_after_sending(stage, LetterKind.REMINDER, A) is state


def test_nobody_is_reminded_of_what_they_gave_back(stage: Flask) -> None:
    with time_machine.travel(stored_event(SLUG).start_at - timedelta(days=1, hours=1), tick=False):
        mail(LetterKind.REMINDER, own(A, SLUG))
        own_page.cancel(token=own(A, SLUG).token)
        assert state_after_sending(stage, LetterKind.REMINDER, A) is LetterState.DROPPED


def test_the_way_to_join_is_told_when_its_time_has_come(stage: Flask) -> None:
    change(SLUG, join_release_minutes=60)
    mail(LetterKind.MEETING, own(ONLINE, SLUG), calendar="REQUEST")
    assert state_after_sending(stage, LetterKind.MEETING, ONLINE) is LetterState.DROPPED
    with time_machine.travel(stored_event(SLUG).start_at - timedelta(hours=1), tick=False):
        mail(LetterKind.MEETING, own(ONLINE, SLUG), calendar="REQUEST")
        message = sent(stage, LetterKind.MEETING, ONLINE)
    ((_, entry),) = entries(message)
    assert str(entry["CONFERENCE"]) == JOIN
    assert JOIN in body(message, "plain").splitlines()


def test_the_way_to_join_is_told_to_nobody_in_the_room(stage: Flask) -> None:
    mail(LetterKind.MEETING, own(A, SLUG), calendar="REQUEST")
    assert state_after_sending(stage, LetterKind.MEETING, A) is LetterState.DROPPED


def test_before_its_time_no_letter_holds_the_way_to_join(app: Flask) -> None:
    clean_air(SLUG)
    change(SLUG, join_release_minutes=120, meeting_id="555 0001")
    enrol(ONLINE, slug=SLUG, ticket="online")
    message = sent(app, LetterKind.CONFIRMATION, ONLINE)
    mail(CHANGED, own(ONLINE, SLUG), changed(SLUG, "meeting"), calendar="REQUEST")
    for told in (message, sent(app, CHANGED, ONLINE)):
        parts = (part for part in told.walk() if not part.is_multipart())
        octets = b"".join(part.get_payload(decode=True) for part in parts).replace(b"\r\n ", b"")  # type: ignore[misc]
        assert not any(secret in octets for secret in (b"zoom.us", b"555 0001", b"PASSCODE", b": air"))
    assert "comes by letter on Thursday, 11 March 2027, 15:00" in " ".join(body(message, "plain").split())


def test_a_companion_gets_no_link_to_anothers_page(app: Flask) -> None:
    messages = letters_to_many(app, Language.ENGLISH)
    for name in ("event-changed-several", "event-cancelled-companion"):
        assert "/registrations/" not in body(messages[name], "plain") + body(messages[name], "html")


def test_letters_of_a_mailing_belong_to_their_registration(stage: Flask) -> None:
    mail(CHANGED, own(A, SLUG), changed(SLUG, "time", **EARLIER))
    db.session.query(Letter).filter_by(kind=CHANGED).update({"recipient_key": "other@example.org"})
    db.session.commit()
    assert state_after_sending(stage, CHANGED, A) is LetterState.DROPPED
