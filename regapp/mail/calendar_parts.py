"""The calendar entries that go with a letter: what it brings into a calendar, and what it takes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from regapp.addresses import Addresses
from regapp.calendars.entry import Entry, Party, Status
from regapp.calendars.files import cancel, request
from regapp.documents.calendar_entries import gone_entries, own_entries
from regapp.mail import reply_addresses
from regapp.mail.changes import mailings_of
from regapp.mail.message import CalendarPart
from regapp.mail.people import confirmed_pair
from regapp.models import Letter, Registration
from regapp.queries.letters import Subject
from regapp.vocabulary import LetterKind


@dataclass(frozen=True, slots=True)
class CalendarDesk:
    """Where they are written. ``reply_domain``: see Desk."""

    addresses: Addresses
    host: str
    reply_domain: str

    def parts(
        self, letter: Letter, subject: Subject, *, attendee: Party, organiser: Party, moment: datetime
    ) -> tuple[CalendarPart, ...]:
        """What ``letter`` brings, and then what it takes out; nothing if it touches no calendar.

        ``organiser`` is named where no answers of calendars come in. Told is what holds at ``moment``.
        """
        registration, method = subject.registration, letter.facts.get("calendar")
        if registration is None or not method or not _fits(letter, subject):
            return ()
        asks = registration.event.asks_for_answer
        who = {"organiser": self._organiser(letter, registration, organiser), "attendee": attendee}
        if method == "REQUEST":
            brought = self._entries(letter, subject, registration, moment)
            ended = self._gone(letter, subject, registration, kept=brought)
        else:
            brought, ended = [], self._ended(letter, subject, registration, moment)
        requests = (CalendarPart("REQUEST", request(one, **who, stamp=moment, asks=asks)) for one in brought)
        cancels = (CalendarPart("CANCEL", cancel(one, **who, stamp=moment)) for one in ended)
        return tuple(_named((*requests, *cancels)))

    def _organiser(self, letter: Letter, registration: Registration, plain: Party) -> Party:
        """The same in all revisions of an entry: that of the contact's entries is the first person's."""
        if not self.reply_domain:
            return plain
        token = (letter.attendee or registration.attendees[0]).reply_token
        return Party(plain.name, reply_addresses.for_answers(token, self.reply_domain))

    def _ended(
        self, letter: Letter, subject: Subject, registration: Registration, moment: datetime
    ) -> list[Entry]:
        """All that somebody had."""
        gone = self._gone(letter, subject, registration)
        if gone and registration.event.calendar_by_session and letter.kind is not LetterKind.EVENT_CANCELLED:
            return gone  # which sessions they had can be read no more, so the letter has kept it
        entries = self._entries(letter, subject, registration, moment)
        return [*entries, *self._gone(letter, subject, registration, kept=entries)]

    def _entries(
        self, letter: Letter, subject: Subject, registration: Registration, moment: datetime
    ) -> list[Entry]:
        event, pair = registration.event, confirmed_pair(letter, subject)
        entries = own_entries(
            event,
            self.addresses,
            self.host,
            letter.language,
            sequence=_number(letter, registration),
            online=pair is not None and not pair[1].in_person,
            told=letter.kind is LetterKind.MEETING or event.join_told(moment),
            sessions=[one.id for one in pair[0].sessions] if pair else None,
        )
        # One person who leaves does not end the event: then there is no STATUS (RFC 5546 3.2.5).
        ends = letter.kind is LetterKind.EVENT_CANCELLED
        return [replace(one, status=Status.CANCELLED if ends else Status.CONFIRMED) for one in entries]

    def _gone(
        self,
        letter: Letter,
        subject: Subject,
        registration: Registration,
        kept: Sequence[Entry] = (),
    ) -> list[Entry]:
        """Days and sessions that were in the calendar and are no more."""
        facts = (letter.facts, *(mailing.facts for mailing in mailings_of(letter, subject)))
        pair = confirmed_pair(letter, subject)
        return gone_entries(
            (fact for some in facts for fact in some.get("gone", ())),
            registration.event,
            self.addresses,
            self.host,
            letter.language,
            sequence=_number(letter, registration),
            kept=kept,
            sessions=[one.id for one in pair[0].sessions] if pair else None,
        )


def _fits(letter: Letter, subject: Subject) -> bool:
    """Whether there is something to bring, or to take out from those who no longer have a place."""
    has_place = confirmed_pair(letter, subject) is not None
    return letter.kind is LetterKind.EVENT_CANCELLED or has_place == (letter.facts["calendar"] == "REQUEST")


def _number(letter: Letter, registration: Registration) -> int:
    """The number of what is told (RFC 5545 3.8.7.4).

    An invitation tells what holds when it is sent, also if that is newer than its reason. A CANCEL has the
    number under which the place ended: whoever has come back since has a higher one.
    """
    if letter.facts["calendar"] == "CANCEL":
        return int(letter.facts["sequence"])
    return registration.event.sequence + registration.calendar_revision


def _named(parts: tuple[CalendarPart, ...]) -> Iterator[CalendarPart]:
    """Each with a file name of its own."""
    for number, part in enumerate(parts, start=1):
        yield part if number == 1 else replace(part, filename=f"invite-{number}.ics")
