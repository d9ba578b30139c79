"""An event is moved, gets another place or another meeting, or is cancelled."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NotFound, Over, TimesProblem, UnknownTicket, WrongTimes
from regapp.models import AuditEntry, Event, Invitation, Mailing, Venue
from regapp.queries.events import EventFilter, list_events
from regapp.services.allocation import invitations
from regapp.services.events import event_changes
from regapp.services.events.drafts import MeetingDraft, SessionDraft, TicketTypeDraft
from regapp.services.registrations import own_page
from regapp.vocabulary import Attendance, Difference, EventStatus, LetterKind, Status
from tests import builders as b
from tests.services.mailing_scenes import (
    HOUR,
    MEETING,
    WEEK,
    cancel,
    change,
    change_meeting,
    mailings,
    move,
    stored,
    two_sessions,
)

pytestmark = pytest.mark.usefixtures("app")

SUMMER = datetime(2031, 7, 1, 17)
CHANGED = LetterKind.EVENT_CHANGED
BERLIN = "Europe/Berlin"


@pytest.fixture
def starts() -> datetime:
    return datetime(2031, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def event(clock: time_machine.Traveller) -> int:
    times = {"start": SUMMER, "end": SUMMER + 2 * HOUR, "closes": SUMMER - HOUR}
    return b.small_event(**times, venue="dku-almaty", offer_minutes=None)


def numbers(event: int) -> tuple[int, int]:
    found = stored(event)
    return found.sequence, found.revision


def venue(other_than: int | None) -> int:
    """The id of some other venue."""
    return db.session.scalars(select(Venue.id).where(Venue.id != other_than).order_by(Venue.id)).first()  # type: ignore[return-value]


def test_a_moved_event_is_at_another_instant(event: int) -> None:
    move(event)
    found = stored(event)
    assert found.start_at == datetime(2031, 7, 8, 12, tzinfo=UTC)
    assert found.closes_at == datetime(2031, 7, 8, 11, tzinfo=UTC)
    assert b.findings() == []


def test_its_number_rises_and_its_page_is_made_anew(event: int) -> None:
    before, changed_at = numbers(event), stored(event).changed_at
    move(event, HOUR)
    assert numbers(event) == (before[0] + 1, before[1] + 1)
    assert stored(event).changed_at >= changed_at


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"end": SUMMER + 3 * HOUR}, [Difference.TIME]),
        ({"zone": BERLIN}, [Difference.TIME]),
        ({"start": datetime(2031, 7, 1), "end": datetime(2031, 7, 3), "all_day": True}, [Difference.TIME]),
    ],
)
def test_another_end_zone_or_kind_of_day_is_told(
    event: int, changes: dict[str, Any], what: list[Difference]
) -> None:
    before = numbers(event)
    move(event, timedelta(), **changes)
    assert change(event).facts["what"] == what
    assert numbers(event)[0] == before[0] + 1


def test_a_window_alone_is_told_to_nobody_and_keeps_the_number(event: int) -> None:
    before, changed_at = numbers(event), stored(event).changed_at
    move(event, timedelta(), closes=SUMMER)
    assert stored(event).closes_at == datetime(2031, 7, 1, 12, tzinfo=UTC)
    assert numbers(event) == (before[0], before[1] + 1)
    assert stored(event).changed_at == changed_at
    assert mailings(event, CHANGED) == []


def test_the_programme_moves_along(event: int) -> None:
    times = {"start": SUMMER, "end": SUMMER + 2 * HOUR, "closes": SUMMER}
    point, agenda = SessionDraft({"en": "Talk"}, SUMMER, SUMMER + HOUR), SessionDraft({"en": "A point"})
    event = b.small_event(**times, sessions=(point, agenda))
    move(event, WEEK)
    assert [item.start_wall for item in stored(event).sessions] == [SUMMER + WEEK, None]
    assert b.findings() == []


def test_an_item_of_the_programme_gets_times_of_its_own() -> None:
    event = b.small_event(**two_sessions())
    second = stored(event).sessions[1]
    start = stored(event).start_wall + WEEK
    move(event, WEEK, sessions={second.id: (start, start + HOUR)})
    assert [item.start_wall for item in stored(event).sessions] == [start, start]
    assert b.findings() == []


def test_an_item_of_another_event_is_refused(event: int) -> None:
    other = b.small_event(**two_sessions())
    foreign = stored(other).sessions[0].id
    with pytest.raises(UnknownTicket):
        move(event, sessions={foreign: (SUMMER, SUMMER + HOUR)})


def test_where_entries_are_by_session_another_programme_is_told_to_calendars() -> None:
    event = b.small_event(**two_sessions())
    item = stored(event).sessions[1]
    before = numbers(event)
    move(event, timedelta(), sessions={item.id: (item.start_wall, item.end_wall - HOUR / 2)})
    assert change(event).facts["what"] == [Difference.PROGRAMME]
    assert numbers(event)[0] == before[0] + 1


def test_where_they_are_by_day_it_is_not() -> None:
    event = b.small_event(**{**two_sessions(), "calendar_by_session": False})
    item = stored(event).sessions[1]
    before = numbers(event)
    move(event, timedelta(), sessions={item.id: (item.start_wall, item.end_wall - HOUR / 2)})
    assert mailings(event, CHANGED) == []
    assert numbers(event)[0] == before[0]


def test_a_day_less_is_an_entry_that_is_gone(event: int) -> None:
    move(event, timedelta(), end=SUMMER + timedelta(days=1, hours=2))
    move(event, timedelta(), end=SUMMER + 2 * HOUR)
    found = mailings(event, CHANGED)[-1]
    assert found.settled_at is not None  # taken back before anybody was told
    event = b.small_event(start=SUMMER, end=SUMMER + timedelta(days=1, hours=2), closes=SUMMER)
    move(event, timedelta(), end=SUMMER + 2 * HOUR)
    assert [entry["uid"] for entry in change(event).facts["gone"]] == [f"{stored(event).uid}-2"]


def test_windows_of_tickets_and_codes_keep_their_hour_in_another_zone(clock: time_machine.Traveller) -> None:
    closes = SUMMER - 2 * HOUR
    expert = TicketTypeDraft("expert", Attendance.ONLINE, {"en": "Expert"}, needs_code=True, closes=closes)
    times = {"start": SUMMER, "end": SUMMER + 2 * HOUR, "closes": SUMMER}
    event = b.small_event(**times, ticket_types=(expert,), quotas=())
    invitations.invite(event_id=event, ticket="expert", user_id=None, expires=closes)
    move(event, timedelta(), zone=BERLIN)
    ticket_type = stored(event).ticket_types[0]
    invitation = db.session.scalars(select(Invitation)).one()
    assert (ticket_type.closes_wall, invitation.expires_wall) == (closes, closes)
    assert ticket_type.closes_at == invitation.expires_at == datetime(2031, 7, 1, 13, tzinfo=UTC)
    assert b.findings() == []


def test_no_offer_stands_beyond_the_moment_when_offers_stop(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, offer_minutes=7 * 24 * 60, offers_stop_minutes=60)
    for person in (1, 2):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    start = b.draft("x").start - timedelta(days=27)
    move(event, timedelta(), start=start, end=start + HOUR, closes=start)
    (hold,) = b.registration(event, 2).first.holds
    assert hold.deadline == stored(event).start_at - HOUR


def test_an_offer_that_ends_earlier_stays_as_it_is(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, offer_minutes=60)
    for person in (1, 2):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    before = b.registration(event, 2).first.holds[0].deadline
    move(event, -WEEK)
    assert b.registration(event, 2).first.holds[0].deadline == before


def test_offers_go_on_where_they_had_stopped(clock: time_machine.Traveller) -> None:
    event = b.small_event(capacity=1, offer_minutes=60)
    for person in (1, 2):
        b.register(event, person)
    move(event, timedelta(), closes=stored(event).end_wall)
    clock.move_to(stored(event).start_at + timedelta(minutes=5))
    own_page.cancel(token=b.own_token(event, 1))
    assert b.waiting(event) == ["p2@example.org"]
    move(event, WEEK)
    assert b.registration(event, 2).first.status is Status.OFFERED


def test_nothing_is_kept_for_a_proof_beyond_the_end(clock: time_machine.Traveller) -> None:
    event = b.small_event(proof_minutes=29 * 24 * 60)
    b.register(event, 1)
    move(event, timedelta(days=-20))
    assert b.registration(event, 1).prove_until == stored(event).end_at


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"end": SUMMER}, TimesProblem.END),
        ({"zone": "Asia/Nowhere"}, TimesProblem.ZONE),
        ({"zone": "../secret"}, TimesProblem.ZONE),
        ({"zone": "Europe"}, TimesProblem.ZONE),
        ({"start": datetime(1969, 7, 1, 17)}, TimesProblem.YEAR),
        ({"end": datetime(2101, 7, 1, 17)}, TimesProblem.YEAR),
        ({"zone": "Europe/Berlin", "start": datetime(2031, 3, 30, 2, 30)}, TimesProblem.GAP),
        ({"start": datetime(2031, 1, 1, 9), "end": datetime(2031, 1, 1, 10)}, TimesProblem.OVER),
        ({"all_day": True}, TimesProblem.DAYS),
        ({"closes": SUMMER + 3 * HOUR}, TimesProblem.CLOSING),
        ({"opens": SUMMER, "closes": SUMMER - HOUR}, TimesProblem.OPENING),
    ],
)
def test_times_that_cannot_be_are_refused(event: int, changes: dict[str, Any], problem: TimesProblem) -> None:
    before = b.rows(Event)
    with pytest.raises(WrongTimes) as refused:
        move(event, timedelta(), **changes)
    assert refused.value.problem is problem
    assert b.rows(Event) == before


def test_an_item_that_would_end_before_it_starts_is_refused() -> None:
    event = b.small_event(**two_sessions())
    item = stored(event).sessions[0]
    with pytest.raises(WrongTimes) as refused:
        move(event, timedelta(), sessions={item.id: (item.end_wall, item.start_wall)})
    assert refused.value.problem is TimesProblem.SESSION


def test_what_is_over_stays_where_it_was(event: int, clock: time_machine.Traveller) -> None:
    clock.move_to(stored(event).end_at)
    with pytest.raises(Over):
        move(event)


def test_it_takes_place_elsewhere(event: int) -> None:
    old = stored(event)
    before, former = numbers(event), old.venue_id
    event_changes.relocate(event_id=event, venue_id=venue(former), user_id=None)
    assert change(event).facts["what"] == [Difference.PLACE]
    assert stored(event).venue_id != former
    assert numbers(event) == (before[0] + 1, before[1] + 1)


def test_it_is_found_by_its_new_place(event: int) -> None:
    other = db.session.get_one(Venue, venue(stored(event).venue_id))
    city = next(iter(other.name.values()))
    event_changes.relocate(event_id=event, venue_id=other.id, user_id=None)
    found = list_events(db.session(), EventFilter(q=city), datetime(2031, 6, 1, tzinfo=UTC)).rows
    assert event in [one.id for one in found]


def test_the_former_place_is_told_in_every_language(event: int) -> None:
    former = stored(event).venue
    assert former is not None
    names = {language: former.name.read(language) for language in b.Language}
    event_changes.relocate(event_id=event, venue_id=None, user_id=None)
    place = change(event).facts["old"]["place"]
    assert place.keys() == {str(language) for language in b.Language}
    assert all(place[language].startswith(name) for language, name in names.items())


def test_the_same_place_again_is_no_news(event: int) -> None:
    before = numbers(event)
    event_changes.relocate(event_id=event, venue_id=stored(event).venue_id, user_id=None)
    assert numbers(event)[0] == before[0]
    assert mailings(event, CHANGED) == []


def test_a_place_that_is_none_is_not_found(event: int) -> None:
    with pytest.raises(NotFound):
        event_changes.relocate(event_id=event, venue_id=10**9, user_id=None)


def test_another_meeting_is_told_to_those_who_knew_the_first() -> None:
    event = b.small_event(meeting=MEETING)
    before = numbers(event)
    change_meeting(event, MeetingDraft("zoom", "999", "https://zoom.example/j/999"))
    assert change(event).facts["what"] == [Difference.MEETING]
    assert numbers(event)[0] == before[0] + 1


def test_no_secret_of_the_meeting_stands_in_what_is_kept_of_the_change() -> None:
    event = b.small_event(meeting=MEETING)
    change_meeting(event, MeetingDraft("zoom", "999", "https://zoom.example/j/999", "other"))
    kept = repr([row["facts"] for row in b.rows(Mailing)] + [row["details"] for row in b.rows(AuditEntry)])
    assert not any(secret in kept for secret in ("zoom.example", "secret", "other"))


def test_a_meeting_that_nobody_knows_yet_is_changed_in_silence() -> None:
    event = b.small_event(meeting=MEETING, join_release_minutes=60)
    before = numbers(event)
    change_meeting(event, MeetingDraft("zoom", "999", "https://zoom.example/j/999"), 60)
    assert mailings(event, CHANGED) == []
    assert numbers(event) == (before[0], before[1] + 1)


def test_an_event_is_called_off(event: int) -> None:
    before = numbers(event)
    cancel(event, "The speaker is ill.")
    found = stored(event)
    assert (found.status, found.cancellation_reason) == (EventStatus.CANCELLED, "The speaker is ill.")
    assert numbers(event) == (before[0] + 1, before[1] + 1)
    assert [one.kind for one in mailings(event) if one.settled_at is None] == [LetterKind.EVENT_CANCELLED]


def test_cancelling_twice_is_cancelling_once(event: int) -> None:
    cancel(event, "First.")
    before = numbers(event)
    cancel(event, "Second.")
    assert (numbers(event), stored(event).cancellation_reason) == (before, "First.")
    assert len(mailings(event, LetterKind.EVENT_CANCELLED)) == 1


def test_what_is_over_is_not_cancelled(event: int, clock: time_machine.Traveller) -> None:
    clock.move_to(stored(event).end_at)
    with pytest.raises(Over):
        cancel(event)


def test_what_is_cancelled_is_not_moved(event: int) -> None:
    cancel(event)
    with pytest.raises(Over):
        move(event)


def test_people_keep_what_they_have_when_an_event_is_called_off() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2):
        b.register(event, person)
    cancel(event)
    assert (b.seated(event), b.waiting(event)) == (["p1@example.org"], ["p2@example.org"])
    assert b.findings() == []


def test_each_change_is_written_down(event: int) -> None:
    move(event)
    event_changes.relocate(event_id=event, venue_id=None, user_id=None)
    change_meeting(event, MEETING)
    cancel(event)
    changed = ["event.moved", "event.relocated", "event.meeting_changed", "event.cancelled"]
    assert b.audit(event)[1:] == changed
