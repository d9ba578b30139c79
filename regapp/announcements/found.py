"""What reading gives: values with the words they came from, what was inferred, and what contradicts."""

from dataclasses import dataclass
from enum import StrEnum

from regapp.vocabulary import Language


class Field(StrEnum):
    """What a found value says about the event. Those in ``MANY`` may be found several times."""

    TITLE = "title"
    KIND = "kind"
    LANGUAGE = "language"
    START_DATE = "start-date"
    END_DATE = "end-date"
    START_TIME = "start-time"
    END_TIME = "end-time"
    ZONE = "zone"
    OPENS = "opens"
    DEADLINE = "deadline"
    MODE = "mode"
    VENUE = "venue"
    ADDRESS = "address"
    CITY = "city"
    ROOM = "room"
    CAPACITY = "capacity"
    ONLINE_CAPACITY = "online-capacity"
    PROVIDER = "provider"
    MEETING_ID = "meeting-id"
    PASSCODE = "passcode"
    JOIN_ADDRESS = "join-address"
    DIAL_IN = "dial-in"
    STREAM = "stream"
    PHONE = "phone"
    EMAIL = "email"
    WEB_PAGE = "web-page"
    REGISTRATION_PAGE = "registration-page"
    HOST = "host"
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    GUEST = "guest"
    AGENDA_ITEM = "agenda-item"


MANY = frozenset(
    {
        Field.TITLE,  # one in each language of the text
        Field.LANGUAGE,
        Field.MODE,  # a hybrid event has two
        Field.DIAL_IN,
        Field.PHONE,
        Field.EMAIL,
        Field.HOST,
        Field.MODERATOR,
        Field.SPEAKER,
        Field.GUEST,
        Field.AGENDA_ITEM,
    }
)


class Reason(StrEnum):
    """Why a value is given although the words do not quite say it."""

    YEAR = "year"  # no year was written: the next such date
    RANGE_YEAR = "range-year"  # the year stands at another date of the text
    DAY_FIRST = "day-first"  # 03/04 is read as 3 April
    HALF_OF_DAY = "half-of-day"  # "5 to 7 pm": the first hour is taken to be in the afternoon as well
    PROGRAMME = "programme"  # from the first or last item of the programme
    DURATION = "duration"  # the start and how long it takes
    OFFSET = "offset"  # "GMT+5" is what the zone's clocks show on that day
    KIND = "kind"  # a webinar is online
    PLACE = "place"  # a venue is named, so people can come
    MEETING = "meeting"  # a meeting is named, so people can join
    SENTENCE = "sentence"  # the title is what a sentence invites to
    FORM_OF_WORD = "form-of-word"  # the name stands in another grammatical case
    LINK = "link"  # read out of an address


class DoubtKind(StrEnum):
    """What contradicts."""

    WEEKDAY = "weekday"  # the day of the week is not that of the date
    DATES = "dates"
    TIMES = "times"
    ZONES = "zones"  # the same moment in two zones is not the same, or an offset is not that of the place
    MEETINGS = "meetings"
    CAPACITIES = "capacities"
    DEADLINES = "deadlines"
    DEADLINE_AFTER_START = "deadline-after-start"
    END_BEFORE_START = "end-before-start"
    PAST = "past"  # the date is over
    GAP = "gap"  # the days named do not follow each other
    NO_SUCH_DATE = "no-such-date"  # 31 November


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the words it came from, ``text[start:end]`` of the given text.

    Dates are ISO 8601, times HH:MM on the wall clock, terms those of the vocabulary; all else is as written,
    on one line. ``detail`` is what stands beside it: the post of a person, the hours of an agenda item
    ("HH:MM" or "HH:MM-HH:MM"). ``language`` is that of its words, where they are a text.
    """

    field: Field
    value: str
    start: int
    end: int
    inferred: Reason | None = None
    detail: str = ""
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two places of the text that do not agree; the second may be the first where one contradicts itself."""

    kind: DoubtKind
    first: tuple[int, int]
    second: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Announcement:
    """All that was found, in the order of the fields and then of the text."""

    found: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def one(self, field: Field) -> Found | None:
        """The first value of a field."""
        return next((found for found in self.found if found.field == field), None)

    def value(self, field: Field) -> str:
        """The first value of a field, or an empty text."""
        found = self.one(field)
        return found.value if found else ""

    def all(self, field: Field) -> tuple[Found, ...]:
        """Every value of a field."""
        return tuple(found for found in self.found if found.field == field)
