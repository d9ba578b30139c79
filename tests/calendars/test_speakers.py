"""Every zone of the countries from which people speak at these events, as programs read it from a file.

Kazakhstan and Germany, where the hosts are, and Russia, Turkey, Poland, Ukraine, Estonia, the United
States, Italy and China, where a webinar's speakers sat (RFC 5545 3.3.5, 3.6.5).
"""

from collections import defaultdict
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from regapp.calendars.files import published

from . import rules
from .examples import ALMATY, entry
from .readers import Libical, Reader

COUNTRIES = ["KZ", "DE", "RU", "TR", "PL", "UA", "EE", "US", "IT", "CN"]
# Winter and summer of the webinar's year, the change of Kazakhstan's law and its years, New Year's Eve.
WALLS = [
    datetime(2020, 11, 12, 17),
    datetime(2021, 1, 15, 10),
    datetime(2021, 4, 23, 10),
    datetime(2023, 12, 31, 23, 30),
    datetime(2024, 2, 29, 17),
    datetime(2024, 3, 1, 17),
    datetime(2025, 11, 12, 17),
    datetime(2026, 3, 29, 12),
    datetime(2026, 7, 1, 9),
]
# Hours ahead of UTC in January and July 2026, and the wall clock when the webinar begins in Almaty, by hand.
CAPITALS = {
    "Europe/Moscow": (3, 3, "07:00"),
    "Europe/Istanbul": (3, 3, "07:00"),
    "Europe/Warsaw": (1, 2, "06:00"),
    "Europe/Kyiv": (2, 3, "07:00"),
    "Europe/Tallinn": (2, 3, "07:00"),
    "America/New_York": (-5, -4, "00:00"),
    "Europe/Rome": (1, 2, "06:00"),
    "Asia/Shanghai": (8, 8, "12:00"),
    "Asia/Almaty": (5, 5, "10:00"),
    "Europe/Berlin": (1, 2, "06:00"),
}


def zones_by_country() -> dict[str, list[str]]:
    """From the pinned tzdata's own table."""
    zones = defaultdict(list)
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones[country].append(zone)
    return zones


ZONES = zones_by_country()


def file_of(zones: list[str]) -> tuple[bytes, dict[str, datetime]]:
    """An entry for each of these zones and times, and the instants at which they start."""
    entries = [
        entry(wall.replace(tzinfo=ZoneInfo(zone)), uid=f"{zone}-{wall:%Y%m%d}")
        for zone in zones
        for wall in WALLS
    ]
    return published(entries), {one.uid: one.start.astimezone(UTC) for one in entries}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_file_tells_every_zone_of_a_country(trusting_reader: Reader, country: str) -> None:
    file, instants = file_of(ZONES[country])
    assert {one.uid: one.start for one in trusting_reader(file)} == instants


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_file_breaks_no_rule_in_any_zone(libical: Libical, country: str) -> None:
    file, _ = file_of(ZONES[country])
    assert [*libical.complaints(file), *rules.broken(file)] == []


@pytest.mark.parametrize("zone", CAPITALS)
def test_every_program_reads_the_hours_that_people_there_live_by(reader: Reader, zone: str) -> None:
    starts = [datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)) for month in (1, 7)]
    seen = reader(published([entry(start, uid=f"{start:%m}") for start in starts]))
    winter, summer, _ = CAPITALS[zone]
    assert [12 - one.start.hour for one in sorted(seen, key=lambda one: one.start)] == [winter, summer]


@pytest.mark.parametrize("zone", CAPITALS)
def test_a_speaker_elsewhere_is_there_when_the_webinar_begins(reader: Reader, zone: str) -> None:
    (seen,) = reader(published([entry(datetime(2021, 4, 23, 10, tzinfo=ALMATY))]))
    assert isinstance(seen.start, datetime)
    assert f"{seen.start.astimezone(ZoneInfo(zone)):%H:%M}" == CAPITALS[zone][2]
