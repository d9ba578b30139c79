"""The answer of a calendar to an invitation: an iTIP REPLY in a message (RFC 5546 3.2.3, RFC 6047)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from itertools import islice
from typing import Any, NamedTuple

from icalendar.parser import Contentline

from regapp.mail.received.opening import parts, text
from regapp.vocabulary import CalendarAnswer

_LARGEST = 128 * 1024  # octets of a calendar object: ours have a few thousand
_MOST_CALENDARS = 3  # in one message: Google sends two
_TYPES = {"text/calendar", "application/ics"}
_STAMP = "%Y%m%dT%H%M%SZ"

# Every other line is passed over unread.
_COUNTS = re.compile(r"(BEGIN|END|METHOD|UID|ATTENDEE|DTSTAMP|SEQUENCE)\b", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE_END = re.compile(r"\r?\n")


class _Line(NamedTuple):
    """A property, and where it stands: ``VCALENDAR/VEVENT`` is the event itself, and not e.g. its alarm."""

    component: str
    name: str
    parameters: Any
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one attendee says of one entry.

    ``email`` is the attendee's address as written, ``stamp`` the instant of the answer (DTSTAMP) or None,
    ``sequence`` the revision of the entry that was answered.
    """

    uid: str
    email: str
    answer: CalendarAnswer
    stamp: datetime | None
    sequence: int


def find_answer(message: Message) -> Answer | None:
    """The first REPLY in the message, in whatever part it stands, or None."""
    calendars = (part for part in parts(message) if _is_calendar(part))
    found = (_read(text(part, _LARGEST)) for part in islice(calendars, _MOST_CALENDARS))
    return next(filter(None, found), None)


def _is_calendar(part: Message) -> bool:
    name = part.get_filename() or ""
    return part.get_content_type() in _TYPES or name.lower().endswith(".ics")


def _read(calendar: str) -> Answer | None:
    """The answer that the calendar object holds. Its own METHOD is what counts: types get lost on the way.

    Only single lines are read, none of its zones: a stranger's would become part of this process.
    """
    lines = list(_lines(calendar))
    event = [line for line in lines if line.component == "VCALENDAR/VEVENT"]
    said = [line for line in event if line.name == "ATTENDEE"]
    uids = set(_values(event, "UID"))
    is_reply = _values([line for line in lines if line.component == "VCALENDAR"], "METHOD") == ["REPLY"]
    if not is_reply or len(uids) != 1 or len(said) != 1:
        return None  # RFC 5546 3.2.3: exactly one attendee, who is the one that answers
    answer = str(said[0].parameters.get("PARTSTAT", "")).lower()
    if answer not in set(CalendarAnswer):
        return None
    return Answer(
        uid=uids.pop(),
        email=_mailto(said[0].value),
        answer=CalendarAnswer(answer),
        stamp=_stamp(_values(event, "DTSTAMP")),
        sequence=_number(_values(event, "SEQUENCE")),
    )


def _lines(calendar: str) -> Iterator[_Line]:
    """The content lines that may count, unfolded (RFC 5545 3.1)."""
    inside: list[str] = []
    for line in _LINE_END.split(_FOLD.sub("", calendar.lstrip("\ufeff"))):
        if not _COUNTS.match(line):
            continue
        try:
            name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except ValueError:
            continue  # calendars write odd lines; those that count are plain
        match name.upper():
            case "BEGIN":
                inside.append(value.strip().upper())
            case "END":
                del inside[-1:]
            case name:
                yield _Line("/".join(inside), name, parameters, value.strip())


def _values(lines: list[_Line], name: str) -> list[str]:
    return [line.value for line in lines if line.name == name]


def _mailto(value: str) -> str:
    scheme, _, email = value.partition(":")
    return email if scheme.lower() == "mailto" else ""


def _stamp(values: list[str]) -> datetime | None:
    try:
        return datetime.strptime(values[0], _STAMP).replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return None


def _number(values: list[str]) -> int:
    """The revision; an INTEGER has ten digits at most (RFC 5545 3.3.8), and none of ours is endless."""
    return int(values[0]) if values and re.fullmatch("[0-9]{1,10}", values[0]) else 0
