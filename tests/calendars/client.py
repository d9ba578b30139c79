"""A participant's calendar as RFC 5546 describes it: what becomes of it when letters come in.

Written from the standard alone; it shares no code with the service and reads files with vobject.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

import vobject

from .readers.in_python import forget_zones


@dataclass(frozen=True)
class Told:
    """What one message says of one entry."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    organiser: str
    attendees: tuple[str, ...]
    start: date
    end: date
    summary: str
    location: str

    @property
    def revision(self) -> tuple[int, datetime]:
        """RFC 5546 2.1.5: the higher SEQUENCE obsoletes the lower, the later DTSTAMP decides among equals."""
        return self.sequence, self.stamp


@dataclass
class Calendar:
    """The calendar of whoever reads the mail of `address`.

    What was cancelled is remembered, too, since UID, SEQUENCE and DTSTAMP are to be kept (RFC 5546 2.1.5):
    an earlier request that comes late must not bring it back. `refused` are messages that it did not act
    upon, since they are not for it, or not from the one who sent the first.
    """

    address: str
    known: dict[str, Told] = field(default_factory=dict)
    refused: list[Told] = field(default_factory=list)

    @property
    def entries(self) -> dict[str, Told]:
        """What the calendar shows, by UID."""
        return {uid: told for uid, told in self.known.items() if told.method == "REQUEST"}

    def receive(self, letter: EmailMessage) -> None:
        """Take in what the letter brings."""
        for told in read(letter):
            self.take(told)

    def take(self, told: Told) -> None:
        """Act upon a message: RFC 5546 3.2.2 (REQUEST) and 3.2.5 (CANCEL)."""
        kept = self.known.get(told.uid)
        is_mine = f"mailto:{self.address}".casefold() in {one.casefold() for one in told.attendees}
        # Anybody can send a message about any entry: only its organiser is heard (RFC 5546 6.1.1).
        is_theirs = kept is None or kept.organiser.casefold() == told.organiser.casefold()
        if not is_mine or not is_theirs:
            self.refused.append(told)
        elif kept is None or told.revision > kept.revision:
            self.known[told.uid] = told


def read(letter: EmailMessage) -> Iterator[Told]:
    """The messages to calendars in a letter: each part that names a method (RFC 6047 2.4)."""
    for part in letter.walk():
        if part.get_content_type() != "text/calendar" or not (method := part.get_param("method")):
            continue
        told = parse(part.get_payload(decode=True))
        assert told.method == method.upper(), f"{told.method} in a part for {method}"
        yield told


def parse(file: bytes) -> Told:
    forget_zones()
    calendar = vobject.readOne(file.decode())
    (event,) = calendar.contents["vevent"]
    return Told(
        method=calendar.method.value,
        uid=event.uid.value,
        # A REQUEST without SEQUENCE is the first one: RFC 5546 3.2.2.
        sequence=int(event.getChildValue("sequence", default="0")),
        stamp=event.dtstamp.value,
        organiser=event.organizer.value,
        attendees=tuple(attendee.value for attendee in event.attendee_list),
        start=_instant(event.dtstart.value),
        end=_instant(event.dtend.value),
        summary=event.getChildValue("summary", default=""),
        location=event.getChildValue("location", default=""),
    )


def _instant(value: Any) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
