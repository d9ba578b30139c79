"""People for a file: the same as the models have of them."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, Event, Tag
from regapp.queries.attendee_files import everybody, these
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendees import list_attendees
from regapp.vocabulary import Status
from tests import builders as b
from tests.services.scenes import STANDINGS, opened

EVERYBODY = AttendeeFilter()


@pytest.mark.parametrize("status", STANDINGS)
def test_each_status_is_the_models(app: Flask, status: Status) -> None:
    with time_machine.travel("2026-11-22T06:00Z", tick=False) as clock:
        rules, steps = STANDINGS[status]
        scene = opened(clock, **rules)
        for step in steps():
            step(scene)
        found = {one.code: one for one in everybody(db.session(), scene.event, EVERYBODY)}
        rows = list_attendees(db.session(), scene.event, EVERYBODY).rows
        assert status in {one.status for one in found.values()}
        for row in rows:
            one = found[row.attendee.code]
            assert one.status is row.attendee.status
            assert one.parts == [(part.status, part.ticket_type.id) for part in row.parts]
            assert one.is_unproven == row.unproven
            assert one.registered_by == row.registered_by


def test_tags_and_sessions_come_in_their_order(app: Flask) -> None:
    event = b.small_event()
    b.register(event, 1)
    attendee = b.registration(event, 1).first
    attendee.tags = [Tag(event_id=event, name=name, key=name) for name in ("b", "a")]
    db.session.commit()
    names = dict(db.session.execute(select(Tag.id, Tag.name)).all())
    [one] = everybody(db.session(), event, EVERYBODY)
    assert [names[number] for number in one.tag_ids] == ["a", "b"]
    assert list(one.session_ids) == []


def test_those_of_these_ids_come_in_the_lists_order_and_of_this_event_alone(app: Flask) -> None:
    event, other = b.small_event(), b.small_event()
    for name in ("В", "А", "Б"):
        b.register(event, f"{ord(name)}@example.org", name=name)
    b.register(other, 1)
    ids = db.session.scalars(select(Attendee.id).join(Event)).all()
    for sort, names in {"name": ["А", "Б", "В"], "-name": ["В", "Б", "А"]}.items():
        assert [one.name for one in these(db.session(), event, ids, sort=sort)] == names
