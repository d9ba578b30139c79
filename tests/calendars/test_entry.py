"""What an entry refuses to be."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from .examples import BERLIN, entry


def test_it_refuses_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="named zone"):
        entry(datetime(2026, 7, 1, 9), end=datetime(2026, 7, 1, 11))


def test_it_refuses_a_fixed_offset() -> None:
    with pytest.raises(ValueError, match="named zone"):
        entry(datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=5))))


def test_it_refuses_an_end_before_the_start() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        entry(datetime(2026, 7, 1, 9, tzinfo=BERLIN), end=datetime(2026, 7, 1, 8, tzinfo=BERLIN))


def test_it_takes_an_end_that_only_the_wall_clock_puts_before_the_start() -> None:
    start = datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN)
    assert entry(start, end=datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=BERLIN)).start == start


def test_it_refuses_an_end_that_only_the_wall_clock_puts_after_the_start() -> None:
    start = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=BERLIN)
    with pytest.raises(ValueError, match="cannot end"):
        entry(start, end=datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN))


def test_it_refuses_whole_days_that_end_as_they_start() -> None:
    day = datetime(2026, 7, 1, tzinfo=BERLIN)
    with pytest.raises(ValueError, match="later date"):
        entry(day, end=day, all_day=True)


@pytest.mark.parametrize(("start", "end"), [(9, 0), (0, 9)])
def test_it_refuses_whole_days_with_hours(start: int, end: int) -> None:
    first, last = datetime(2026, 7, 1, start, tzinfo=BERLIN), datetime(2026, 7, 3, end, tzinfo=BERLIN)
    with pytest.raises(ValueError, match="midnight"):
        entry(first, end=last, all_day=True)


def test_it_refuses_a_change_at_no_known_instant() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        entry(changed_at=datetime(2026, 7, 1, 9, tzinfo=UTC).replace(tzinfo=None))
