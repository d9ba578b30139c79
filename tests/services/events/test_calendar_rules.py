"""How an event enters calendars, and when the way to join is told."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Event, Mailing
from regapp.services.events.calendar_rules import CalendarRules, change_calendar_rules
from regapp.services.events.drafts import MeetingDraft, SessionDraft
from regapp.vocabulary import LetterKind
from tests import builders as b

MEETING = MeetingDraft(provider="zoom", join_address="https://zoom.example/j/1")


def change(event: int, **rules: Any) -> None:
    change_calendar_rules(event_id=event, rules=CalendarRules(**rules), user_id=None)
    db.session.rollback()


def stored(event: int) -> Event:
    return db.session.get_one(Event, event)


def unsettled(event: int, kind: LetterKind) -> list[Mailing]:
    found = select(Mailing).where(
        Mailing.event_id == event, Mailing.kind == kind, Mailing.settled_at.is_(None)
    )
    return list(db.session.scalars(found))


def two_parts() -> tuple[SessionDraft, ...]:
    hours = [b.draft("never").start + timedelta(hours=n) for n in range(3)]
    return tuple(SessionDraft({"en": "Part"}, start=first, end=last) for first, last in pairwise(hours))


def test_the_letter_with_the_way_to_join_is_planned_for_its_time(app: Flask):
    event = b.small_event(meeting=MEETING)
    change(event, join_release_minutes=120)
    [planned] = unsettled(event, LetterKind.MEETING)
    assert planned.due_at == stored(event).start_at - timedelta(hours=2)
    change(event, join_release_minutes=30)
    [planned] = unsettled(event, LetterKind.MEETING)
    assert planned.due_at == stored(event).start_at - timedelta(minutes=30)


def test_everybody_is_told_when_their_entries_become_others(app: Flask):
    event = b.small_event(sessions=two_parts())
    change(event, calendar_by_session=True)
    [planned] = unsettled(event, LetterKind.EVENT_CHANGED)
    assert [entry["uid"] for entry in planned.facts["gone"]] == [stored(event).uid]
    assert stored(event).sequence == 1


@pytest.mark.parametrize("rules", [{}, {"asks_for_answer": True}, {"trusts_answers": True}])
def test_what_changes_no_entry_is_told_to_nobody(app: Flask, rules: dict[str, bool]):
    event = b.small_event(meeting=MEETING, sessions=two_parts())
    change(event, **rules)
    assert unsettled(event, LetterKind.EVENT_CHANGED) == []
    assert stored(event).sequence == 0
    assert {name: getattr(stored(event), name) for name in rules} == rules


def test_it_is_written_down_who_did_it(app: Flask):
    event = b.small_event()
    change(event, asks_for_answer=True)
    assert b.audit(event)[-1] == "event.calendar_rules_changed"


def test_of_no_event_nothing_is_changed(app: Flask):
    with pytest.raises(NotFound):
        change(999_999)
