"""Buildings that a sentence names."""

import re
from collections.abc import Iterator

from regapp.announcements.date_words import BESIDE
from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.place_words import (
    ABOUT,
    INFLECTED,
    INNER,
    KAZAKH_PLACE,
    NAMED_PLACE,
    PLACED,
    ROOM_OF,
)

NO_PLACES = {Label.SPEAKER, Label.MODERATOR, Label.HOST, Label.AGENDA}


def named_buildings(page: Page) -> Iterator[Found]:
    """A building that a sentence names."""
    for pattern in (NAMED_PLACE, KAZAKH_PLACE):
        for match in pattern.finditer(page.low):
            sentence = page.sentence(match.start())
            first, last = page.sentences.around(match.start())
            timed = any(first <= time.start < last for time in page.times)
            if (
                not (timed or ABOUT.search(sentence))
                or BESIDE.search(sentence)
                or page.label(match.start()) in NO_PLACES
            ):
                continue
            start, end = page.source.trimmed(*match.span("name"))
            start = _begin_of_name(page, start, end)
            room = ROOM_OF.match(page.low, start, end)
            if room:
                yield page.found(Field.ROOM, *page.source.trimmed(*room.span("room")))
                start = room.end()
            if start >= end or not _is_name(page, start, end):
                continue
            inflected = (
                pattern is KAZAKH_PLACE
                or INFLECTED.search(page.low[max(0, start - 9) : start])
                or re.match(r"\w+en ", page.low[start:end])
            )
            yield page.found(
                Field.VENUE, start, end, inferred=Reason.FORM_OF_WORD if inflected else None, spoken=True
            )
            return


def _begin_of_name(page: Page, start: int, end: int) -> int:
    """Past whatever of the sentence stands before a building's name."""
    building = PLACED.search(page.low, start, end)
    inner = list(INNER.finditer(page.low, start, building.start() if building else start))
    start = inner[-1].end() if inner else start
    in_city = re.match(r"[^\W\d_]+ қаласы(?:ндағы|нда|ның) ", page.low[start:end])
    start += in_city.end() if in_city else 0
    capital = next((at for at in range(start, end) if page.source.plain[at].isupper()), end)
    quoted = any(mark in page.source.plain[start:end] for mark in '«"“„')
    named_behind = building is not None and building.start() < capital and (capital < end or quoted)
    timed = any(start <= one.start < end for one in page.moments)
    return start if named_behind and not timed else past_times(page, start, end)


def _is_name(page: Page, start: int, end: int) -> bool:
    """Whether it has a capital, or quotation marks."""
    words = page.source.plain[start:end]
    return words != words.lower() or any(mark in words for mark in '«"“„')


def is_capital(page: Page, position: int) -> bool:
    """Whether a name may begin there."""
    return page.source.plain[position].isupper() or page.source.plain[position] in '«"“„'


def past_times(page: Page, start: int, end: int) -> int:
    """Past dates, times and small words at the beginning of what might be a name."""
    start = max([start, *(one.end for one in page.moments if start <= one.start < end)])
    while start < end and not is_capital(page, start):
        following = page.low.find(" ", start, end)
        if following < 0:
            return start
        start = following + 1
    return start
