import pytest
from flask import Flask

from regapp.web.rates import limiter


@pytest.fixture(autouse=True)
def _unlimited(website: Flask) -> None:
    """Forget what was sent so far: all tests together send more forms than anybody may."""
    limiter.reset()
