"""Places that go with an answer: kept while quotas change, in few statements, under the doctor's eyes."""

from typing import Any

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.models import AttendeeQuota, Quota
from regapp.services.events import quotas
from tests import builders as b
from tests.organisers import statements
from tests.services.allocation.test_choice_quotas import INTERPRETED, PLAIN, QUESTION, event_with, taken

pytestmark = pytest.mark.usefixtures("app")


def test_a_quota_that_is_drawn_anew_keeps_its_choices() -> None:
    event = event_with(3)
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, ticket="online", answers=PLAIN)
    headsets = db.session.scalars(select(Quota.id).where(Quota.event_id == event, Quota.capacity == 3)).one()
    quotas.draw(event_id=event, quota_id=headsets, ticket_types=["online"], user_id=None)
    assert taken(event)["Headsets"] == 2
    assert b.findings() == []


def test_a_quota_that_goes_leaves_the_places_of_others() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=INTERPRETED)
    headsets = db.session.scalars(select(Quota.id).where(Quota.event_id == event, Quota.capacity == 1)).one()
    quotas.remove(event_id=event, quota_id=headsets, user_id=None)
    assert taken(event) == {"The room": 2}
    assert db.session.scalars(select(AttendeeQuota)).all() == []
    assert b.findings() == []


def test_registering_takes_no_more_statements_where_no_answer_has_places(app: Any) -> None:
    asking = b.small_event(questions=(QUESTION,), capacity=5)
    silent = b.small_event(capacity=5)
    counts = []
    for event, answers in ((asking, INTERPRETED), (silent, {})):
        b.register(event, 1, answers=answers)
        with statements(app) as seen:
            b.register(event, 2, answers=answers)
        counts.append(len(seen))
    assert counts[0] == counts[1] + 1, "the questions are read, to know which answers are counted"
    assert not any("FROM attendee_quota" in one and "EXISTS" not in one for one in seen)


def test_the_doctor_finds_draws_that_are_of_no_answer() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.registration(event, 1).answers = PLAIN
    db.session.commit()
    assert any("answers" in finding for finding in b.findings())
