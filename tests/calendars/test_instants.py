"""The times that other programs read from the files."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from regapp.calendars.files import cancel, published, request

from .examples import ALMATY, BERLIN, GUEST, HOST, NEW_YORK, STAMP, entry, values
from .readers import Reader

SYDNEY = ZoneInfo("Australia/Sydney")
TIMES = {
    "the round table, before Almaty changed": (datetime(2020, 11, 12, 17, tzinfo=ALMATY), "2020-11-12T11:00"),
    "the same hour five years on": (datetime(2025, 11, 12, 17, tzinfo=ALMATY), "2025-11-12T12:00"),
    "Almaty's last day at +6": (datetime(2024, 2, 29, 17, tzinfo=ALMATY), "2024-02-29T11:00"),
    "Almaty's first day at +5": (datetime(2024, 3, 1, 17, tzinfo=ALMATY), "2024-03-01T12:00"),
    "Berlin before summer time": (datetime(2026, 3, 29, 1, 59, tzinfo=BERLIN), "2026-03-29T00:59"),
    "Berlin after the change": (datetime(2026, 3, 29, 3, tzinfo=BERLIN), "2026-03-29T01:00"),
    "Berlin in summer": (datetime(2026, 7, 1, 9, tzinfo=BERLIN), "2026-07-01T07:00"),
    "Berlin at New Year": (datetime(2026, 1, 1, 0, 0, tzinfo=BERLIN), "2025-12-31T23:00"),
    "New York in winter": (datetime(2026, 1, 15, 9, tzinfo=NEW_YORK), "2026-01-15T14:00"),
    "New York before Europe changes": (datetime(2026, 3, 20, 9, tzinfo=NEW_YORK), "2026-03-20T13:00"),
    "Sydney in its summer": (datetime(2026, 1, 1, 0, 30, tzinfo=SYDNEY), "2025-12-31T13:30"),
    "the first of two hours alike": (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), "2026-10-25T00:30"),
    "the second of them": (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), "2026-10-25T01:30"),
    "the hour that is left out": (datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN), "2026-03-29T01:30"),
    "a zone called UTC": (datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("UTC")), "2026-07-01T09:00"),
    "UTC itself": (datetime(2026, 7, 1, 9, tzinfo=UTC), "2026-07-01T09:00"),
}


@pytest.mark.parametrize(("start", "instant"), TIMES.values(), ids=TIMES)
def test_it_starts_at_the_instant_of_the_wall_clock(reader: Reader, start: datetime, instant: str) -> None:
    (seen,) = reader(published([entry(start)]))
    assert seen.start == datetime.fromisoformat(f"{instant}Z")


@pytest.mark.parametrize(("start", "instant"), TIMES.values(), ids=TIMES)
def test_it_carries_all_that_is_needed_to_know_the_instant(
    trusting_reader: Reader, start: datetime, instant: str
) -> None:
    """A program that has never heard of the zone reads the same."""
    zone = getattr(start.tzinfo, "key", "UTC").encode()
    file = published([entry(start)]).replace(b"TZID:" + zone, b"TZID:New/Place")
    (seen,) = trusting_reader(file.replace(b"TZID=" + zone, b"TZID=New/Place"))
    assert seen.start == datetime.fromisoformat(f"{instant}Z")


def test_it_ends_at_the_instant_of_the_wall_clock(reader: Reader) -> None:
    night = entry(datetime(2026, 3, 28, 22, tzinfo=BERLIN), end=datetime(2026, 3, 29, 6, tzinfo=BERLIN))
    (seen,) = reader(published([night]))
    assert seen.end == datetime(2026, 3, 29, 4, tzinfo=UTC)


def test_it_keeps_both_days_of_a_two_day_webinar(reader: Reader) -> None:
    days = [
        entry(
            datetime(2021, 4, day, 10, tzinfo=ALMATY),
            end=datetime(2021, 4, day, 18, tzinfo=ALMATY),
            uid=f"day-{day}@events.example",
        )
        for day in (23, 24)
    ]
    seen = {one.uid: (one.start, one.end) for one in reader(published(days))}
    assert seen == {
        f"day-{day}@events.example": (
            datetime(2021, 4, day, 4, tzinfo=UTC),
            datetime(2021, 4, day, 12, tzinfo=UTC),
        )
        for day in (23, 24)
    }


def test_it_keeps_instants_of_one_zone_apart_over_years(reader: Reader) -> None:
    years = (2018, 2020, 2023, 2024, 2026)
    entries = [entry(datetime(year, 4, 25, 17, tzinfo=ALMATY), uid=f"{year}@x") for year in years]
    hours = {one.uid: one.start.hour for one in reader(published(entries))}
    assert hours == {"2018@x": 11, "2020@x": 11, "2023@x": 11, "2024@x": 12, "2026@x": 12}


def test_it_keeps_instants_of_several_zones_in_one_feed(reader: Reader) -> None:
    zones = (ALMATY, BERLIN, NEW_YORK, SYDNEY)
    entries = [entry(datetime(2026, 7, 1, 9, tzinfo=zone), uid=zone.key) for zone in zones]
    assert {one.uid: one.start for one in reader(published(entries))} == {
        one.uid: one.start.astimezone(UTC) for one in entries
    }


@pytest.mark.parametrize("write", [request, cancel])
def test_it_tells_the_same_instant_in_messages(reader: Reader, write: Callable[..., bytes]) -> None:
    (seen,) = reader(write(entry(), organiser=HOST, attendee=GUEST, stamp=STAMP))
    assert seen.start == datetime(2020, 11, 12, 11, tzinfo=UTC)


def test_it_ends_with_its_start_when_both_are_the_same(reader: Reader) -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=BERLIN)
    (seen,) = reader(published([entry(noon, end=noon)]))
    assert seen.end == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_it_writes_no_end_that_is_not_later_than_the_start() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=BERLIN)
    assert values(published([entry(noon, end=noon)]), "DTEND") == []


def test_it_writes_the_wall_clock_with_its_zone() -> None:
    assert values(published([entry()]), "DTSTART") == ["TZID=Asia/Almaty:20201112T170000"]


def test_it_keeps_the_zone_of_a_place_whose_time_is_utc_today() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Atlantic/Reykjavik"))
    assert values(published([entry(noon)]), "DTSTART") == ["TZID=Atlantic/Reykjavik:20260701T120000"]


def test_it_writes_a_time_that_comes_twice_in_utc() -> None:
    twice = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN)
    assert values(published([entry(twice)]), "DTSTART") == ["20261025T013000Z"]
