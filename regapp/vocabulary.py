"""The terms that are stored, sent in addresses and compared: one spelling each."""

from enum import StrEnum


class Language(StrEnum):
    """A language that every page and letter speaks (BCP 47)."""

    ENGLISH = "en"
    KAZAKH = "kk"
    RUSSIAN = "ru"
    GERMAN = "de"


class Role(StrEnum):
    """What a member of an organisation may do, from all to least."""

    OWNER = "owner"
    MANAGER = "manager"
    DOOR = "door"
    VIEWER = "viewer"


class EventKind(StrEnum):
    """What sort of meeting an event is; reports are counted by it."""

    ROUND_TABLE = "round-table"
    WEBINAR = "webinar"
    CONFERENCE = "conference"
    RACE = "race"
    TELECONFERENCE = "teleconference"


class EventStatus(StrEnum):
    """Whether the public sees an event, and whether it takes place."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    """Where a ticket admits to."""

    IN_PERSON = "in-person"
    ONLINE = "online"


class Visibility(StrEnum):
    """Who may read the meeting's ID before the day."""

    PUBLIC = "public"
    REGISTERED = "registered"


class SpeakerRole(StrEnum):
    """What a person on the programme does."""

    MODERATOR = "moderator"
    SPEAKER = "speaker"
    GUEST = "guest"


class QuestionKind(StrEnum):
    """How a question of the form is answered."""

    TEXT = "text"
    CHOICE = "choice"
    PARAGRAPH = "paragraph"


class HoldReason(StrEnum):
    """Why an attendee has a place taken."""

    CONFIRMED = "confirmed"


class RegistrationState(StrEnum):
    """Whether a registration stands, or how it ended."""

    ACTIVE = "active"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """What an attendee has, in the words of lists and filters."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class LetterKind(StrEnum):
    """Each kind is a folder of templates under templates/mail/."""

    CONFIRMATION = "confirmation"
    WAITING_LIST = "waiting-list"
    PLACE = "place"
    ALREADY_REGISTERED = "already-registered"
    NO_PLACE = "no-place"
    CANCELLATION = "cancellation"
    PROVE_ADDRESS = "prove-address"
    LOST_LINKS = "lost-links"


class LetterState(StrEnum):
    """Where a letter is, in words that answer "did my mail go out?"."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    RETRYING = "retrying"
    FAILED = "failed"
    DROPPED = "dropped"
