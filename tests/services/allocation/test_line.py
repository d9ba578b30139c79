"""Random steps on small events, beside a plain model that keeps the rule of the line literally."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.allocation.machine.host_steps import Everything
from tests.services.allocation.machine.steps import OnePersonAfterAnother

pytestmark = pytest.mark.usefixtures("app")

LONG = "LONG" in os.environ
EXAMPLES, STEPS = (int(os.environ.get("EXAMPLES", "300")), 60) if LONG else (6, 25)


@pytest.mark.parametrize("machine", [OnePersonAfterAnother, Everything])
def test_the_line_is_what_its_model_says(machine: type[OnePersonAfterAnother]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,  # what is new is looked for at length, not in everybody's test run
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
