"""The attendee list with very many people against the same list with a hundred, over HTTP."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from bench import crowd, servers
from bench.installation import Installation, installation
from bench.organiser import Organiser
from bench.table import Line, times

OURS = "regapp:create_app"
COUNT, FEW = 100_000, 100
ROUNDS = 15  # of each page
MOST = 1.5  # times the time with few
LIST = f"/organise/events/{crowd.SLUG}/attendees"
NEXT = re.compile(r'href="[^"]*[?&](?:amp;)?after=(\d+)')


@dataclass(frozen=True, slots=True)
class Page:
    """A view of the list: what it is called, its query, and who looks."""

    name: str
    query: dict[str, str]
    who: str = crowd.OWNER


PAGES = (
    Page("list page", {}),
    Page("last page", {"at": "end"}),
    Page("by time, the latest first", {"sort": "-registered"}),
    Page("by status", {"sort": "status"}),
    Page("its last page", {"sort": "status", "at": "end"}),
    Page("by ticket", {"sort": "ticket"}),
    Page("its last page", {"sort": "ticket", "at": "end"}),
    Page("by language", {"sort": "language"}),
    Page("its last page", {"sort": "language", "at": "end"}),
    Page("by source", {"sort": "source"}),
    Page("its last page", {"sort": "source", "at": "end"}),
    Page("by the answer in the calendar", {"sort": "calendar"}),
    Page("its last page", {"sort": "calendar", "at": "end"}),
    Page("by an answer, one of few", {"sort": "answer-group"}),
    Page("its last page", {"sort": "answer-group", "at": "end"}),
    Page("search, a rare word", {"q": crowd.RARE_WORD}),
    Page("search, a word of nobody", {"q": "zzyzx"}),
    Page("search, a common word", {"q": "university"}),
    Page("its last page", {"q": "university", "at": "end"}),
    Page("search, two common words", {"q": "university example"}),
    Page("search, a rare and a common word", {"q": f"example {crowd.RARE_WORD}"}),
    Page("search, two letters, common", {"q": crowd.SHORT_COMMON}),
    Page("search, two letters, rare", {"q": crowd.SHORT_RARE}),
    Page("search, one letter, common", {"q": crowd.LETTER_COMMON}),
    Page("search, one letter, rare", {"q": crowd.LETTER_RARE}),
    Page("search, one letter of nobody", {"q": crowd.LETTER_OF_NOBODY}),
    Page("filter, common status", {"status": "confirmed"}),
    Page("its last page", {"status": "confirmed", "at": "end"}),
    Page("filter, common status and ticket", {"status": "confirmed", "ticket": crowd.ONLINE}),
    Page("filter, rare source", {"source": "walk-in"}),
    Page("filter, rare source, with a common word", {"source": "walk-in", "q": "example"}),
    Page("filter, common source", {"source": "form"}),
    Page("filter, rare tag", {"tag": "1"}),
    Page("filter, common tag", {"tag": "2"}),
    Page("filter, an answer", {"answer-group": "ngo"}),
    Page("filter, calendar and language", {"calendar": "accepted", "language": "ru"}),
    Page("filter, letters did not arrive", {"delivered": "no"}),
    Page("filter, letters arrive", {"delivered": "yes"}),
    Page("at the door: list page", {}, crowd.DOOR),
    Page("at the door: a rare word", {"q": crowd.RARE_WORD}, crowd.DOOR),
    Page("at the door: a common word", {"q": crowd.COMMON_NAME}, crowd.DOOR),
    Page("at the door: a word of answers", {"q": "university"}, crowd.DOOR),
    Page("at the door: two letters, rare", {"q": crowd.SHORT_RARE}, crowd.DOOR),
    Page("at the door: one letter, common", {"q": crowd.LETTER_COMMON}, crowd.DOOR),
    Page("at the door: one letter of answers", {"q": "u"}, crowd.DOOR),
)


@contextmanager
def filled(kind: str, *counts: int) -> Iterator[list[Installation]]:
    """Installations with so many registrations each, on databases of that kind."""
    with ExitStack() as stack:
        places = []
        for count in counts:
            place = stack.enter_context(installation(kind))
            crowd.fill(place.settings, count)
            places.append(place)
        yield places


def pages(kind: str, places: list[Installation], wanted: tuple[Page, ...] = PAGES) -> Iterator[Line]:
    """Each page with many people and with few, in turns."""
    with ExitStack() as stack:
        running = [stack.enter_context(servers.web(OURS, one.settings, "/")) for one in places]
        ports = [one.port for one in running]
        browsers: dict[str, list[Organiser]] = {}
        for page in wanted:
            if page.who not in browsers:  # a connection that waits for long is closed
                browsers[page.who] = [Organiser(port, page.who) for port in ports]
            many, few = _in_turns(browsers[page.who], f"{LIST}?{urlencode(page.query)}")
            yield times(f"{page.name}, {kind}", many, few, MOST)


def _in_turns(browsers: list[Organiser], address: str) -> tuple[float, float]:
    """The median seconds of each."""
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 2):
        for browser, seconds in zip(browsers, found, strict=True):
            spent, _page = browser.get(address)
            if turn >= 2:  # noqa: PLR2004 - both processes have read their templates by then
                seconds.append(spent)
    return median(found[0]), median(found[1])
