"""What is told to all at a time that follows from the event's start."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from regapp.services.events import event_changes
from regapp.services.events.drafts import MeetingDraft
from regapp.vocabulary import LetterKind, LetterState
from tests import builders as b
from tests.services.mailing_scenes import (
    HOUR,
    MEETING,
    WEEK,
    cancel,
    change_meeting,
    mailings,
    move,
    owed,
    planned,
    settle,
    stored,
    until,
)

pytestmark = pytest.mark.usefixtures("app")

REMINDER, TOLD, CHANGED = LetterKind.REMINDER, LetterKind.MEETING, LetterKind.EVENT_CHANGED
DAY = timedelta(days=1)


@pytest.fixture
def starts() -> datetime:
    return datetime(2031, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def event(clock: time_machine.Traveller) -> int:
    """The first has a seat, the second waits, the third joins online; how is told an hour before."""
    made = b.small_event(capacity=1, meeting=MEETING, join_release_minutes=60)
    for person in (1, 2):
        b.register(made, person)
    b.register(made, 3, ticket="online")
    return made


def start(event: int) -> datetime:
    return stored(event).start_at


def reached(kind: LetterKind) -> list[int]:
    return [person for person in (1, 2, 3) if owed(person, kind)]


def test_those_with_a_place_are_reminded_a_day_before(event: int, clock: time_machine.Traveller) -> None:
    assert planned(event, REMINDER) == [start(event) - DAY]
    settle(clock, until(start(event) - DAY))
    assert reached(REMINDER) == [1, 3]
    assert owed(1, REMINDER)[0].facts == {}


def test_of_whole_days_people_are_reminded_in_the_morning_before(clock: time_machine.Traveller) -> None:
    first = datetime(2031, 7, 5)
    event = b.small_event(start=first, end=first + 2 * DAY, closes=first, all_day=True)
    assert [stored(event).wall(due) for due in planned(event, REMINDER)] == [datetime(2031, 7, 4, 9)]


def test_an_event_published_too_late_for_it_has_no_reminder(clock: time_machine.Traveller) -> None:
    begins = b.draft("x").start - timedelta(days=29, hours=12)
    event = b.small_event(start=begins, end=begins + HOUR, closes=begins)
    assert mailings(event) == []


def test_the_reminder_moves_with_the_event(event: int) -> None:
    move(event, WEEK)
    assert planned(event, REMINDER) == [start(event) - DAY]
    move(event, -WEEK)
    assert planned(event, REMINDER) == [start(event) - DAY]
    assert len(mailings(event, REMINDER)) == 1


def test_a_slip_in_the_date_costs_nobody_the_reminder(event: int, clock: time_machine.Traveller) -> None:
    clock.move_to(start(event) - 2 * DAY)
    move(event, -30 * HOUR)
    move(event, 30 * HOUR)
    assert planned(event, REMINDER) == [start(event) - DAY]


def test_a_meeting_taken_out_and_put_in_again_is_told_in_time(event: int) -> None:
    change_meeting(event, MeetingDraft(), 60)
    change_meeting(event, MEETING, 60)
    assert planned(event, TOLD) == [start(event) - HOUR]


def test_a_reminder_that_has_not_left_is_taken_back_when_the_event_is_put_off(
    event: int, clock: time_machine.Traveller
) -> None:
    settle(clock, until(start(event) - DAY))
    move(event, WEEK)
    assert [letter.state for letter in owed(1, REMINDER)] == [LetterState.DROPPED]
    settle(clock, until(start(event) - DAY))
    assert [letter.state for letter in owed(1, REMINDER)] == [LetterState.DROPPED, LetterState.DUE]


def test_nobody_is_reminded_again_for_an_hour_more(event: int, clock: time_machine.Traveller) -> None:
    settle(clock, until(start(event) - DAY))
    b.change_letters(state=LetterState.SENT)
    move(event, HOUR)
    assert planned(event, REMINDER) == []


def test_an_event_that_comes_sooner_than_in_a_day_is_not_reminded_of(
    event: int, clock: time_machine.Traveller
) -> None:
    clock.move_to(start(event) - 2 * DAY)
    move(event, -30 * HOUR)
    settle(clock)
    assert (planned(event, REMINDER), reached(REMINDER), reached(CHANGED)) == ([], [], [1, 2, 3])


def test_nobody_is_reminded_of_what_is_cancelled(event: int, clock: time_machine.Traveller) -> None:
    cancel(event)
    assert [kind for kind in (REMINDER, TOLD) if planned(event, kind)] == []


def test_a_reminder_that_is_late_stays_due_when_something_else_changes(
    event: int, clock: time_machine.Traveller
) -> None:
    clock.move_to(start(event) - DAY + HOUR)  # no worker ran
    event_changes.relocate(event_id=event, venue_id=None, user_id=None)
    settle(clock)
    assert reached(REMINDER) == [1, 3]


def test_how_to_join_is_told_in_time_to_those_online(event: int, clock: time_machine.Traveller) -> None:
    assert planned(event, TOLD) == [start(event) - HOUR]
    assert not stored(event).join_told(start(event) - HOUR - timedelta(seconds=1))
    assert stored(event).join_told(start(event) - HOUR)
    settle(clock, until(start(event) - HOUR))
    assert reached(TOLD) == [3]


def test_then_the_place_in_calendars_is_another_and_the_number_rises(
    event: int, clock: time_machine.Traveller
) -> None:
    before = stored(event).sequence
    settle(clock, until(start(event) - HOUR))
    (letter,) = owed(3, TOLD)
    assert stored(event).sequence == before + 1
    assert letter.facts == {"calendar": "REQUEST", "sequence": before + 1}


def test_where_it_is_told_with_the_place_there_is_no_letter_of_its_own(
    clock: time_machine.Traveller,
) -> None:
    assert planned(b.small_event(meeting=MEETING), TOLD) == []


def test_without_a_meeting_there_is_nothing_to_tell(clock: time_machine.Traveller) -> None:
    assert planned(b.small_event(join_release_minutes=60), TOLD) == []


def test_the_release_moves_with_the_event_and_with_the_hosts_wish(event: int) -> None:
    move(event, WEEK)
    assert planned(event, TOLD) == [start(event) - HOUR]
    change_meeting(event, MEETING, 120)
    assert planned(event, TOLD) == [start(event) - 2 * HOUR]


def test_what_a_host_releases_at_once_is_told_at_once(event: int, clock: time_machine.Traveller) -> None:
    change_meeting(event, MEETING, None)
    settle(clock, timedelta(seconds=1))
    assert (reached(TOLD), mailings(event, CHANGED)) == ([3], [])


def test_a_meeting_that_is_made_late_is_told_to_those_who_have_a_place(
    clock: time_machine.Traveller,
) -> None:
    event = b.small_event()
    b.register(event, 3, ticket="online")
    change_meeting(event, MEETING)
    settle(clock)
    assert (reached(TOLD), mailings(event, CHANGED)) == ([3], [])


def test_a_slip_corrected_before_the_worker_tells_is_told_right_and_once(
    clock: time_machine.Traveller,
) -> None:
    event = b.small_event()
    b.register(event, 3, ticket="online")
    change_meeting(event, MEETING)
    change_meeting(event, MeetingDraft("zoom", "999", "https://zoom.example/j/999"))
    settle(clock)
    assert (len(owed(3)), mailings(event, CHANGED)) == (1, [])


def test_an_event_put_off_takes_the_release_back(event: int, clock: time_machine.Traveller) -> None:
    settle(clock, until(start(event) - HOUR))
    move(event, WEEK)
    assert [letter.state for letter in owed(3, TOLD)] == [LetterState.DROPPED]
    assert planned(event, TOLD) == [start(event) - HOUR]


def test_where_an_earlier_start_makes_it_known_the_change_tells_it(
    event: int, clock: time_machine.Traveller
) -> None:
    clock.move_to(start(event) - 2 * HOUR)
    move(event, -HOUR - timedelta(minutes=30))
    settle(clock)
    assert (reached(TOLD), reached(CHANGED)) == ([], [1, 2, 3])
