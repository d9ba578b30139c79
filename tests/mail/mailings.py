"""Letters that go to many at once, and those about answers, so that each kind is sent as a file.

Their rows are made here as settling a mailing makes them: what a letter says depends on them alone.
"""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import time_machine
from flask import Flask

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Letter, Mailing, ReceivedMail, Registration, emails
from regapp.services.allocation.asked import Companion
from regapp.services.telling.differences import told
from regapp.vocabulary import CalendarAnswer, EventStatus, Language, LetterKind, ReceivedKind

from .places import at, clean_air
from .scenes import enrol, own, sent, stored_event

EARLIER = {"start": "2027-03-11T16:00:00", "end": "2027-03-11T18:00:00"}
OLD_PLACE = {
    "en": "Town hall, Abai 4, Almaty",
    "kk": "Әкімдік, Абай 4, Алматы",
    "ru": "Мэрия, Абая 4, Алматы",
    "de": "Rathaus, Abai 4, Almaty",
}
SUBJECT = {"de": "Bitte Ausweis mitbringen", "ru": "Возьмите с собой документ"}
TEXT = {
    "de": "Am Eingang wird der Ausweis verlangt.\nEine Kopie genügt.\n\n"
    "Der Weg:\nhttps://dku.example/weg?a=1&b=2\n",
    "ru": "На входе просят показать документ.\nДостаточно копии.\n\nКак пройти:\nhttps://dku.example/put\n",
}
FIELDS_SUBJECT = "{event}: bring a coat, {name}"
FIELDS_TEXT = """Welcome, **{name}**. On *{date}* we meet here:

> {place}

- Your answers stand [on your page]({own_page}).
- The way: https://dku.example/way?a=1&b=2
1. Print the ticket.
2. Bring it.

Your page again: {own_page}"""
ANSWER = (
    "From: Dana Omarova <dana@example.org>\r\nTo: reply+0@example.org\r\nSubject: Re: Clean air\r\n\r\n"
    "Can I bring my dog?\r\n"
)


def changed(slug: str, *what: str, message: str = "", **old: Any) -> dict[str, Any]:
    """The facts of a mailing that tells of a change; ``old`` is what was otherwise."""
    return {"old": {**told(stored_event(slug)), **old}, "what": what, "gone": [], "message": message}


def mail(
    kind: LetterKind,
    registration: Registration,
    *facts: dict[str, Any],
    calendar: str = "",
    attendee: Attendee | None = None,
) -> None:
    """Owe a letter of a mailing with these facts; further ones are those of mailings after it."""
    event = registration.event
    mailings = [Mailing(event_id=event.id, kind=kind, facts=some, due_at=now()) for some in facts or ({},)]
    for mailing in mailings:
        db.session.add(mailing)
        db.session.flush()
    number = event.sequence + registration.calendar_revision
    recipient = attendee.email if attendee else registration.email
    db.session.add(
        Letter(
            kind=kind,
            registration_id=registration.id,
            attendee_id=attendee.id if attendee else None,
            event_id=event.id,
            mailing_id=mailings[0].id,
            recipient=recipient,
            recipient_key=emails.key(recipient),
            language=registration.language,
            facts={"calendar": calendar, "sequence": number} if calendar else {},
        )
    )
    db.session.commit()


def change(slug: str, **columns: Any) -> None:
    """Set columns of the event by hand."""
    event = stored_event(slug)
    for name, value in columns.items():
        setattr(event, name, value)
    db.session.commit()


