import pytest

pytest.register_assert_rewrite("tests.services.allocation.machine.machine")
