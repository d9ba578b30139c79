"""The sample events: loading them again changes nothing."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from regapp.clock import now
from regapp.database import Base, db
from regapp.models import Event
from regapp.services.registrations import own_page
from tests import builders as b
from tests.standing import *  # noqa: F403 - fixtures are found by name

COMING = {"round-table", "webinar", "race", "teleconference"}
PAST = {"conference-2018", "round-table-2020", "webinar-2021"}


def load(app: Flask, *options: str) -> None:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["sample", "load", *options])
    assert result.exit_code == 0, result.output
    db.session.rollback()


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    db.session.rollback()
    return {
        table.name: sorted(db.session.execute(table.select()).all(), key=str)
        for table in Base.metadata.sorted_tables
    }


def starts() -> dict[str, object]:
    return {row["slug"]: row["start_at"] for row in b.rows(Event)}


def test_it_loads_all_of_them(app: Flask) -> None:
    assert set(starts()) == COMING | PAST
    assert b.findings() == []


def test_loading_again_changes_nothing(app: Flask) -> None:
    before = everything()
    load(app)
    assert everything() == before


def test_loading_again_later_changes_nothing_either(app: Flask) -> None:
    before = everything()
    with time_machine.travel(now() + timedelta(days=10)):
        load(app)
    assert everything() == before


def test_a_refresh_moves_the_coming_editions_and_no_others(app: Flask) -> None:
    before = starts()
    with time_machine.travel(now() + timedelta(days=10)):
        load(app, "--refresh")
    after = starts()
    assert {slug for slug in after if after[slug] != before[slug]} == COMING
    assert after["round-table"] == before["round-table"] + timedelta(days=10)  # type: ignore[operator]
    assert b.findings() == []


@pytest.mark.parametrize("left_again", [False, True])
def test_a_refresh_leaves_what_somebody_has_registered_for(app: Flask, *, left_again: bool) -> None:
    event = b.event_id("round-table")
    b.register(event, 1)
    if left_again:
        own_page.cancel(token=b.own_token(event, 1))
    before = starts()
    with time_machine.travel(now() + timedelta(days=10)):
        load(app, "--refresh")
    after = starts()
    assert {slug for slug in after if after[slug] != before[slug]} == COMING - {"round-table"}


def test_a_refresh_on_the_same_day_changes_no_dates(app: Flask) -> None:
    before = starts()
    load(app, "--refresh")
    assert starts() == before


def test_the_coming_editions_are_open(app: Flask) -> None:
    for slug in COMING:
        db.session.get_one(Event, b.event_id(slug)).check_open(now())
