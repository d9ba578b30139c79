"""A host edits the programme: sessions, points of the agenda, their places, and what people are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from regapp.clock import now
from regapp.database import db
from regapp.documents.calendar_slots import slots_of
from regapp.errors import (
    EditedMeanwhile,
    NotFound,
    Over,
    TimesProblem,
    WrongTimes,
)
from regapp.models import Mailing, Session
from regapp.services.events import event_changes, people, programme
from regapp.services.telling.differences import differences, standing
from regapp.vocabulary import Difference, SpeakerRole
from tests import builders as b
from tests.services.events.sessions import HOUR, add, change, facts, found, remove, titles

pytestmark = pytest.mark.usefixtures("app")


def mailings(event: int) -> list[str]:
    return [str(one.kind) for one in db.session.query(Mailing).filter(Mailing.event_id == event)]


def test_a_session_has_its_hours_room_language_and_speakers():
    event = b.small_event()
    speaker = people.add(
        event_id=event,
        revision=found(event).revision,
        facts=people.PersonFacts(role=SpeakerRole.SPEAKER, name={"en": "Asel", "kk": "Әсел"}),
        user_id=None,
    )
    number = add(event, room={"en": "Hall 2"}, language="kk", description={"en": "Words"}, speakers=[speaker])
    item = db.session.get_one(Session, number)
    assert (item.room["en"], item.language, item.description["en"]) == ("Hall 2", "kk", "Words")
    assert [one.name["kk"] for one in item.speakers] == ["Әсел"]
    assert item.start_at == found(event).start_at


def test_a_point_of_the_agenda_has_no_time():
    event = b.small_event()
    item = db.session.get_one(Session, add(event, hour=None))
    assert (item.start_wall, item.start_at, item.end_at) == (None, None, None)


def test_each_edit_is_written_down_and_raises_the_revision():
    event = b.small_event()
    before = found(event).revision
    number = add(event)
    change(event, number, "Closing")
    remove(event, number)
    assert found(event).revision >= before + 3
    assert b.audit(event)[-3:] == ["session.added", "session.changed", "session.removed"]


def test_nobody_overwrites_what_they_have_not_seen():
    event = b.small_event()
    number, seen = add(event), found(event).revision
    change(event, number, "Theirs")
    with pytest.raises(EditedMeanwhile):
        programme.change(
            event_id=event, revision=seen, session_id=number, facts=facts(event, "Mine"), user_id=None
        )
    assert titles(event) == ["Theirs"]


def test_a_session_of_another_event_is_not_found():
    mine, other = b.small_event(), b.small_event()
    number = add(other)
    for act in (lambda: change(mine, number), lambda: remove(mine, number)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        add(mine, speakers=[999_999])
    assert titles(other) == ["Opening"]


@pytest.mark.parametrize(
    ("shift", "length", "problem", "about"),
    [
        (timedelta(days=1), HOUR, TimesProblem.OUTSIDE, "start"),
        (timedelta(days=-1), HOUR, TimesProblem.OUTSIDE, "start"),
        (timedelta(0), timedelta(days=1), TimesProblem.OUTSIDE, "end"),
        (timedelta(0), -HOUR, TimesProblem.SESSION, "end"),
        (timedelta(0), timedelta(0), TimesProblem.SESSION, "end"),
        (timedelta(days=365 * 80), HOUR, TimesProblem.YEAR, "start"),
    ],
)
def test_it_refuses_hours_that_cannot_be(
    shift: timedelta, length: timedelta, problem: TimesProblem, about: str
):
    event = b.small_event()
    start = found(event).start_wall + shift
    with pytest.raises(WrongTimes) as error:
        add(event, start=start, end=start + length)
    assert (error.value.problem, error.value.about) == (problem, about)
    assert titles(event) == []


def in_berlin(day: datetime, **changes: Any) -> int:
    times = {"start": day, "end": day + timedelta(hours=20), "closes": day - timedelta(days=1)}
    return b.small_event(zone="Europe/Berlin", **times, **changes)


def test_it_refuses_an_hour_that_the_clock_leaves_out():
    day = datetime(2031, 3, 30)
    with pytest.raises(WrongTimes) as error:
        add(in_berlin(day), start=day.replace(hour=2, minute=30), end=day.replace(hour=5))
    assert error.value.problem is TimesProblem.GAP


TWICE = datetime(2031, 10, 26, 2, 30)  # in Berlin at 00:30 and at 01:30 UTC


@pytest.mark.parametrize(("fold", "instant"), [(0, 0), (1, 1)])
def test_of_an_hour_that_the_clock_shows_twice_the_one_is_kept_that_was_meant(fold: int, instant: int):
    event = in_berlin(TWICE.replace(hour=0, minute=0), calendar_by_session=True)
    number = add(event, start=TWICE.replace(fold=fold), end=TWICE.replace(hour=5))
    item = db.session.get_one(Session, number)
    assert item.start_at == datetime(2031, 10, 26, instant, 30, tzinfo=UTC)
    starts, _ends = item.hours(found(event))
    assert (starts, starts and starts.fold) == (TWICE, fold)
    [slot] = slots_of(found(event))
    assert slot.start.astimezone(UTC) == item.start_at
    assert b.findings() == []


def test_it_goes_from_one_of_the_two_to_the_other_and_people_are_told():
    event = in_berlin(TWICE.replace(hour=0, minute=0), calendar_by_session=True)
    number = add(event, start=TWICE, end=TWICE.replace(hour=5))
    before = standing(found(event), now())
    change(event, number, start=TWICE.replace(fold=1), end=TWICE.replace(hour=5))
    assert db.session.get_one(Session, number).start_at == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    assert Difference.PROGRAMME in differences(before, standing(found(event), now()))


def test_an_end_in_the_second_hour_comes_after_a_start_in_the_first():
    event = in_berlin(TWICE.replace(hour=0, minute=0))
    number = add(event, start=TWICE, end=TWICE.replace(minute=15, fold=1))
    item = db.session.get_one(Session, number)
    assert (item.start_at, item.end_at) == tuple(
        datetime(2031, 10, 26, *shown, tzinfo=UTC) for shown in ((0, 30), (1, 15))
    )
    with pytest.raises(WrongTimes):
        add(event, start=TWICE.replace(fold=1), end=TWICE.replace(minute=45))


def test_a_session_may_go_on_over_midnight_with_its_event():
    start = found(b.small_event()).start_wall
    event = b.small_event(start=start, end=start + timedelta(hours=9))
    number = add(event, start=start + HOUR * 6, end=start + HOUR * 8)
    assert db.session.get_one(Session, number).end_wall == start + HOUR * 8


def test_words_of_a_cancelled_event_can_be_changed_and_its_hours_cannot():
    event = b.small_event()
    number = add(event)
    event_changes.cancel(event_id=event, reason="", user_id=None)
    change(event, number, "Better words")
    assert titles(event) == ["Better words"]
    with pytest.raises(Over):
        change(event, number, hour=1)


def test_another_hour_is_told_where_calendars_have_an_entry_for_each_session():
    event = b.small_event(calendar_by_session=True)
    number = add(event)
    b.register(event, 1)
    before, sent = found(event).sequence, len(mailings(event))
    change(event, number, "Another title")
    assert (found(event).sequence, len(mailings(event))) == (before, sent)
    change(event, number, hour=1)
    assert found(event).sequence == before + 1
    assert mailings(event).count("event-changed") == 1


def test_another_hour_is_no_news_where_calendars_have_an_entry_for_each_day():
    event = b.small_event()
    number = add(event)
    b.register(event, 1)
    before = found(event).sequence
    change(event, number, hour=1)
    assert found(event).sequence == before
    assert "event-changed" not in mailings(event)


def test_a_session_that_is_added_or_taken_away_is_told_likewise():
    event = b.small_event(calendar_by_session=True)
    first = add(event)
    b.register(event, 1)
    before = found(event).sequence
    add(event, "Second", 1)
    remove(event, first)
    assert found(event).sequence == before + 2
    [told] = db.session.query(Mailing).filter(Mailing.event_id == event, Mailing.kind == "event-changed")
    assert "Opening" in [entry["summary"]["en"].partition(" –")[0] for entry in told.facts["gone"]]


def test_points_of_the_agenda_change_places():
    event = b.small_event()
    for title in ("One", "Two", "Three"):
        last = add(event, title, None)
    programme.put(event_id=event, session_id=last, up=True, user_id=None)
    assert titles(event) == ["One", "Three", "Two"]
    programme.put(event_id=event, session_id=last, up=True, user_id=None)
    programme.put(event_id=event, session_id=last, up=True, user_id=None)
    assert titles(event) == ["Three", "One", "Two"]


def test_a_session_moves_only_among_those_of_its_hour(app: Flask):
    event = b.small_event()
    add(event, "Early", 0)
    hall = add(event, "Hall A", 1)
    add(event, "Hall B", 1)
    programme.put(event_id=event, session_id=hall, up=True, user_id=None)
    assert titles(event) == ["Early", "Hall A", "Hall B"]
    programme.put(event_id=event, session_id=hall, up=False, user_id=None)
    assert titles(event) == ["Early", "Hall B", "Hall A"]
