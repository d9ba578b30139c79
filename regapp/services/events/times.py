"""Times at which an event cannot be."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from regapp.clock import now
from regapp.errors import TimesProblem, WrongTimes

FIRST_YEAR, LAST_YEAR = 1970, 2100
Hours = tuple[datetime, datetime]


def refuse_wrong_times(
    *,
    zone: str,
    start: datetime,
    end: datetime,
    opens: datetime | None,
    closes: datetime,
    all_day: bool,
    sessions: Mapping[int, Hours],
) -> None:
    """Raise WrongTimes unless an event may be moved there. All are naive, on the wall clock of ``zone``."""
    named = [("start", start), ("end", end), *([("opens", opens)] if opens else []), ("closes", closes)]
    every = [*named, *(("sessions", hour) for both in sessions.values() for hour in both)]
    for name, one in every:
        if not FIRST_YEAR <= one.year <= LAST_YEAR:
            raise WrongTimes(TimesProblem.YEAR, name)
    clock = find_zone(zone)
    if gap := next((name for name, one in every if not is_shown(one, clock)), ""):
        raise WrongTimes(TimesProblem.GAP, gap)
    if _instant(end, clock) <= _instant(start, clock):
        raise WrongTimes(TimesProblem.END, "end")
    if _instant(end, clock) <= now():
        raise WrongTimes(TimesProblem.OVER, "end")
    if all_day and {start.time(), end.time()} != {time.min}:
        raise WrongTimes(TimesProblem.DAYS, "start")
    if _instant(closes, clock) > _instant(end, clock):
        raise WrongTimes(TimesProblem.CLOSING, "closes")
    if opens and _instant(opens, clock) >= _instant(closes, clock):
        raise WrongTimes(TimesProblem.OPENING, "opens")
    _refuse_wrong_sessions(sessions.values(), clock)


def outside(
    sessions: Iterable[tuple[int, datetime | None, datetime | None]],
    *,
    start: datetime,
    end: datetime,
    all_day: bool,
) -> set[int]:
    """The ids of those items of a programme that are not on a day of their event; all on one wall clock."""
    last = (end - timedelta(days=1)).date() if all_day else end.date()
    return {
        number
        for number, first, final in sessions
        if not _is_between(first, start.date(), last) or not _is_between(final, start.date(), last)
    }


def find_zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises WrongTimes where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # "Europe" is a folder
        raise WrongTimes(TimesProblem.ZONE, "zone") from error


def is_shown(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock ever shows this hour: once a year it may jump over one."""
    return _instant(wall, zone).astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0)


def is_shown_twice(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock shows this hour twice, as where it is put back."""
    first, second = (_instant(wall.replace(fold=fold), zone) for fold in (0, 1))
    return first != second and is_shown(wall, zone)


def _refuse_wrong_sessions(sessions: Iterable[Hours], clock: ZoneInfo) -> None:
    if any(_instant(last, clock) <= _instant(first, clock) for first, last in sessions):
        raise WrongTimes(TimesProblem.SESSION, "sessions")


def _is_between(moment: datetime | None, first: date, last: date) -> bool:
    return moment is None or first <= moment.date() <= last


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
