"""An event in memory, with any texts in every field that people type."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from regapp.models import Event, LocalizedText, Organisation, Session, TicketType, Venue
from regapp.vocabulary import Attendance, EventKind, EventStatus, Visibility


@dataclass(frozen=True)
class Typed:
    """What people typed. What is not of several lines stands on one: forms see to that."""

    title: str = "Round table"
    organisation: str = "University"
    venue: str = "Main hall"
    address: str = "Pushkin 111"
    city: str = "Almaty"
    session: str = "Opening"
    ticket: str = "In the room"
    meeting_id: str = "846 8448"
    passcode: str = "air"
    join_address: str = "https://zoom.example/j/1"
    person: str = "Aigul"
    subject: str = "A word"
    summary: str = "Problems and solutions"
    words: str = "See you there."


SEVERAL_LINES = {"summary", "words"}


def typed_everywhere(line: str, paragraphs: str) -> Typed:
    """The one text in each field of one line, the other in each that takes more."""
    texts = {one.name: paragraphs if one.name in SEVERAL_LINES else line for one in fields(Typed)}
    return Typed(**texts)


def event_of(typed: Typed, *, attendance: Attendance = Attendance.IN_PERSON, **columns: Any) -> Event:
    """An event with these texts and one kind of ticket."""
    event = Event(
        letter_words={},
        **{**_PLAIN, **columns},
        title=LocalizedText(en=typed.title),
        summary=LocalizedText(en=typed.summary),
        description=LocalizedText(),
        organisation=Organisation(slug="dku", name=LocalizedText(en=typed.organisation), contact_email=""),
        venue=_venue(typed),
        sessions=[_session(typed)],
        ticket_types=[_ticket_type(typed, attendance)],
        meeting_id=typed.meeting_id,
        join_address=typed.join_address,
        passcode=typed.passcode,
        cancellation_reason=typed.words,
    )
    event.schedule(
        zone="Asia/Almaty",
        start=datetime(2027, 3, 11, 17),
        end=datetime(2027, 3, 11, 19),
        closes=datetime(2027, 3, 10, 17),
    )
    return event


_PLAIN: dict[str, Any] = {
    "id": 1,
    "uid": "5f1c",
    "slug": "round-table",
    "kind": EventKind.ROUND_TABLE,
    "status": EventStatus.PUBLISHED,
    "languages": [],
    "all_day": False,
    "calendar_by_session": False,
    "asks_for_answer": False,
    "meeting_provider": "zoom",
    "meeting_id_visibility": Visibility.REGISTERED,
    "public_stream": "",
    "contact_phone": "+7 727 355 05 51",
    "contact_email": "host@example.org",
    "waiting_list": True,
    "offers_stop_minutes": 0,
    "pending_holds": True,
    "most_people": 1,
    "sequence": 0,
    "changed_at": datetime(2027, 1, 1, tzinfo=UTC),
}


def _venue(typed: Typed) -> Venue:
    texts = {name: LocalizedText(en=getattr(typed, name)) for name in ("address", "city")}
    return Venue(slug="hall", name=LocalizedText(en=typed.venue), accessibility=LocalizedText(), **texts)


def _session(typed: Typed) -> Session:
    start, end = datetime(2027, 3, 11, 17), datetime(2027, 3, 11, 18)
    return Session(
        id=7,
        title=LocalizedText(en=typed.session),
        start_wall=start,
        end_wall=end,
        bookable=False,
        position=0,
    )


def _ticket_type(typed: Typed, attendance: Attendance) -> TicketType:
    return TicketType(
        key="ticket",
        position=0,
        attendance=attendance,
        name=LocalizedText(en=typed.ticket),
        hint=LocalizedText(),
        needs_approval=False,
        needs_code=False,
    )
