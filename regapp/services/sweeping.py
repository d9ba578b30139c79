"""What is due in many places is done one by one: the trouble of one must not keep the others waiting."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from regapp.errors import Busy

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


def each(
    found: Iterable[T],
    act: Callable[[T], Iterable[R]],
    what: str,
    *,
    trouble: type[Exception] = Exception,
) -> Iterator[R]:
    """All that ``act`` yields for each of ``found``.

    Who is busy waits for the next sweep, as does who makes ``trouble``, which is logged. ``what`` says what
    is done and to what, with one place for it: ``"the times of event %s"``.
    """
    for one in found:
        try:
            yield from act(one)
        except Busy:
            log.warning("%s: busy, the next sweep tries again", what % (one,))
        except trouble:
            log.exception("%s: failed, the next sweep tries again", what % (one,))
