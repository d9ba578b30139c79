"""The law of a zone changes after an event was announced: the clock on the wall stays, the instant moves.

Kazakhstan went from UTC+6 to UTC+5 on 1 March 2024, by a law of January. The zone data from before and of
today are real (tests/zones/).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Event, Invitation
from regapp.models import Session as ProgrammeSession
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuotaDraft, SessionDraft, TicketTypeDraft
from regapp.services.events.retiming import retime_all
from regapp.services.registrations import own_page
from regapp.vocabulary import Attendance, Difference, LetterKind
from tests import builders as b
from tests.services import messages
from tests.services.mailing_scenes import change, mailings, owed, planned, settle, stored
from tests.zones import zone_data_of_2023

START = datetime(2024, 4, 25, 17)
HOUR = timedelta(hours=1)
EXPERT = TicketTypeDraft(
    "expert",
    Attendance.ONLINE,
    {"en": "Expert"},
    needs_code=True,
    opens=datetime(2024, 3, 5, 9),
    closes=START,
)
TIMES: dict[str, Any] = {
    "start": START,
    "end": START + 2 * HOUR,
    "opens": datetime(2023, 12, 1, 9),
    "closes": START - HOUR,
}


@pytest.fixture
def starts() -> datetime:
    return datetime(2023, 12, 10, 9, tzinfo=UTC)


@pytest.fixture
def announced(app: Flask, clock: time_machine.Traveller) -> Callable[..., int]:
    """Publish an event and register the first person, all in 2023."""

    def announce(**changes: Any) -> int:
        with zone_data_of_2023():
            event = b.small_event(**{**TIMES, **changes})
            b.register(event, 1, ticket="online")
            return event

    return announce


def test_the_clock_at_the_venue_stays_and_the_instant_moves(announced: Callable[..., int]) -> None:
    event = announced()
    assert stored(event).start_at == datetime(2024, 4, 25, 11, tzinfo=UTC)
    assert (
        f"{stored(event).slug}: 2024-04-25 17:00 Asia/Almaty is 12:00 UTC now, and was 11:00" in retime_all()
    )
    assert stored(event).start_wall == START
    assert stored(event).start_at == datetime(2024, 4, 25, 12, tzinfo=UTC)


def test_everything_on_the_clock_is_derived_again(announced: Callable[..., int]) -> None:
    event = announced(
        ticket_types=(b.ONLINE, EXPERT),
        quotas=(QuotaDraft({"en": "Experts"}, 5, ("expert",)),),
        sessions=(SessionDraft({"en": "Talk"}, START, START + HOUR),),
    )
    with zone_data_of_2023():
        invitations.invite(event_id=event, ticket="expert", user_id=None, expires=START)
    assert len(of_event(event)) == 5  # the event and its window, a ticket's window, a session, a code
    retime_all()
    found = stored(event)
    expert = found.find_ticket_type("expert")
    five = datetime(2024, 4, 25, 12, tzinfo=UTC)
    assert (found.end_at, found.closes_at) == (five + 2 * HOUR, five - HOUR)
    assert (expert.opens_at, expert.closes_at) == (datetime(2024, 3, 5, 4, tzinfo=UTC), five)
    (item,) = db.session.scalars(select(ProgrammeSession).where(ProgrammeSession.event_id == event))
    assert (item.start_at, item.end_at) == (five, five + HOUR)
    assert db.session.scalars(select(Invitation.expires_at)).all() == [five]
    assert b.findings() == []


def of_event(event: int) -> list[str]:
    """What the doctor says of its times."""
    return [finding for finding in b.findings() if stored(event).slug in finding]


def test_what_was_over_before_the_law_stays_as_it_was(announced: Callable[..., int]) -> None:
    event = announced()
    opened = stored(event).opens_at
    retime_all()
    assert stored(event).opens_at == opened


def test_calendars_are_corrected_and_people_told_why(
    announced: Callable[..., int], clock: time_machine.Traveller
) -> None:
    event = announced()
    before = stored(event).sequence
    retime_all()
    assert change(event).facts["what"] == [Difference.LAW]
    settle(clock)
    (letter,) = owed(1, LetterKind.EVENT_CHANGED)
    assert letter.facts == {"calendar": "REQUEST", "sequence": before + 1}


def test_letters_due_later_follow(announced: Callable[..., int]) -> None:
    event = announced()
    retime_all()
    assert planned(event, LetterKind.REMINDER) == [datetime(2024, 4, 24, 12, tzinfo=UTC)]


def test_a_letter_that_a_host_sends_later_keeps_its_hour(announced: Callable[..., int]) -> None:
    event = announced()
    with zone_data_of_2023():
        number = messages.draft(event)
        messages.send(event, number, datetime(2024, 4, 20, 3, tzinfo=UTC))  # nine on the wall
    assert any(finding.startswith("message") for finding in of_event(event))
    retime_all()
    assert messages.stored_message(number).due_at == datetime(2024, 4, 20, 4, tzinfo=UTC)
    assert b.findings() == []


def test_a_letter_that_has_gone_is_not_planned_again(
    announced: Callable[..., int], clock: time_machine.Traveller
) -> None:
    event, due_at = announced(), datetime(2024, 3, 20, 3, tzinfo=UTC)
    with zone_data_of_2023():
        number = messages.draft(event)
        messages.send(event, number, due_at)
    clock.move_to(due_at + HOUR)
    settle(clock)
    retime_all()
    assert messages.stored_message(number).due_at == due_at


def test_no_offer_outlives_a_start_that_comes_sooner(app: Flask, clock: time_machine.Traveller) -> None:
    event = b.small_event(**TIMES, capacity=1, offer_minutes=600 * 24 * 60)
    for person in (1, 2):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.registration(event, 2).first.holds[0].deadline == datetime(2024, 4, 25, 12, tzinfo=UTC)
    with zone_data_of_2023():  # as if the law had gone the other way
        retime_all()
        assert b.registration(event, 2).first.holds[0].deadline == datetime(2024, 4, 25, 11, tzinfo=UTC)


def test_where_nothing_moved_nothing_is_touched(announced: Callable[..., int]) -> None:
    event = announced()
    retime_all()
    before = b.rows(Event)
    assert retime_all() == []
    assert b.rows(Event) == before
    assert len(mailings(event, LetterKind.EVENT_CHANGED)) == 1


def test_what_is_over_is_left_as_it_was(announced: Callable[..., int], clock: time_machine.Traveller) -> None:
    event = announced()
    clock.move_to(START.replace(tzinfo=UTC) + timedelta(days=3))
    assert not any(stored(event).slug in line for line in retime_all())
    assert stored(event).start_at == datetime(2024, 4, 25, 11, tzinfo=UTC)


def test_where_only_a_window_moved_nobody_is_told(announced: Callable[..., int]) -> None:
    start = datetime(2024, 4, 25, 17)
    event = announced(zone="Europe/Berlin", start=start, end=start + HOUR)
    b.change_event(event, opens_at=stored(event).opens_at - HOUR)
    before = stored(event).sequence
    assert [line for line in retime_all() if stored(event).slug in line]
    assert stored(event).sequence == before
    assert mailings(event, LetterKind.EVENT_CHANGED) == []


def test_an_hour_that_the_clock_shows_twice_stays_the_one_it_was(
    app: Flask, clock: time_machine.Traveller
) -> None:
    twice = datetime(2024, 10, 27, 2, 30)
    event = b.small_event(
        zone="Europe/Berlin", start=twice + 9 * HOUR, end=twice + 12 * HOUR, closes=twice.replace(fold=1)
    )
    assert stored(event).closes_at == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert not any(stored(event).slug in line for line in retime_all())
    assert stored(event).closes_at == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)


def test_it_is_done_by_a_command(announced: Callable[..., int], app: Flask) -> None:
    event = announced()
    shown = app.test_cli_runner().invoke(args=["events", "retime"])
    assert "is 12:00 UTC now, and was 11:00" in shown.output
    assert shown.output.endswith("derived again\n")
    assert stored(event).start_at.hour == 12
