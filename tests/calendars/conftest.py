import zoneinfo
from collections.abc import Iterator

import pytest

from .readers import IcalJs, Libical, Reader, UnavailableError, read_with_icalendar, read_with_vobject

# The pinned tzdata, not the system's.
zoneinfo.reset_tzpath(to=())


@pytest.fixture(scope="session")
def ical_js() -> Iterator[IcalJs]:
    try:
        reader = IcalJs()
    except UnavailableError as reason:
        pytest.skip(str(reason))
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def libical() -> Libical:
    try:
        return Libical()
    except UnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session", params=["icalendar", "vobject", "ical_js", "libical"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each of the programs in turn."""
    pure = {"icalendar": read_with_icalendar, "vobject": read_with_vobject}
    return pure.get(request.param) or request.getfixturevalue(request.param)
