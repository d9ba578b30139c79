"""Buildings that a sentence names."""

import re
from collections.abc import Iterator

from regapp.announcements.date_words import BESIDE, HELD
from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.place_words import (
    ABOUT,
    IN_BRACKETS,
    INFLECTED,
    INNER,
    KAZAKH_PLACE,
    KAZAKH_ROOM_IN,
    NAMED_PLACE,
    PLACED,
    ROOM_IN,
    ROOM_OF,
    STREET,
)

HOUSE = re.compile(r"(?:здании|помещении|зале|gebäude der|ғимаратында) ")
JOINED = re.compile(r" (?:и|and|und|және) $")
NO_PLACES = {Label.SPEAKER, Label.MODERATOR, Label.HOST, Label.AGENDA}


def named_buildings(page: Page) -> Iterator[Found]:
    """A building that a sentence names."""
    if found := list(_with_room(page)):
        yield from found
        return
    for pattern in (NAMED_PLACE, KAZAKH_PLACE):
        for match in pattern.finditer(page.flat):
            sentence = page.sentence(match.start())
            first, last = page.sentences.around(match.start())
            timed = any(first <= time.start < last for time in page.times)
            if (
                not (timed or ABOUT.search(sentence))
                or BESIDE.search(sentence)
                or page.label(match.start()) in NO_PLACES
                or page.in_signature(match.start())
            ):
                continue
            start, end = page.source.trimmed(*match.span("name"))
            start = _begin_of_name(page, start, end)
            building = PLACED.search(page.low, start, end)
            if building and JOINED.search(page.low[start : building.start()]):
                continue  # "in the Republic and the Academy": two things
            room = ROOM_OF.match(page.low, start, end)
            if room:
                yield page.found(Field.ROOM, *page.source.trimmed(*room.span("room")))
                start = room.end()
            addressed = STREET.match(page.flat, end + 2)  # областной филармонии (ул. Байтурсынова, 72)
            if start >= end or not (_is_name(page, start, end) or addressed):
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


def bracketed_places(page: Page) -> Iterator[tuple[int, int]]:
    """... in Taschkent statt (Hotel Uzbekistan, Saal „Registan“): brackets that begin with a building."""
    for match in IN_BRACKETS.finditer(page.flat):
        start, end = match.span("place")
        first = page.low[start:end].split(",")[0]
        named = is_capital(page, start) and PLACED.search(first) and not BESIDE.search(page.sentence(start))
        held = HELD.search(page.sentence(start)) and page.label(start) is None
        if named and held and not page.in_signature(start) and ("," in match[0] or PLACED.match(first)):
            yield start, end


def _with_room(page: Page) -> Iterator[Found]:
    """A room with the house it is in: the one has the case, the other is its owner."""
    lines = "".join(
        " " if low == " " else plain for low, plain in zip(page.flat, page.source.plain, strict=True)
    )
    for match in [*ROOM_IN.finditer(lines), *KAZAKH_ROOM_IN.finditer(page.flat)]:
        if page.label(match.start()) in NO_PLACES or page.in_signature(match.start()):
            continue
        start, end = match.span("name")
        of_akimat = page.source.plain[start:end].rpartition(" ")[2].startswith("әкімдіг")
        if of_akimat:  # облыс әкімдігінің: two words, and no capital
            start = page.flat.rfind(" ", start, page.flat.rfind(" ", start, end)) + 1 or start
        elif match.re is KAZAKH_ROOM_IN:
            start = _begin_of_name(page, start, end)
        if start < end and (of_akimat or _is_name(page, start, end)):
            inflected = Reason.FORM_OF_WORD if match.re is KAZAKH_ROOM_IN else None
            yield page.found(Field.ROOM, *page.source.trimmed(*match.span("room"), " \t\n.,"))
            yield page.found(Field.VENUE, start, end, inferred=inflected, spoken=True)
            return


def _begin_of_name(page: Page, start: int, end: int) -> int:
    """Past whatever of the sentence stands before a building's name."""
    building = PLACED.search(page.low, start, end)
    inner = list(INNER.finditer(page.low, start, building.start() if building else start))
    start = inner[-1].end() if inner else start
    house = HOUSE.match(page.flat, start, end)
    start = house.end() if house else start
    in_city = re.match(r"[^\W\d_]+ қаласы(?:ндағы|нда|ның) ", page.low[start:end])
    start += in_city.end() if in_city else 0
    capital = next((at for at in range(start, end) if page.source.plain[at].isupper()), end)
    quoted = any(mark in page.source.plain[start:end] for mark in '«"“„')
    named_behind = building is not None and building.start() < capital and (capital < end or quoted)
    timed = any(start <= one.start < end for one in page.moments)
    without = capital == end and not timed and not quoted  # областной филармонии
    start = start if (named_behind or without) and not timed else past_times(page, start, end)
    in_city = re.match(r"[^\W\d_]+ қаласы(?:ндағы|нда|ның) ", page.low[start:end])
    return start + in_city.end() if in_city else start


def _is_name(page: Page, start: int, end: int) -> bool:
    """Whether it has a capital, or quotation marks."""
    words = page.source.plain[start:end]
    return words != words.lower() or any(mark in words for mark in '«"“„№')


def is_capital(page: Page, position: int) -> bool:
    """Whether a name may begin there."""
    return page.source.plain[position].isupper() or page.source.plain[position] in '«"“„№'


def past_times(page: Page, start: int, end: int) -> int:
    """Past dates, times and small words at the beginning of what might be a name."""
    start = max([start, *(one.end for one in page.moments if start <= one.start < end)])
    while start < end and not is_capital(page, start):
        following = page.low.find(" ", start, end)
        if following < 0:
            return start
        start = following + 1
    return start
