"""An event's times: the clock on the wall is the promise."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from regapp.errors import Closed, NotYetOpen, Over
from regapp.models import Event
from regapp.vocabulary import EventStatus

ALMATY, BERLIN = "Asia/Almaty", "Europe/Berlin"


def wall(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, fold=fold)  # type: ignore[arg-type, misc]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def event(start: datetime, end: datetime | None = None, *, zone: str = ALMATY, **times: Any) -> Event:
    made = Event(status=EventStatus.PUBLISHED)
    end = end or start + timedelta(hours=2)
    made.schedule(zone=zone, start=start, end=end, **{"closes": start, **times})
    return made


def test_almaty_was_six_hours_ahead_in_2020() -> None:
    assert event(wall(2020, 11, 12, 17)).start_at == utc(2020, 11, 12, 11)


def test_almaty_is_five_hours_ahead_in_2025() -> None:
    assert event(wall(2025, 11, 12, 17)).start_at == utc(2025, 11, 12, 12)


def test_the_end_on_the_day_of_the_change_is_an_hour_later_than_it_seems() -> None:
    made = event(wall(2024, 2, 29, 22), wall(2024, 3, 1, 1))
    assert made.end_at - made.start_at == timedelta(hours=4)


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_an_hour_that_the_clock_shows_twice_is_told_apart(fold: int, hour: int) -> None:
    made = event(wall(2025, 10, 26, 2, 30, fold=fold), zone=BERLIN)
    assert made.start_at == utc(2025, 10, 26, hour, 30)
    assert (made.start_wall, made.start_fold) == (wall(2025, 10, 26, 2, 30), fold)
    assert made.start.astimezone(UTC) == made.start_at


def test_the_window_follows_the_wall_clock_too() -> None:
    made = event(wall(2025, 4, 1, 10), zone=BERLIN, opens=wall(2025, 3, 1, 10), closes=wall(2025, 3, 31, 10))
    assert (made.opens_at, made.closes_at) == (utc(2025, 3, 1, 9), utc(2025, 3, 31, 8))


# Days


def test_an_evening_is_one_day() -> None:
    made = event(wall(2025, 11, 12, 17), wall(2025, 11, 12, 19))
    assert made.days() == [(made.start, made.end)]


def test_a_seminar_over_two_dates_is_held_daily_between_its_hours() -> None:
    days = event(wall(2021, 4, 23, 10), wall(2021, 4, 24, 18)).days()
    assert [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in days] == [
        (utc(2021, 4, 23, 4), utc(2021, 4, 23, 12)),
        (utc(2021, 4, 24, 4), utc(2021, 4, 24, 12)),
    ]


def test_a_night_is_one_stretch() -> None:
    made = event(wall(2025, 11, 12, 22), wall(2025, 11, 13, 2))
    assert made.days() == [(made.start, made.end)]


def test_a_stretch_from_noon_to_noon_is_one() -> None:
    assert len(event(wall(2025, 11, 12, 12), wall(2025, 11, 13, 12)).days()) == 1


def test_each_day_keeps_its_hours_where_the_clock_changes_between() -> None:
    days = event(wall(2025, 3, 29, 10), wall(2025, 3, 30, 18), zone=BERLIN).days()
    assert [start.astimezone(UTC).hour for start, _ in days] == [9, 8]


def test_whole_days_are_one_stretch_that_ends_with_the_midnight_after_the_last() -> None:
    made = event(wall(2026, 5, 9), wall(2026, 5, 12), all_day=True)
    assert made.days() == [(made.start, made.end)]
    assert made.last_day.date().isoformat() == "2026-05-11"


def test_the_last_day_of_hours_is_that_of_the_end() -> None:
    assert event(wall(2025, 11, 12, 22), wall(2025, 11, 13)).last_day == event(wall(2025, 11, 13)).start


# Whether it takes registrations

OPENS, CLOSES, START = wall(2025, 11, 1, 9), wall(2025, 11, 11, 17), wall(2025, 11, 12, 17)


def windowed() -> Event:
    return event(START, opens=OPENS, closes=CLOSES)


def test_it_takes_registrations_from_opening_until_just_before_closing() -> None:
    made = windowed()
    made.check_open(utc(2025, 11, 1, 4))
    made.check_open(utc(2025, 11, 11, 11, 59, 59))


def test_it_is_not_open_a_second_early_and_says_when_it_will_be() -> None:
    with pytest.raises(NotYetOpen) as refusal:
        windowed().check_open(utc(2025, 11, 1, 3, 59, 59))
    assert refusal.value.opens_at == utc(2025, 11, 1, 4)


def test_it_is_closed_on_the_second_and_says_since_when() -> None:
    with pytest.raises(Closed) as refusal:
        windowed().check_open(utc(2025, 11, 11, 12))
    assert refusal.value.closed_at == utc(2025, 11, 11, 12)


def test_it_is_over_when_it_has_ended() -> None:
    with pytest.raises(Over):
        windowed().check_open(utc(2025, 11, 12, 14))


def test_it_is_over_when_it_is_cancelled_even_before_it_opens() -> None:
    made = windowed()
    made.status = EventStatus.CANCELLED
    with pytest.raises(Over):
        made.check_open(utc(2025, 10, 1))


def test_it_is_open_from_the_start_where_no_opening_is_set() -> None:
    event(START, closes=CLOSES).check_open(utc(2020, 1, 1))
