from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.standing import *  # noqa: F403 - fixtures are found by name


@pytest.fixture
def starts() -> datetime:
    """When a test's clock begins to stand still; a module may have a day of its own."""
    return datetime.now(UTC)


@pytest.fixture
def clock(starts: datetime) -> Iterator[time_machine.Traveller]:
    """A clock that moves only when it is told to."""
    with time_machine.travel(starts, tick=False) as traveller:
        yield traveller
