"""Everything at once: nothing breaks, and nobody waits for each other crosswise."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import text

from regapp.database import db
from tests import builders as b
from tests.races.anything import do_anything
from tests.races.crowd import SIZE

EXPECTED = {"done", "NotFound", "AddressTaken"}
STEPS = 50


@pytest.fixture
def outcomes(at_once: Callable[..., list[Counter[str]]]) -> Counter[str]:
    """How it ended when four times fifty steps were taken at two events with two seats each."""
    events = [b.small_event(), b.small_event()]
    db.session.rollback()
    return sum(at_once(do_anything, shares=[(events, STEPS, seed) for seed in range(SIZE)]), Counter())


def test_whatever_people_do_at_once_the_data_stay_sound(outcomes: Counter[str]) -> None:
    assert set(outcomes) <= EXPECTED
    assert outcomes["done"] > STEPS
    assert b.findings() == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_whatever_people_do_at_once_nobody_waits_crosswise(outcomes: Counter[str]) -> None:
    found = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    assert db.session.execute(found).scalar_one() == 0
