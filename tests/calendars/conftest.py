import zoneinfo
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from .readers import (
    IcalJs,
    Javascript,
    Libical,
    NodeIcal,
    Radicale,
    Reader,
    Sabre,
    UnavailableError,
    read_with_icalendar,
    read_with_vobject,
)

# The pinned tzdata, not the system's.
zoneinfo.reset_tzpath(to=())

# They take the rules of a zone from the file alone; the others know zones by their names.
TRUSTING = ["icalendar", "vobject", "ical_js", "libical"]
ALL = [*TRUSTING, "node_ical", "sabre"]

Started = TypeVar("Started")


def started(start: Callable[..., Started], *arguments: object) -> Started:
    """The program, or the test is left out with the reason."""
    try:
        return start(*arguments)
    except UnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def javascript() -> Iterator[Javascript]:
    program = started(Javascript)
    yield program
    program.close()


@pytest.fixture(scope="session")
def ical_js(javascript: Javascript) -> IcalJs:
    return IcalJs(javascript)


@pytest.fixture(scope="session")
def node_ical(javascript: Javascript) -> NodeIcal:
    return started(NodeIcal, javascript)


@pytest.fixture(scope="session")
def libical() -> Libical:
    return started(Libical)


@pytest.fixture(scope="session")
def sabre() -> Iterator[Sabre]:
    program = started(Sabre)
    yield program
    program.close()


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    server = started(Radicale, tmp_path_factory.mktemp("radicale"))
    yield server
    server.close()


def _reader(request: pytest.FixtureRequest) -> Reader:
    pure = {"icalendar": read_with_icalendar, "vobject": read_with_vobject}
    return pure.get(request.param) or request.getfixturevalue(request.param)


@pytest.fixture(scope="session", params=ALL)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each of the programs in turn."""
    return _reader(request)


@pytest.fixture(scope="session", params=TRUSTING)
def trusting_reader(request: pytest.FixtureRequest) -> Reader:
    """Each of those in turn that know nothing of zones but what the file says."""
    return _reader(request)
