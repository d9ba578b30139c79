"""VTIMEZONE against the zones it is made from."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from regapp.calendars.files import published
from regapp.calendars.zones import timezone_component

from .examples import ALMATY, BERLIN, NEW_YORK, entry, lines
from .readers import Libical

# Half-hour steps, changes at midnight and in a fast, saving time backwards, quarters of an hour, the south.
PLACES = [
    *("Asia/Almaty", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"),
    *("Europe/Dublin", "Asia/Gaza", "Africa/Cairo", "Antarctica/Troll", "Pacific/Chatham"),
    *("America/Santiago", "Asia/Kathmandu", "America/Scoresbysund"),
]


def observances(component: Timezone) -> list[tuple[datetime, timedelta, timedelta]]:
    """(onset in UTC, offset before, offset after) as RFC 5545 3.6.5 defines them, by onset."""
    return sorted(
        (
            part["DTSTART"].dt.replace(tzinfo=UTC) - part["TZOFFSETFROM"].td,
            part["TZOFFSETFROM"].td,
            part["TZOFFSETTO"].td,
        )
        for part in component.subcomponents
    )


def years(zone: ZoneInfo, first: int, last: int) -> Timezone:
    return timezone_component(zone, datetime(first, 6, 1, tzinfo=zone), datetime(last, 6, 1, tzinfo=zone))


@pytest.mark.parametrize("place", PLACES)
def test_it_agrees_with_the_zone_at_every_hour(place: str) -> None:
    zone = ZoneInfo(place)
    onsets = observances(years(zone, 2023, 2026))
    hour = datetime(2023, 1, 1, tzinfo=zone).astimezone(UTC)
    end = datetime(2027, 1, 1, tzinfo=zone).astimezone(UTC)
    while hour < end:
        in_force = [after for onset, _, after in onsets if onset <= hour][-1]
        assert in_force == hour.astimezone(zone).utcoffset(), hour
        hour += timedelta(hours=1)


@pytest.mark.parametrize("place", PLACES)
def test_it_changes_at_the_very_second(place: str) -> None:
    zone = ZoneInfo(place)
    for onset, before, after in observances(years(zone, 2023, 2026))[1:]:
        offsets = [moment.astimezone(zone).utcoffset() for moment in (onset - timedelta(seconds=1), onset)]
        assert offsets == [before, after]


def test_it_tells_the_change_of_almaty_in_the_old_time() -> None:
    last = years(ALMATY, 2024, 2024).subcomponents[-1]
    assert last.to_ical().decode().split("\r\n")[:-1] == [
        "BEGIN:STANDARD",
        "DTSTART:20240301T000000",
        "TZNAME:+05",
        "TZOFFSETFROM:+0600",
        "TZOFFSETTO:+0500",
        "END:STANDARD",
    ]


def test_it_tells_what_is_in_force_when_the_years_begin() -> None:
    first = years(ALMATY, 2024, 2024).subcomponents[0]
    assert (first["TZOFFSETFROM"].td, first["TZOFFSETTO"].td) == (timedelta(hours=6), timedelta(hours=6))


def test_it_calls_summer_time_daylight() -> None:
    kinds = [part.name for part in years(BERLIN, 2026, 2026).subcomponents]
    assert kinds == ["STANDARD", "DAYLIGHT", "STANDARD"]


def test_it_tells_one_onset_for_each_change() -> None:
    onsets = [f"{part['DTSTART'].dt:%Y-%m-%d %H}" for part in years(NEW_YORK, 2025, 2026).subcomponents]
    assert onsets[1:] == ["2025-03-09 02", "2025-11-02 02", "2026-03-08 02", "2026-11-01 02"]


def test_it_keeps_to_the_years_of_the_entries() -> None:
    entries = [entry(datetime(year, 7, 1, 9, tzinfo=BERLIN), uid=str(year)) for year in (2025, 2026)]
    onsets = [line for line in lines(published(entries)) if line.startswith("DTSTART:")]
    assert [onset[8:12] for onset in onsets] == ["2024", "2025", "2025", "2026", "2026"]


def test_it_defines_each_zone_once() -> None:
    entries = [
        entry(datetime(year, 7, 1, 9, tzinfo=zone), uid=f"{zone.key}-{year}")
        for year in (2024, 2025, 2026)
        for zone in (NEW_YORK, BERLIN, ZoneInfo.no_cache("Europe/Berlin"))
    ]
    defined = [line for line in lines(published(entries)) if line.startswith("TZID:")]
    assert defined == ["TZID:America/New_York", "TZID:Europe/Berlin"]


def test_it_defines_no_zone_for_utc() -> None:
    file = published([entry(datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Etc/UTC")))])
    assert b"VTIMEZONE" not in file
    assert b"DTSTART:20260701T090000Z" in file


def test_it_uses_no_property_that_libical_refuses(libical: Libical) -> None:
    entries = [entry(datetime(2026, 7, 1, 9, tzinfo=ZoneInfo(place)), uid=place) for place in PLACES]
    assert libical.complaints(published(entries)) == []
