"""Everything at once: nothing breaks, and nobody waits for each other crosswise."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import text

from regapp.database import db
from regapp.services.events.drafts import QuotaDraft, SessionDraft, TicketTypeDraft
from regapp.vocabulary import Attendance
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.organising import organise_and_take_part

# What a rule says to people is right; anything else is a fault.
EXPECTED = {
    *("done", "NotFound", "AddressTaken", "NotPossible", "CapacityTooLow", "NoPlace", "GroupTooLarge"),
    *("TooManyPeople", "WrongCode", "UnknownTicket", "Closed", "EditedMeanwhile"),
}
STEPS = 60


def rich_event() -> int:
    """Two seats, a talk by approval that draws on them too, a workshop for three, and any way on line."""
    talk = TicketTypeDraft("talk", Attendance.IN_PERSON, {"en": "With a talk"}, needs_approval=True)
    return b.small_event(
        ticket_types=(b.IN_PERSON, b.ONLINE, talk),
        quotas=(
            QuotaDraft({"en": "The room"}, 2, ("in-person", "talk")),
            QuotaDraft({"en": "The workshop"}, 3, (), (0,)),
        ),
        sessions=(SessionDraft({"en": "A workshop"}, bookable=True),),
        most_people=3,
        offer_minutes=60,
    )


@pytest.fixture
def outcomes(at_once: Callable[..., list[Counter[str]]]) -> Counter[str]:
    """How it ended when four times sixty steps were taken at two events with two seats each."""
    events = [rich_event(), rich_event()]
    db.session.rollback()
    shares = [(events, STEPS, seed) for seed in range(SIZE)]
    return sum(at_once(organise_and_take_part, shares=shares), Counter())


def test_whatever_people_do_at_once_the_data_stay_sound(outcomes: Counter[str]) -> None:
    assert set(outcomes) <= EXPECTED
    assert outcomes["done"] > STEPS
    assert b.findings() == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_whatever_people_do_at_once_nobody_waits_crosswise(outcomes: Counter[str]) -> None:
    assert outcomes["done"] > STEPS
    db.session.rollback()
    found = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    assert db.session.execute(found).scalar_one() == 0
