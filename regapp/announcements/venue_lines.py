"""Lines that name a place without a label: behind the date, before it, or by themselves."""

import re
from collections.abc import Iterator

from regapp.announcements.buildings import is_capital
from regapp.announcements.cities import CITY
from regapp.announcements.date_words import BESIDE, HELD
from regapp.announcements.found import Found
from regapp.announcements.kinds import PATTERNS
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.place_parts import LONGEST_NAME, parts_of, pieces_of
from regapp.announcements.place_words import PLACED, ROOM, STREET

PARTED = re.compile(r"(?: ?\([^()]{1,14}\))? ?(?:uhr)? ?(?:[,;|)·•]|//)")
OF_CLOCK = re.compile(r",? ?\w+ ?\)")  # 17:00 (GMT+5, Astana)
LONGEST_LINE, MOST_LINES = 170, 60
PROSE = re.compile(r"(?:in|at|im|am|an|auf|on|the|we|wir|you|our|в|во|на|для|при|мы|наш\w*|біз\w*|бұл)\b")
WEEKDAY_ALONE = 3


def behind_times(page: Page) -> Iterator[Found]:
    """When: 12 November, 17:00, DKU, Almaty."""
    lines = sorted({page.source.line(one.start) for one in page.moments})
    for start, end in lines[:30]:
        if page.label(end) not in {None, Label.WHEN, Label.START, Label.TIME} or BESIDE.search(
            page.low[start:end]
        ):
            continue
        ends = [one.end for one in [*page.moments, *page.zones] if start <= one.start < end]
        rest = max(ends, default=end)
        words = page.low[rest:end]
        prose = re.match(r"(?: ?\([^()]{1,14}\))?\W*\w", words)
        begins = rest + prose.end() - 1 if prose else rest
        if (
            prose
            and not is_capital(page, begins)
            and not PLACED.match(page.low, begins)
            and not words.strip(" ,;|)")[:1].isdecimal()
        ):
            continue
        parted = PARTED.match(words)
        placed = CITY.search(words) or STREET.search(words) or PLACED.search(words) or ROOM.search(words)
        if parted and placed and not OF_CLOCK.match(page.low, rest, end):
            yield from parts_of(page, rest + parted.end(), min(end, rest + LONGEST_NAME), named=True)


def lines_of_place(page: Page) -> Iterator[Found]:
    """A short line that begins with a building and goes on with its room or street, or stands by a date."""
    position = 0
    for _line in range(MOST_LINES):
        start, end = page.source.trimmed(position, page.source.line(position)[1], " \t*#_.")
        position = page.source.line(position)[1] + 1
        if start < end and _is_of_place(page, start, end):
            yield from parts_of(page, *_without_moments(page, start, end), named=False)
            return
        if position >= len(page.low):
            return


def _is_of_place(page: Page, start: int, end: int) -> bool:
    low = page.low[start:end]
    if end - start > LONGEST_LINE or page.label(start) is not None or page.in_signature(start):
        return False
    if (
        PROSE.match(low)
        or HELD.search(low)
        or BESIDE.search(low.partition("http")[0])
        or page.sections.starts_at(start)
        or "@" in low
    ):
        return False
    pieces = list(pieces_of(page, *_without_moments(page, start, end), []))
    if not pieces or not is_capital(page, pieces[0][0]) or not PLACED.search(page.low, *pieces[0]):
        return False
    first = page.low[pieces[0][0] : pieces[0][1]]
    if any(pattern.search(first) for _, pattern in PATTERNS) or len(first.split()) > 9:  # noqa: PLR2004
        return False
    rest = page.low[pieces[0][1] : end]
    if ROOM.search(rest) or STREET.search(rest):
        return True
    dated = any(start <= one.start < end for one in page.moments)
    return dated or (bool(CITY.search(rest)) and _beside_moment(page, start, end))


def _beside_moment(page: Page, start: int, end: int) -> bool:
    """Whether the line above or below says when."""
    above = page.source.line(max(page.source.line(start)[0] - 1, 0))
    below = page.source.line(min(page.source.line(end)[1] + 1, len(page.low)))
    return any(low <= one.start < high for low, high in (above, below) for one in page.moments)


def _without_moments(page: Page, start: int, end: int) -> tuple[int, int]:
    """The line without a date at its beginning or at its end."""
    for one in page.moments:
        if start <= one.start < end:
            if one.start - start < WEEKDAY_ALONE:
                start = one.end
            else:
                end = one.start
                break
    return page.source.trimmed(start, end, " \t,;|-–—:·•*#_.(")
