"""What becomes of places, so that each kind of letter about them is owed once and sent as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import time_machine
from flask import Flask

from regapp.clock import now
from regapp.services.allocation import invitations
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import MeetingDraft, QuotaDraft, TicketTypeDraft
from regapp.services.registrations import by_hand, deciding, lapsing, own_page, own_place, people
from regapp.vocabulary import Attendance, Language, LetterKind, Together
from tests import builders

from .scenes import enrol, own, sent, stored_event

TITLE = {
    "en": "Clean air for Almaty",
    "kk": "Алматыға таза ауа",
    "ru": "Чистый воздух для Алматы",
    "de": "Saubere Luft für Almaty",
}
ROOM = {"en": "In the room", "kk": "Залда", "ru": "В зале", "de": "Im Raum"}
ONLINE = {"en": "Online", "kk": "Онлайн", "ru": "Онлайн", "de": "Online"}
JOIN = "https://zoom.us/j/5550001"
START = datetime(2027, 3, 11, 17)


def clean_air(slug: str, *, capacity: int = 1, in_person: dict[str, Any] | None = None, **rules: Any) -> int:
    """An event in a room and online; its id. ``in_person`` are rules of the ticket for the room."""
    return builders.publish(
        builders.draft(
            slug,
            title=TITLE,
            summary={},
            start=START,
            end=START + timedelta(hours=2),
            closes=START - timedelta(days=1),
            venue="dku-almaty",
            contact_phone="+7 727 355 05 51",
            meeting=MeetingDraft(provider="zoom", join_address=JOIN, passcode="air"),
            ticket_types=(
                TicketTypeDraft("in-person", Attendance.IN_PERSON, ROOM, **(in_person or {})),
                TicketTypeDraft("online", Attendance.ONLINE, ONLINE),
            ),
            quotas=(QuotaDraft(ROOM, capacity, ("in-person",)),),
            **rules,
        )
    )


def at(name: str, slug: str) -> str:
    """Somebody's address, another for each event: one may cause only so many letters to an address."""
    return f"{name}@{slug}.example"


def attendee_ids(email: str, slug: str) -> list[int]:
    """The people of the registration under that address."""
    return [attendee.id for attendee in own(email, slug).attendees]


@contextmanager
def later(**by: float) -> Iterator[None]:
    """So much later than the present moment of the test."""
    with time_machine.travel(now() + timedelta(**by), tick=False):
        yield


