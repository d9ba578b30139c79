"""A whole event as plain values, as an editor, template or file gives it. Texts map a language to a text."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from regapp.services.events.rules import Rules
from regapp.vocabulary import (
    Attendance,
    EventKind,
    EventVisibility,
    PlacesShown,
    QuestionKind,
    SpeakerRole,
    Visibility,
)

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """Where people meet online. Join address, passcode and numbers to call are secrets."""

    provider: str = ""
    meeting_id: str = ""
    join_address: str = ""
    passcode: str = ""
    dial_in: str = ""
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
    """A number of places, and what draws on it: keys of ticket types, sessions (counted from 0), choices.

    ``choices`` are pairs of the keys of a question and of one of its choices.
    """

    name: Texts
    capacity: int
    ticket_types: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question of the form; see models/form.py for ``ticket_types`` and ``condition``."""

    key: str
    kind: QuestionKind
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    choices: tuple[dict[str, Any], ...] = ()
    ticket_types: tuple[str, ...] = ()
    condition: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """An item of the programme; times on the wall clock of the event's zone, or none.

    ``speakers`` count the event's people from 0.
    """

    title: Texts
    start: datetime | None = None
    end: datetime | None = None
    bookable: bool = False
    description: Texts = field(default_factory=dict)
    room: Texts = field(default_factory=dict)
    language: str = ""
    speakers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerGroupDraft:
    """People who speak for the same side."""

    title: Texts
    topic: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeakerDraft:
    """A person on the programme; ``group`` counts the event's speaker groups from 0.

    ``photograph`` is the id of a file.
    """

    role: SpeakerRole
    name: Texts
    title: Texts = field(default_factory=dict)
    affiliation: Texts = field(default_factory=dict)
    country: str = ""
    group: int | None = None
    biography: Texts = field(default_factory=dict)
    photograph: int | None = None


@dataclass(frozen=True, slots=True)
class NamedHostDraft:
    """A co-host that is no organisation of this service; ``logo`` is the id of a file."""

    name: Texts
    website: str = ""
    logo: int | None = None


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Everything about an event. Times are naive: the wall clock of ``zone``.

    Whole days (``all_day``) end at the midnight after the last. ``join_release_minutes``: so long before the
    start the way to join is told; None: with the place. ``calendar_by_session``: an entry in calendars for
    each timed session, not for each day. ``hosts`` are slugs of organisations, or hosts by name.
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
    hosts: tuple[str | NamedHostDraft, ...] = ()
    venue: str | None = None
    languages: tuple[str, ...] = ()
    visibility: EventVisibility = EventVisibility.PUBLIC
    places_shown: PlacesShown = PlacesShown.NUMBER
    faq: tuple[dict[str, Texts], ...] = ()
    letter_words: dict[str, Texts] = field(default_factory=dict)
    cover: int | None = None
    rules: Rules = field(default_factory=Rules)
    contact_phone: str = ""
    contact_email: str = ""
    public_stream: str = ""
    meeting: MeetingDraft = MeetingDraft()
    join_release_minutes: int | None = None
    calendar_by_session: bool = False
    asks_for_answer: bool = False
    trusts_answers: bool = False
    ticket_types: tuple[TicketTypeDraft, ...] = ()
    quotas: tuple[QuotaDraft, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()
    sessions: tuple[SessionDraft, ...] = ()
    speaker_groups: tuple[SpeakerGroupDraft, ...] = ()
    speakers: tuple[SpeakerDraft, ...] = ()
