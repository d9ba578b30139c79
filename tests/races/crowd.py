"""Four processes, each with an application of its own, that act at the same moment."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from regapp import create_app
from regapp.database import db
from tests.conftest import settings_for
from tests.races.guards import taken_out

SIZE = 4
PATIENCE = 60  # seconds until a process that never arrives breaks the meeting

_meeting: list[Barrier] = []


def meet() -> None:
    """Inside a process: wait until all the others are here too."""
    _meeting[0].wait(PATIENCE)


class Crowd:
    """Processes that stay alive from one race to the next; starting one takes seconds."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def run(
        self,
        work: Callable[..., Any],
        url: str,
        instance: Path,
        shares: list[tuple[Any, ...]],
        *,
        without: Iterable[str] = (),
    ) -> list[Any]:
        """What ``work`` returns for each of the four shares, all done at once, some guards taken out."""
        assert len(shares) == SIZE
        tasks = [(work, url, instance, share, tuple(without)) for share in shares]
        return self._pool.starmap(_take_part, tasks, chunksize=1)  # type: ignore[no-any-return]


@contextmanager
def crowd() -> Iterator[Crowd]:
    """Start the processes, and end them."""
    context = get_context("spawn")
    with context.Pool(SIZE, initializer=_invite, initargs=(context.Barrier(SIZE),)) as pool:
        yield Crowd(pool)


def _invite(meeting: Barrier) -> None:
    _meeting.append(meeting)


def _take_part(
    work: Callable[..., Any], url: str, instance: Path, share: tuple[Any, ...], without: tuple[str, ...]
) -> Any:
    app = create_app(settings_for(url, instance))
    with app.app_context():
        try:
            with taken_out(without):
                meet()  # whoever waits here takes no second share
                return work(*share)
        finally:
            db.session.remove()
            db.engine.dispose()
