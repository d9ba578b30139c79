"""What every reader answers with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


class UnavailableError(Exception):
    """The reader cannot be had on this machine; the text says why."""


@dataclass(frozen=True)
class Seen:
    """What a program shows of an entry; times in UTC, or plain dates where it takes whole days."""

    uid: str
    start: date
    end: date
    summary: str
    description: str
    location: str
    status: str


Reader = Callable[[bytes], list[Seen]]


def in_utc(time: date) -> date:
    """The same instant in UTC; a plain date stays one."""
    return time.astimezone(UTC) if isinstance(time, datetime) else time


def from_json(time: int | str) -> date:
    """Seconds since 1970, or a date as ISO 8601 has it."""
    return date.fromisoformat(time) if isinstance(time, str) else datetime.fromtimestamp(time, UTC)
