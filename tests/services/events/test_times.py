"""Times at which an event cannot be, and which of them it is."""

from datetime import datetime, timedelta

import pytest

from regapp.database import db
from regapp.errors import EditedMeanwhile, TimesProblem, WrongTimes
from regapp.models import AuditEntry, Event
from regapp.services.events import creating, event_changes
from regapp.services.events.drafts import SessionDraft
from regapp.services.events.times import find_zone, is_shown, is_shown_twice, outside
from tests import builders as b

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = find_zone("Europe/Berlin")
START = datetime(2031, 7, 1, 17)

pytestmark = pytest.mark.usefixtures("app")


def stored(event: int) -> Event:
    db.session.rollback()
    return db.session.get_one(Event, event)


def move(event: int, **changes: object) -> None:
    """Move an event to the times that stand, but for these."""
    found = stored(event)
    times = {
        "zone": found.zone,
        "start": found.start_wall,
        "end": found.end_wall,
        "opens": found.opens_wall,
        "closes": found.closes_wall,
    }
    db.session.rollback()
    event_changes.move(event_id=event, user_id=None, **{**times, **changes})  # type: ignore[arg-type]


def small() -> int:
    return b.small_event(start=START, end=START + 2 * HOUR, closes=START - HOUR)


def test_an_hour_left_out_is_none_and_one_put_back_is_two() -> None:
    assert not is_shown(datetime(2031, 3, 30, 2, 30), BERLIN)
    assert is_shown_twice(datetime(2031, 10, 26, 2, 30), BERLIN)
    assert not is_shown_twice(datetime(2031, 10, 26, 3, 30), BERLIN)
    assert not is_shown_twice(datetime(2031, 3, 30, 2, 30), BERLIN)


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"start": datetime(1900, 1, 1)}, "start"),
        ({"closes": datetime(1900, 1, 1)}, "closes"),
        ({"zone": "Europe/Berlin", "opens": datetime(2031, 3, 30, 2, 30)}, "opens"),
        ({"end": START}, "end"),
        ({"closes": START + 3 * HOUR}, "closes"),
        ({"opens": START}, "opens"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_it_says_which_time_is_wrong(changes: dict[str, object], about: str) -> None:
    event = small()
    with pytest.raises(WrongTimes) as refused:
        move(event, **changes)
    assert refused.value.about == about


@pytest.mark.parametrize(
    ("first", "last", "is_outside"),
    [
        (START - 10 * HOUR, START - 9 * HOUR, False),
        (START, START + DAY, True),
        (START - DAY, START, True),
        (None, None, False),
    ],
)
def test_a_day_of_the_event_counts_and_not_its_hours(
    first: datetime | None, last: datetime | None, *, is_outside: bool
) -> None:
    found = outside([(7, first, last)], start=START, end=START + HOUR, all_day=False)
    assert found == ({7} if is_outside else set())


def test_the_midnight_after_the_last_of_whole_days_is_no_day_of_the_event() -> None:
    first, after = datetime(2031, 7, 1), datetime(2031, 7, 2)
    items = [(1, first + 9 * HOUR, first + 10 * HOUR), (2, after + 9 * HOUR, after + 10 * HOUR)]
    assert outside(items, start=first, end=after, all_day=True) == {2}


def test_no_part_of_the_programme_is_left_behind_by_its_event() -> None:
    item = SessionDraft({"en": "Talk"}, start=START + DAY, end=START + DAY + HOUR)
    event = b.small_event(start=START, end=START + DAY + 2 * HOUR, closes=START - HOUR, sessions=(item,))
    before = b.rows(Event)
    with pytest.raises(WrongTimes) as refused:
        move(event, end=START + 2 * HOUR)
    assert refused.value.problem is TimesProblem.OUTSIDE
    assert b.rows(Event) == before


def test_what_was_outside_before_hinders_no_move() -> None:
    item = SessionDraft({"en": "Talk"}, start=START + 3 * DAY, end=START + 3 * DAY + HOUR)
    event = b.small_event(start=START, end=START + 2 * HOUR, closes=START - HOUR, sessions=(item,))
    move(event, start=START + HOUR)
    assert stored(event).start_wall == START + HOUR


def test_a_draft_of_the_past_can_be_moved() -> None:
    past = datetime(2020, 1, 1, 10)
    event = creating.create(b.draft("draft", start=past, end=past + HOUR, closes=past))
    move(event, start=START, end=START + HOUR, closes=START)
    assert stored(event).start_wall == START


def test_nobody_moves_what_somebody_else_has_moved() -> None:
    event = small()
    revision = stored(event).revision
    move(event, end=START + 3 * HOUR, revision=revision)
    with pytest.raises(EditedMeanwhile):
        move(event, end=START + 4 * HOUR, revision=revision)
    assert stored(event).end_wall == START + 3 * HOUR


def test_it_is_written_down_from_what_to_what() -> None:
    event = small()
    move(event, end=START + 3 * HOUR)
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    old, new = ((START + by * HOUR).isoformat() for by in (2, 3))
    assert entry.details["changes"] == {"end": [old, new]}
