"""A whole event as plain values, as an editor or a file gives it. Texts map a language to a text."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from regapp.services.events.rules import Rules
from regapp.vocabulary import Attendance, EventKind, QuestionKind, SpeakerRole, Visibility

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """Where people meet online. Join address and passcode are secrets."""

    provider: str = ""
    meeting_id: str = ""
    join_address: str = ""
    passcode: str = ""
    id_visibility: Visibility = Visibility.REGISTERED


@dataclass(frozen=True, slots=True)
class TicketTypeDraft:
    """A way to attend."""

    key: str
    attendance: Attendance
    name: Texts
    hint: Texts = field(default_factory=dict)
    needs_approval: bool = False
    needs_code: bool = False
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuotaDraft:
    """A number of places; the keys of the ticket types and the sessions (counted from 0) that draw on it."""

    name: Texts
    capacity: int
    ticket_types: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question of the form."""

    key: str
    kind: QuestionKind
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    choices: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """An item of the programme; times on the wall clock of the event's zone, or none."""

    title: Texts
    start: datetime | None = None
    end: datetime | None = None
    bookable: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerGroupDraft:
    """People who speak for the same side."""

    title: Texts
    topic: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeakerDraft:
    """A person on the programme; ``group`` counts the event's speaker groups from 0."""

    role: SpeakerRole
    name: Texts
    title: Texts = field(default_factory=dict)
    affiliation: Texts = field(default_factory=dict)
    country: str = ""
    group: int | None = None


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Everything about an event. Times are naive: the wall clock of ``zone``.

    Whole days (``all_day``) end at the midnight after the last. ``join_release_minutes``: so long before the
    start the way to join is told; None: with the place. ``calendar_by_session``: an entry in calendars for
    each timed session, not for each day.
    """

    slug: str
    organisation: str
    kind: EventKind
    title: Texts
    summary: Texts
    description: Texts
    zone: str
    start: datetime
    end: datetime
    closes: datetime
    opens: datetime | None = None
    all_day: bool = False
    hosts: tuple[str, ...] = ()
    venue: str | None = None
    languages: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    contact_phone: str = ""
    contact_email: str = ""
    public_stream: str = ""
    meeting: MeetingDraft = MeetingDraft()
    join_release_minutes: int | None = None
    calendar_by_session: bool = False
    ticket_types: tuple[TicketTypeDraft, ...] = ()
    quotas: tuple[QuotaDraft, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()
    sessions: tuple[SessionDraft, ...] = ()
    speaker_groups: tuple[SpeakerGroupDraft, ...] = ()
    speakers: tuple[SpeakerDraft, ...] = ()
