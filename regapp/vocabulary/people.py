from enum import StrEnum


class HoldReason(StrEnum):
    """Why an attendee has a place taken; each is a Status as well."""

    CONFIRMED = "confirmed"
    OFFERED = "offered"
    PENDING = "pending"
    UNPROVEN = "unproven"


class AttendeeState(StrEnum):
    """Whether somebody still wants to come, or how that ended; each end is a Status as well."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class Status(StrEnum):
    """What an attendee has, in the words of lists and filters."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    PENDING = "pending"
    UNPROVEN = "unproven"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class Source(StrEnum):
    """How a registration came in."""

    FORM = "form"
    BY_HAND = "by-hand"
    WALK_IN = "walk-in"
    IMPORT = "import"


class Together(StrEnum):
    """What several people registered at once want if there is not room for all."""

    ALL = "all"
    FIT = "fit"


class Actor(StrEnum):
    """Who causes a change. An organiser is written down with the account's id, as ``organiser:7``."""

    PARTICIPANT = "participant"
    ORGANISER = "organiser"
    SYSTEM = "system"


class CalendarAnswer(StrEnum):
    """What somebody told the invitation in their calendar (PARTSTAT: RFC 5545 3.2.12, in lower case)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
