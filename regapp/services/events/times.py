"""Times at which an event cannot be."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from regapp.clock import now
from regapp.errors import TimesProblem, WrongTimes

FIRST_YEAR, LAST_YEAR = 1970, 2100


def refuse_wrong_times(
    *,
    zone: str,
    start: datetime,
    end: datetime,
    opens: datetime | None,
    closes: datetime,
    all_day: bool,
    sessions: Mapping[int, tuple[datetime, datetime]],
) -> None:
    """Raise WrongTimes unless an event may be moved there. All are naive, on the wall clock of ``zone``."""
    every = [
        start,
        end,
        closes,
        *([opens] if opens else []),
        *(hour for both in sessions.values() for hour in both),
    ]
    if not all(FIRST_YEAR <= one.year <= LAST_YEAR for one in every):
        raise WrongTimes(TimesProblem.YEAR)
    clock = _zone(zone)
    if not all(_is_shown(one, clock) for one in every):
        raise WrongTimes(TimesProblem.GAP)
    if _instant(end, clock) <= _instant(start, clock):
        raise WrongTimes(TimesProblem.END)
    if _instant(end, clock) <= now():
        raise WrongTimes(TimesProblem.OVER)
    if all_day and {start.time(), end.time()} != {time.min}:
        raise WrongTimes(TimesProblem.DAYS)
    if _instant(closes, clock) > _instant(end, clock):
        raise WrongTimes(TimesProblem.CLOSING)
    if opens and _instant(opens, clock) >= _instant(closes, clock):
        raise WrongTimes(TimesProblem.OPENING)
    if any(_instant(last, clock) <= _instant(first, clock) for first, last in sessions.values()):
        raise WrongTimes(TimesProblem.SESSION)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # "Europe" is a folder
        raise WrongTimes(TimesProblem.ZONE) from error


def _is_shown(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock ever shows this hour: once a year it may jump over one."""
    return _instant(wall, zone).astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0)


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