def letters_about_places(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """A letter of each kind that tells what becomes of places, as sent; some kinds with variants."""
    return {
        **_of_several(app, language),
        **_of_hybrids(app, language),
        **_of_offers(app, language),
        **_of_decisions(app, language),
        **_of_unproved(app, language),
        **_of_invited(app, language),
    }


def _of_several(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-together"
    event = clean_air(slug, capacity=2, most_people=5)
    companions = (Companion("Erlan Abenov", at("erlan", slug)), Companion("Gulnara Ospanova"))
    plain = {"name": "Dana Omarova", "slug": slug, "language": language}
    enrol(at("dana", slug), companions=companions, together=Together.FIT, **plain)
    letters = {
        "confirmation-several": sent(app, LetterKind.CONFIRMATION, at("dana", slug)),
        "ticket": sent(app, LetterKind.TICKET, at("erlan", slug)),
    }
    enrol(at("dana", slug), **{**plain, "name": "Bolat Serik"})
    letters["already-registered-several"] = sent(app, LetterKind.ALREADY_REGISTERED, at("dana", slug))
    people.take_out(
        token=own(at("dana", slug), slug).token, code=own(at("dana", slug), slug).attendees[1].code
    )
    letters["changed"] = sent(app, LetterKind.CHANGED, at("dana", slug))
    letters["ticket-ended"] = sent(app, LetterKind.TICKET_ENDED, at("erlan", slug))
    by_hand.move(
        event_id=event,
        attendee_id=attendee_ids(at("dana", slug), slug)[2],
        ticket="online",
        user_id=None,
        message="We need the seat for the interpreter.\nThank you.",
    )
    with later(minutes=1):  # by then the host has had time for a second thought
        letters["changed-by-host"] = sent(app, LetterKind.CHANGED, at("dana", slug))
    own_page.cancel(token=own(at("dana", slug), slug).token)
    letters["cancellation-several"] = sent(app, LetterKind.CANCELLATION, at("dana", slug))
    return letters


def _of_hybrids(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-both"
    event = clean_air(slug)
    enrol(at("dana", slug), name="Dana Omarova", slug=slug, language=language)
    enrol(at("erlan", slug), name="Erlan Abenov", slug=slug, language=language, meanwhile="online")
    letters = {"confirmation-hybrid": sent(app, LetterKind.CONFIRMATION, at("erlan", slug))}
    by_hand.cancel(
        event_id=event,
        attendee_ids=attendee_ids(at("dana", slug), slug),
        user_id=None,
        message="The room became smaller.",
    )
    letters["cancellation-by-host"] = sent(app, LetterKind.CANCELLATION, at("dana", slug))
    letters["place-hybrid"] = sent(app, LetterKind.PLACE, at("erlan", slug))
    return letters


def _of_offers(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-offers"
    clean_air(slug, offer_minutes=60)
    enrol(at("dana", slug), name="Dana Omarova", slug=slug, language=language)
    enrol(at("erlan", slug), name="Erlan Abenov", slug=slug, language=language, meanwhile="online")
    enrol(at("gulnara", slug), name="Gulnara Ospanova", slug=slug, language=language)
    letters = {"waiting-list-offers": sent(app, LetterKind.WAITING_LIST, at("gulnara", slug))}
    own_page.cancel(token=own(at("dana", slug), slug).token)
    letters["offer"] = sent(app, LetterKind.OFFER, at("erlan", slug))
    with later(minutes=61):
        lapsing.lapse_due()
        letters["offer-lapsed"] = sent(app, LetterKind.OFFER_LAPSED, at("erlan", slug))
        own_place.accept(token=own(at("gulnara", slug), slug).token)
        letters["place-accepted"] = sent(app, LetterKind.PLACE, at("gulnara", slug))
    return letters


def _of_decisions(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-approval"
    event = clean_air(slug, capacity=2, in_person={"needs_approval": True})
    enrol(at("dana", slug), name="Dana Omarova", slug=slug, language=language)
    enrol(at("erlan", slug), name="Erlan Abenov", slug=slug, language=language)
    letters = {"pending": sent(app, LetterKind.PENDING, at("dana", slug))}
    said = {"event_id": event, "user_id": None, "message": "We look forward to your questions."}
    deciding.approve(attendee_ids=attendee_ids(at("dana", slug), slug), **said)
    letters["confirmation-approved"] = sent(app, LetterKind.CONFIRMATION, at("dana", slug))
    said["message"] = "We have to keep the seats for those who work in the field."
    deciding.reject(attendee_ids=attendee_ids(at("erlan", slug), slug), **said)
    letters["rejection"] = sent(app, LetterKind.REJECTION, at("erlan", slug))
    return letters


def _of_unproved(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-proof"
    clean_air(slug, proof_minutes=120)
    enrol(at("dana", slug), name="Dana Omarova", slug=slug, ticket="online", language=language)
    return {"prove-registration": sent(app, LetterKind.PROVE_REGISTRATION, at("dana", slug))}


def _of_invited(app: Flask, language: Language) -> dict[str, EmailMessage]:
    slug = "clean-air-invited"
    event = clean_air(slug, in_person={"needs_code": True})
    invitations.invite_addresses(
        event_id=event,
        ticket="in-person",
        addresses=[at("dana", slug)],
        language=language,
        user_id=None,
        expires=stored_event(slug).start_wall - timedelta(days=7),
    )
    return {"invitation": sent(app, LetterKind.INVITATION, at("dana", slug))}