def letters_to_many(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """A letter of each kind, as sent; some kinds with variants."""
    return {
        **_of_changes(app, language),
        **_of_the_day(app, language),
        **_of_messages(app, language),
        **_of_answers(app, language),
        **_of_the_end(app, language),
    }


def _party(slug: str, language: Language) -> tuple[Registration, Registration]:
    """Dana comes to the room with Erlan, who has an address of his own; Gulnara comes online."""
    companions = (Companion("Erlan Abenov", at("erlan", slug)),)
    enrol(at("dana", slug), name="Dana Omarova", slug=slug, companions=companions, language=language)
    enrol(at("gulnara", slug), name="Gulnara Ospanova", slug=slug, ticket="online", language=language)
    return own(at("dana", slug), slug), own(at("gulnara", slug), slug)


def _of_changes(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug, kind = "clean-air-moved", LetterKind.EVENT_CHANGED
    clean_air(slug, capacity=5, most_people=5)
    dana, gulnara = _party(slug, language)
    mail(kind, dana, changed(slug, "time", **EARLIER), calendar="REQUEST")
    letters = {"event-changed": sent(app, kind, dana.email)}
    mail(kind, dana, changed(slug, "place", place=OLD_PLACE), calendar="REQUEST")
    letters["event-changed-place"] = sent(app, kind, dana.email)
    mail(kind, gulnara, changed(slug, "meeting"), calendar="REQUEST")
    letters["event-changed-meeting"] = sent(app, kind, gulnara.email)
    mail(kind, gulnara, changed(slug, "law"), calendar="REQUEST")
    letters["event-changed-law"] = sent(app, kind, gulnara.email)
    all_day = {"start": "2027-03-10T00:00:00", "end": "2027-03-12T00:00:00", "all_day": True}
    words = "The room was taken.\n\nWe are sorry for the trouble."
    several = changed(slug, "time", "place", message=words, place=OLD_PLACE, **all_day)
    erlan = own(dana.email, slug).attendees[1]
    mail(kind, erlan.registration, several, calendar="REQUEST", attendee=erlan)
    letters["event-changed-several"] = sent(app, kind, at("erlan", slug))
    return letters


def _of_the_day(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-soon"
    clean_air(slug, capacity=5, most_people=5)
    change(slug, join_release_minutes=120)
    dana, gulnara = _party(slug, language)
    letters = {"confirmation-untold": sent(app, LetterKind.CONFIRMATION, gulnara.email)}
    with time_machine.travel(stored_event(slug).start_at - timedelta(days=1), tick=False):
        mail(LetterKind.REMINDER, dana)
        letters["reminder"] = sent(app, LetterKind.REMINDER, dana.email)
    with time_machine.travel(stored_event(slug).start_at - timedelta(hours=2), tick=False):
        mail(LetterKind.REMINDER, own(gulnara.email, slug))
        letters["reminder-today"] = sent(app, LetterKind.REMINDER, gulnara.email)
        mail(LetterKind.MEETING, own(gulnara.email, slug), calendar="REQUEST")
        letters["meeting"] = sent(app, LetterKind.MEETING, gulnara.email)
    return letters


def _of_messages(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug, kind = "clean-air-words", LetterKind.MESSAGE
    clean_air(slug)
    enrol(at("dana", slug), name="Dana Omarova", slug=slug, language=language)
    mail(kind, own(at("dana", slug), slug), {"subject": SUBJECT, "text": TEXT, "about_registration": True})
    letters = {"message": sent(app, kind, at("dana", slug))}
    news = {str(language): "Our next events"}, {str(language): "In autumn there is more."}
    facts = {"subject": news[0], "text": news[1], "about_registration": False}
    mail(kind, own(at("dana", slug), slug), facts)
    letters["message-news"] = sent(app, kind, at("dana", slug))
    facts = {"subject": {"en": FIELDS_SUBJECT}, "text": {"en": FIELDS_TEXT}, "about_registration": True}
    mail(kind, own(at("dana", slug), slug), facts)
    letters["message-fields"] = sent(app, kind, at("dana", slug))
    letters["message-test"] = tested(app, slug, language, facts)
    return letters


def tested(app: Flask, slug: str, language: Language, written: dict[str, Any]) -> EmailMessage:
    """A message, sent to whoever writes it."""
    address = f"writer@{slug}.example"
    facts = {"event": stored_event(slug).id, "name": "Saule Akhmetova", "written": written}
    kind = LetterKind.MESSAGE_TEST
    letter = Letter(kind=kind, recipient=address, recipient_key=address, language=language, facts=facts)
    db.session.add(letter)
    db.session.commit()
    return sent(app, kind, address)


def _of_answers(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-answers"
    clean_air(slug, capacity=5, most_people=5)
    dana, _ = _party(slug, language)
    letters = {}
    for attendee, name in zip(dana.attendees, ("declined", "declined-companion"), strict=True):
        decline(attendee)
        letters[name] = sent(app, LetterKind.DECLINED, own(at("dana", slug), slug).email)
    letters["forwarded"] = forwarded(app, slug, language, ANSWER.encode())
    return letters


def decline(attendee: Attendee) -> None:
    """Answer no in a calendar, of which the contact is told."""
    registration = attendee.registration
    attendee.calendar_answer = CalendarAnswer.DECLINED
    by_contact = attendee is registration.attendees[0]
    db.session.add(
        Letter(
            kind=LetterKind.DECLINED,
            registration_id=registration.id,
            event_id=registration.event_id,
            recipient=registration.email,
            recipient_key=registration.email_key,
            language=registration.language,
            facts={} if by_contact else {"declined": attendee.id},
        )
    )
    db.session.commit()


def forwarded(app: Flask, slug: str, language: Language, octets: bytes, **facts: Any) -> EmailMessage:
    """A message that came in, sent on to the host."""
    event = stored_event(slug)
    received = ReceivedMail(
        digest=f"digest of {slug}", kind=ReceivedKind.OTHER, outcome="", event_id=event.id, octets=octets
    )
    db.session.add(received)
    db.session.flush()
    db.session.add(
        Letter(
            kind=LetterKind.FORWARDED,
            event_id=event.id,
            recipient=f"host@{slug}.example",
            recipient_key=f"host@{slug}.example",
            language=language,
            facts={"received": received.id, **facts},
        )
    )
    db.session.commit()
    return sent(app, LetterKind.FORWARDED, f"host@{slug}.example")


def _of_the_end(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug, kind = "clean-air-off", LetterKind.EVENT_CANCELLED
    clean_air(slug, capacity=5, most_people=5)
    dana, _ = _party(slug, language)
    change(slug, status=EventStatus.CANCELLED, cancellation_reason="The speaker is ill.", sequence=1)
    mail(kind, own(dana.email, slug), calendar="CANCEL")
    letters = {"event-cancelled": sent(app, kind, dana.email)}
    erlan = own(dana.email, slug).attendees[1]
    mail(kind, erlan.registration, calendar="CANCEL", attendee=erlan)
    letters["event-cancelled-companion"] = sent(app, kind, at("erlan", slug))
    return letters
