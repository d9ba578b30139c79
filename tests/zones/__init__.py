"""Zone data of another time: as a process has them that was started with another release of tzdata."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

BEFORE = Path(__file__).parent / "2023c"


@contextmanager
def zone_data_of_2023() -> Iterator[None]:
    """The law of Kazakhstan before March 2024, and today's of all others; see README.md."""
    _use(str(BEFORE))
    try:
        yield
    finally:
        _use()


def _use(*folders: str) -> None:
    zoneinfo.reset_tzpath(to=folders)
    ZoneInfo.clear_cache()
