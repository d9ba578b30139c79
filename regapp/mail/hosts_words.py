"""What a host writes to many, as one of them reads it: in their language, with their name and date."""

from collections.abc import Mapping, Sequence
from typing import Any

from regapp import texts
from regapp.addresses import Addresses
from regapp.documents.message_fields import OWN_PAGE, filled_html, filled_line, filled_plain
from regapp.mail.environment import inert
from regapp.mail.people import Person
from regapp.models import Event, Letter, LocalizedText
from regapp.vocabulary import Attendance, Language, LetterKind


def hosts_words(
    letter: Letter,
    event: Event | None,
    people: Sequence[Person],
    addresses: Addresses,
    *,
    own_page: str,
    addressee: str,
) -> dict[str, Any]:
    """The host's subject and text, in the reader's language or in the first of a fixed order that there is.

    A letter to a companion leads to the event's page where the others are led to their own.
    """
    if event is None or letter.kind not in {LetterKind.MESSAGE, LetterKind.MESSAGE_TEST}:
        return {}
    facts = _written(letter)
    text, reader = LocalizedText(facts.get("text", {})), letter.language
    written_in = text.language_for(reader)
    foreign = written_in is not None and written_in is not reader
    values = {
        "name": inert(addressee),
        "event": event.title.read(reader),
        "date": texts.date_range(event.start, event.last_day, reader),
        "place": _place(event, people, reader),
        OWN_PAGE: own_page or addresses.event(event.slug),
    }
    return {
        "hosts_subject": filled_line(LocalizedText(facts.get("subject", {})).read(reader), values),
        "hosts_text": filled_plain(text.read(reader), values),
        "hosts_html": filled_html(text.read(reader), values),
        "written_in": written_in or reader,
        "foreign": texts.language_name(written_in, reader) if written_in and foreign else "",
        "about_registration": bool(facts.get("about_registration", True)),
    }


def _written(letter: Letter) -> Mapping[str, Any]:
    """A test letter keeps its words itself: they may be others by the time it is sent."""
    if letter.kind is LetterKind.MESSAGE_TEST:
        found: Mapping[str, Any] = letter.facts["written"]
        return found
    return letter.mailing.facts if letter.mailing else {}


def _place(event: Event, people: Sequence[Person], reader: Language) -> str:
    """Where the reader goes: somebody with a ticket for the room to the venue."""
    goes_there = any(one.in_person for one in people) if people else _has_room(event)
    if event.venue and goes_there:
        return event.venue.in_words(reader)
    catalogue = texts.catalogue(reader)
    return catalogue.gettext("The place will be announced") if goes_there else catalogue.gettext("Online")


def _has_room(event: Event) -> bool:
    return any(one.attendance is Attendance.IN_PERSON for one in event.ticket_types)
