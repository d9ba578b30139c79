from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Status(StrEnum):
    """STATUS of an entry: RFC 5545 3.8.1.11."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Party:
    """The organiser or an attendee of an entry: a name for people, an address for mail (without mailto:)."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT: RFC 5545 3.6.1.

    `uid` never changes in the entry's life, and `sequence` rises with every change that its readers must hear
    of (3.8.7.4). `start` and `end` are wall-clock times with their fold in the event's zone (or UTC), so that
    the entry stays right when the law of the zone changes. `changed_at` is the instant of the last change.
    `position` is latitude and longitude in degrees. `alarm_before` counts from the start. An `all_day` entry
    is of dates, not of hours: from the midnight on which it starts to the one after its last day (3.6.1). A
    time without zone or with a fixed offset, an end before the start, and days that do not start at midnight
    are a ValueError.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    changed_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED
    categories: tuple[str, ...] = ()
    position: tuple[float, float] | None = None
    join_address: str = ""
    alarm_before: timedelta | None = None
    all_day: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        """Refuse times that name no instant, or that a calendar could not follow through a change of law."""
        for moment in (self.start, self.end):
            named = isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key
            if not named and moment.tzinfo is not UTC:
                raise ValueError(f"an entry's time needs a named zone, not {moment.tzinfo!r}: {moment!r}")
        # Times of one zone compare by the clock on the wall, which runs backwards once a year.
        if self.end.astimezone(UTC) < self.start.astimezone(UTC):
            raise ValueError(f"an entry cannot end ({self.end}) before it starts ({self.start})")
        if self.all_day and not self.start.date() < self.end.date():
            raise ValueError(f"whole days end on a later date ({self.end}) than they start ({self.start})")
        if self.all_day and {self.start.time(), self.end.time()} != {time()}:
            raise ValueError(f"whole days go from midnight to midnight, not from {self.start} to {self.end}")
        if self.changed_at.utcoffset() is None:
            raise ValueError(f"the instant of a change needs a zone: {self.changed_at!r}")
