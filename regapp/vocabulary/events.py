from enum import StrEnum


class EventKind(StrEnum):
    """What sort of meeting an event is; reports are counted by it."""

    ROUND_TABLE = "round-table"
    WEBINAR = "webinar"
    CONFERENCE = "conference"
    RACE = "race"
    TELECONFERENCE = "teleconference"
    SEMINAR = "seminar"
    TRAINING = "training"
    ANNUAL_SESSION = "annual-session"
    CELEBRATION = "celebration"
    MEETING = "meeting"


class EventStatus(StrEnum):
    """Whether the public sees an event, and whether it takes place."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class EventVisibility(StrEnum):
    """Who finds an event: everybody, those who know its address, or those who are invited."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    INVITED = "invited"


class PlacesShown(StrEnum):
    """What the public learns of the places that are left."""

    NUMBER = "number"
    FEW = "few"
    HIDDEN = "hidden"


class Attendance(StrEnum):
    """Where a ticket admits to."""

    IN_PERSON = "in-person"
    ONLINE = "online"


class Visibility(StrEnum):
    """Who may read the meeting's ID: everybody, whoever registered, or whoever came by a letter."""

    PUBLIC = "public"
    REGISTERED = "registered"
    LETTER = "letter"


class SpeakerRole(StrEnum):
    """What a person on the programme does."""

    MODERATOR = "moderator"
    SPEAKER = "speaker"
    GUEST = "guest"


class QuestionKind(StrEnum):
    """How a question of the form is answered."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes-no"
    NUMBER = "number"
    DATE = "date"
    PHONE = "phone"
    COUNTRY = "country"
    EMAIL = "email"
    FILE = "file"
