"""The terms that are stored, sent in addresses and compared: one spelling each."""

from regapp.vocabulary.accounts import AccountChange, Role, SignInMethod
from regapp.vocabulary.events import (
    Attendance,
    EventKind,
    EventStatus,
    EventVisibility,
    PlacesShown,
    QuestionKind,
    SpeakerRole,
    Visibility,
)
from regapp.vocabulary.jobs import Deed, JobKind, JobState, PersonFate, RowFate
from regapp.vocabulary.languages import Language
from regapp.vocabulary.letters import (
    ALARMS,
    TO_HOST,
    TO_MEMBERS,
    UNDELIVERED,
    UNSENT,
    Difference,
    LetterKind,
    LetterState,
    ReceivedKind,
    Recipients,
)
from regapp.vocabulary.people import (
    Actor,
    AttendeeState,
    CalendarAnswer,
    HoldReason,
    Source,
    Status,
    Together,
)

__all__ = [
    "ALARMS",
    "TO_HOST",
    "TO_MEMBERS",
    "UNDELIVERED",
    "UNSENT",
    "AccountChange",
    "Actor",
    "Attendance",
    "AttendeeState",
    "CalendarAnswer",
    "Deed",
    "Difference",
    "EventKind",
    "EventStatus",
    "EventVisibility",
    "HoldReason",
    "JobKind",
    "JobState",
    "Language",
    "LetterKind",
    "LetterState",
    "PersonFate",
    "PlacesShown",
    "QuestionKind",
    "ReceivedKind",
    "Recipients",
    "Role",
    "RowFate",
    "SignInMethod",
    "Source",
    "SpeakerRole",
    "Status",
    "Together",
    "Visibility",
]
