"""The doctor sees whether the attendee list's totals and search are right."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from regapp.database import db
from regapp.models import Tally
from regapp.queries.tallies import search_index_is_kept, totals_are_right
from tests.builders import register, small_event


def found(check: Callable[[Session], Iterator[str]]) -> list[str]:
    db.session.rollback()
    return list(check(db.session()))


def test_a_total_that_is_wrong_is_found(app: Flask):
    register(event := small_event(), 1)
    assert found(totals_are_right) == []
    db.session.execute(update(Tally).where(Tally.event_id == event, Tally.trait == "all").values(people=2))
    db.session.commit()
    assert found(totals_are_right) == [f"event {event} says 2 of all, 1 people are so"]


def test_somebody_who_is_counted_as_something_else_is_found(app: Flask):
    register(small_event(), 1)
    db.session.execute(text("UPDATE registration SET language = 'kk'"))
    db.session.commit()
    [said] = found(totals_are_right)
    assert "language:kk" in said


def test_a_search_without_its_index_is_found(app: Flask):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its indexes by itself")
    assert found(search_index_is_kept) == []
    db.session.execute(text("DROP TRIGGER attendee_search_insert"))
    db.session.commit()
    register(small_event(), 1)
    assert found(search_index_is_kept) == [
        "the trigger attendee_search_insert is gone",
        "1 people are not found by a search",
        "1 people are not found by a search of names",
    ]
