"""Random steps on small events, beside a plain model that keeps the rule of the line literally."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.machine.steps import Everything, OnePersonAfterAnother

pytestmark = pytest.mark.usefixtures("app")

EXAMPLES, STEPS = (int(os.environ.get("EXAMPLES", "300")), 60) if "LONG" in os.environ else (6, 25)


@pytest.mark.parametrize("machine", [OnePersonAfterAnother, Everything])
def test_the_line_is_what_its_model_says(machine: type[OnePersonAfterAnother]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
