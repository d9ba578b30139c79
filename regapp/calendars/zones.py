"""VTIMEZONE from the zones of Python (RFC 5545 3.6.5).

icalendar can make them too, but tells changes forward in the new time and puts several onsets into one RDATE,
of which some programs read the first alone.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vUTCOffset

_NAMES_OF_UTC = frozenset({"UTC", "UCT", "Universal", "Zulu"})
# Less than the time between any two changes of one zone (a week, in Gaza), so that none hides another.
_STEP = timedelta(days=1)


class _Observance(NamedTuple):
    """What a zone observes for a time: RFC 5545 3.6.5 (TZOFFSETTO, DAYLIGHT or STANDARD, TZNAME)."""

    offset: timedelta
    saving: timedelta
    name: str


def zone_written(value: datetime) -> ZoneInfo | None:
    """The zone that a time is written with, or None if it is to be written in UTC.

    UTC needs no zone. No wall clock can tell the second of two hours alike from the first (RFC 5545 3.3.5),
    and programs differ in what they make of an hour that is left out: such times are told in UTC.
    """
    zone = value.tzinfo
    if not isinstance(zone, ZoneInfo) or zone.key.removeprefix("Etc/") in _NAMES_OF_UTC:
        return None
    if value.replace(fold=0).utcoffset() != value.replace(fold=1).utcoffset():
        return None
    return zone


def timezone_components(moments: Iterable[datetime]) -> list[Timezone]:
    """One VTIMEZONE for each zone that these times are written with, ordered by TZID."""
    by_key: dict[str, list[datetime]] = {}
    zones: dict[str, ZoneInfo] = {}
    for value in moments:
        if zone := zone_written(value):
            by_key.setdefault(zone.key, []).append(value)
            zones[zone.key] = zone
    return [timezone_component(zones[key], min(by_key[key]), max(by_key[key])) for key in sorted(by_key)]


def timezone_component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE of a zone for all years, on its wall clock, from `first` to `last` (aware datetimes).

    The component is shared between files: do not change it.
    """
    return _component(zone, first.astimezone(zone).year, last.astimezone(zone).year)


@lru_cache(maxsize=1024)
def _component(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    # A day earlier, so that the first onset does not meet a change at New Year's midnight.
    begin = datetime(first_year, 1, 1, tzinfo=zone).astimezone(UTC) - _STEP
    end = datetime(last_year, 12, 31, 23, 59, 59, tzinfo=zone).astimezone(UTC)
    component = Timezone()
    component.add("TZID", zone.key)
    before = _observed(zone, begin)
    component.add_component(_subcomponent(begin, before, before))
    for onset in _changes(zone, begin, end):
        after = _observed(zone, onset)
        component.add_component(_subcomponent(onset, before, after))
        before = after
    return component


def _subcomponent(
    onset: datetime, before: _Observance, after: _Observance
) -> TimezoneStandard | TimezoneDaylight:
    # In Dublin and Morocco it is the winter or Ramadan that differs from standard time, backwards.
    part = TimezoneDaylight() if after.saving > timedelta(0) else TimezoneStandard()
    # The onset stands in the wall clock's time before the change: 3.8.2.4.
    part.add("DTSTART", onset.replace(tzinfo=None) + before.offset)
    part.add("TZOFFSETFROM", vUTCOffset(before.offset))
    part.add("TZOFFSETTO", vUTCOffset(after.offset))
    part.add("TZNAME", after.name)
    return part


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants (UTC) after `begin` and up to `end` from which the zone observes something new."""
    while begin < end:
        later = min(begin + _STEP, end)
        before = _observed(zone, begin)
        if _observed(zone, later) != before:
            low, high = begin, later
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if _observed(zone, middle) == before else (low, middle)
            yield high
        begin = later


def _observed(zone: ZoneInfo, instant: datetime) -> _Observance:
    local = instant.astimezone(zone)
    return _Observance(
        local.utcoffset() or timedelta(0), local.dst() or timedelta(0), local.tzname() or zone.key
    )
