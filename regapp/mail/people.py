"""The people of whom a letter tells, each with what they have now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from regapp.mail.message import InlineImage
from regapp.models import Attendee, Letter, emails
from regapp.models.ticket import TicketType
from regapp.queries.letters import Subject
from regapp.queries.registrations import Standing
from regapp.vocabulary import AttendeeState, HoldReason, LetterKind

Pair = tuple[Attendee, Standing]

# What has become of those who have nothing any more, by the letter that tells it.
_ENDS = {
    LetterKind.CANCELLATION: AttendeeState.CANCELLED,
    LetterKind.REJECTION: AttendeeState.REJECTED,
    LetterKind.OFFER_LAPSED: AttendeeState.LAPSED,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One of them, as the templates read it. ``image`` is the ticket's QR code, where one is shown."""

    attendee: Attendee
    standing: Standing
    image: InlineImage | None = None

    @property
    def name(self) -> str:
        """As typed by whoever registered."""
        return self.attendee.name

    @property
    def code(self) -> str:
        """The ticket's."""
        return self.attendee.code

    @property
    def confirmed(self) -> bool:
        """Whether there is a place."""
        return self.standing.confirmed

    @property
    def in_person(self) -> bool:
        """Whether the ticket is for the room."""
        return self.standing.in_person

    @property
    def deadline(self) -> datetime | None:
        """The offer's or the proof's, on the clock of the event's zone."""
        if self.standing.deadline is None:
            return None
        return self.standing.deadline.astimezone(ZoneInfo(self.attendee.registration.event.zone))

    @property
    def kept(self) -> bool:
        """Whether a place is kept while the host decides: some events keep none."""
        return any(
            hold.reason is HoldReason.PENDING and (hold.quota_id is not None or not hold.ticket_type.quotas)
            for hold in self.attendee.holds
        )

    @property
    def asks_first(self) -> bool:
        """Whether the host decides before a place from the line is theirs."""
        wanted = self.standing.waits_for
        return wanted is not None and needs_yes(self.attendee, wanted)


def pairs_of(letter: Letter, subject: Subject) -> Sequence[Pair]:
    """Of whom ``letter`` tells: a companion's of that companion alone, while the address is theirs."""
    if letter.attendee is None:
        return subject.people
    own = letter.attendee.email
    is_theirs = bool(own) and emails.key(own) == letter.recipient_key
    return [(letter.attendee, subject.standing)] if subject.standing and is_theirs else []


def confirmed_pair(letter: Letter, subject: Subject) -> Pair | None:
    """Whose place a calendar's entry is about: the first who has one, or None."""
    return next((pair for pair in pairs_of(letter, subject) if pair[1].confirmed), None)


def who_declined(letter: Letter, subject: Subject) -> Attendee | None:
    """Which companion said no in a calendar, as ``letter`` tells; None: its recipient."""
    people = subject.registration.attendees if subject.registration else []
    return next((one for one in people if one.id == letter.facts.get("declined")), None)


def needs_yes(attendee: Attendee, ticket_type: TicketType) -> bool:
    """Whether an organiser has still to say yes before ``attendee`` has a place of ``ticket_type``."""
    return ticket_type.needs_approval and attendee.approved_at is None


def left_last(letter: Letter, subject: Subject) -> list[str]:
    """The names of those for whom, as ``letter`` tells, all has ended: who left together in the end."""
    state = _ENDS.get(letter.kind)
    if state is None or subject.registration is None:
        return []
    gone = [one for one in subject.registration.attendees if one.state is state]
    last = max((one.ended_at for one in gone if one.ended_at), default=None)
    return [one.name for one in gone if one.ended_at == last]
