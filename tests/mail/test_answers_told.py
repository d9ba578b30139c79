"""Letters about what came in: that a calendar said no, and mail that goes on to the host."""

from email.message import EmailMessage

import pytest
from flask import Flask
from icalendar import Calendar

from regapp.addresses import Addresses
from regapp.database import db
from regapp.mail.desk import Desk
from regapp.models import ReceivedMail
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import people
from regapp.vocabulary import CalendarAnswer, Language, LetterKind, LetterState
from regapp.worker import send_due_letters

from .examples import body
from .mailings import ANSWER, EARLIER, changed, decline, forwarded, mail
from .places import clean_air
from .scenes import enrol, letter, own, sent

pytestmark = pytest.mark.usefixtures("today")

SLUG = "clean-air"
A, B = "a@example.org", "b@example.org"
WITH_MAILBOX = Desk(Addresses("http://localhost:8000"), "localhost", "events@localhost", "in.example")


@pytest.fixture
def stage(app: Flask) -> Flask:
    """A comes with B, who has an address of his own."""
    clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),))
    return app


def written(kind: LetterKind, recipient: str) -> EmailMessage:
    message = WITH_MAILBOX.write(db.session(), letter(kind, recipient))
    assert message is not None
    return message


def organiser(message: EmailMessage) -> str:
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return str(Calendar.from_ical(part.get_payload(decode=True)).events[0]["ORGANIZER"])


def test_the_contact_is_asked_with_the_way_to_the_button(stage: Flask) -> None:
    decline(own(A, SLUG).attendees[0])
    message = sent(stage, LetterKind.DECLINED, A)
    assert f"/registrations/{own(A, SLUG).token}#cancel" in body(message, "plain")
    assert "You have declined" in body(message, "plain")


def test_the_contact_is_told_which_companion_said_no(stage: Flask) -> None:
    decline(own(A, SLUG).attendees[1])
    assert "Bolat Serik has declined" in body(sent(stage, LetterKind.DECLINED, A), "plain")


def test_nobody_is_asked_who_has_answered_otherwise_since(stage: Flask) -> None:
    attendee = own(A, SLUG).attendees[0]
    decline(attendee)
    attendee.calendar_answer = CalendarAnswer.ACCEPTED
    db.session.commit()
    send_due_letters(stage.extensions["settings"])
    assert letter(LetterKind.DECLINED, A).state is LetterState.DROPPED


def test_nobody_is_asked_about_a_companion_who_is_gone(stage: Flask) -> None:
    companion = own(A, SLUG).attendees[1]
    decline(companion)
    people.take_out(token=own(A, SLUG).token, code=companion.code)
    send_due_letters(stage.extensions["settings"])
    assert letter(LetterKind.DECLINED, A).state is LetterState.DROPPED


def test_answers_of_calendars_come_to_an_address_that_stays_the_same(stage: Flask) -> None:
    registration = own(A, SLUG)
    token = registration.attendees[0].reply_token
    mail(LetterKind.EVENT_CHANGED, registration, changed(SLUG, "time", **EARLIER), calendar="REQUEST")
    organisers = {organiser(written(kind, A)) for kind in (LetterKind.CONFIRMATION, LetterKind.EVENT_CHANGED)}
    assert organisers == {f"mailto:reply+{token}@in.example"}


def test_a_companions_answers_come_to_another_address(stage: Flask) -> None:
    token = own(A, SLUG).attendees[1].reply_token
    assert organiser(written(LetterKind.TICKET, B)) == f"mailto:reply+{token}@in.example"


def test_without_a_mailbox_the_host_is_the_organiser(stage: Flask) -> None:
    assert organiser(sent(stage, LetterKind.CONFIRMATION, A)) == "mailto:events@dku.example"


def test_mail_goes_on_to_the_host_as_it_came_and_is_answered_to_its_writer(stage: Flask) -> None:
    message = forwarded(stage, SLUG, Language.ENGLISH, ANSWER.encode())
    (reply_to,) = message["Reply-To"].addresses
    assert (reply_to.display_name, reply_to.addr_spec) == ("Dana Omarova", "dana@example.org")
    (original,) = (part for part in message.walk() if part.get_content_type() == "message/rfc822")
    assert original.get_content()["Subject"] == "Re: Clean air"
    assert "Can I bring my dog?" not in body(message, "plain")


@pytest.mark.parametrize("sender", ["nobody", "<>", "a@b@c", "\xff\xfe <x@y>"])
def test_mail_of_an_odd_sender_goes_on_too(stage: Flask, sender: str) -> None:
    message = forwarded(stage, SLUG, Language.ENGLISH, f"From: {sender}\r\n\r\nx\r\n".encode("latin-1"))
    assert message["Subject"].startswith("Passed on:")


def test_mail_that_is_no_longer_kept_is_not_sent_on(stage: Flask) -> None:
    forwarded(stage, SLUG, Language.ENGLISH, ANSWER.encode())
    told = letter(LetterKind.FORWARDED, f"host@{SLUG}.example")
    told.state = LetterState.DUE
    db.session.get_one(ReceivedMail, told.facts["received"]).octets = None
    db.session.commit()
    send_due_letters(stage.extensions["settings"])
    assert letter(LetterKind.FORWARDED, told.recipient).state is LetterState.DROPPED
