"""Streets with a number that a text names, and the buildings beside them."""

import re
from collections.abc import Iterator

from regapp.announcements.buildings import is_capital, past_times
from regapp.announcements.cities import CITY, city_of
from regapp.announcements.date_words import ANY_WEEKDAY, BESIDE, HELD
from regapp.announcements.found import Field, Found
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.place_parts import city_piece, pieces_of
from regapp.announcements.place_words import OF_OFFICE, PLACED, ROOM, ROOM_OF, STREET

BEFORE_OFFICE = 70  # characters that say whose address it is


def street_addresses(page: Page) -> Iterator[Found]:
    """The first street that is the place of the event, not of an office."""
    for match in STREET.finditer(page.flat):
        if not re.search(r"\d", match[0]) or page.label(match.start()) in {
            Label.AGENDA,
            Label.SPEAKER,
            Label.TITLE,
        }:
            continue
        if BESIDE.search(page.sentence(match.start())) or page.in_signature(match.start()):
            continue
        line = page.source.line(match.start())[0]
        if OF_OFFICE.search(page.flat[max(line, match.start() - BEFORE_OFFICE) : match.start() + 1]):
            continue
        start, end = page.source.trimmed(*match.span())
        start = _without_lead(page, start, end)
        if not re.search(r"\d", page.low[start:end]):
            continue
        yield page.found(Field.ADDRESS, start, end)
        yield from _beside(page, start)
        line_end = page.source.line(end)[1]
        city = CITY.search(page.low, end, min(line_end, end + 25)) or CITY.search(
            page.low, max(page.source.line(start)[0], start - 25), start
        )
        if city:
            yield page.found(Field.CITY, *city.span(), city_of(city[0]))
        return


def _beside(page: Page, address: int) -> Iterator[Found]:
    """House of Friendship, Kurmangazy St. 40: the building before its street on a short line."""
    start = page.source.line(address)[0]
    pieces = list(pieces_of(page, start, address, []))
    pieces = [
        (max(one, page.low.rfind(": ", one, two) + 2 if ": " in page.low[one:two] else one), two)
        for one, two in pieces
    ]
    building = [(past_times(page, one, two), two) for one, two in pieces if _is_place(page.low[one:two])]
    building = [piece for piece in building if not ROOM_OF.match(page.low, *piece)]
    rooms = [piece for piece in building if _is_room(page, piece)]
    if building and building == rooms and rooms[0] != pieces[0]:  # DKU, Hörsaal 1, Puschkin-Straße 111
        building = [
            piece for piece in pieces[:1] if not any(piece[0] <= one.start < piece[1] for one in page.moments)
        ]
        if building and is_capital(page, building[0][0]) and len(page.low[slice(*building[0])].split()) < 5:  # noqa: PLR2004
            yield page.found(Field.ROOM, *rooms[0])
            yield page.found(Field.VENUE, *building[0], spoken=True)
        return
    building = [
        piece for piece in building if is_capital(page, piece[0]) and _is_place(page.low[piece[0] : piece[1]])
    ]
    short = all(piece_end - piece_start < 60 for piece_start, piece_end in pieces)  # noqa: PLR2004
    if building and short and len(pieces) < 4 and not HELD.search(page.low[start:address]):  # noqa: PLR2004
        named = [one for one in building if PLACED.search(page.low[one[0] : one[1]])]
        yield page.found(Field.VENUE, *(named or building)[-1], spoken=True)
    elif short and not building and pieces and _is_alone(page, pieces[0]) and len(pieces) < 3:  # noqa: PLR2004
        yield page.found(Field.VENUE, *pieces[0], spoken=True)


def _is_alone(page: Page, piece: tuple[int, int]) -> bool:
    """SmArt.Point, Baizakov St. 280: a name that begins the line, and nothing that it could be else."""
    start, end = piece
    words = page.low[start:end]
    begins = not page.low[page.source.line(start)[0] : start].strip(" \t-•*")
    other = city_piece(page, start, end) is not None or re.search(r"[\d:@]", words) or HELD.search(words)
    other = other or page.sections.starts_at(start) or re.fullmatch(ANY_WEEKDAY, words)
    return begins and is_capital(page, start) and len(words.split()) < 5 and not other  # noqa: PLR2004


def _is_room(page: Page, piece: tuple[int, int]) -> bool:
    room = ROOM.match(page.low, *piece)
    return bool(room and not PLACED.search(page.low, *piece))


def _is_place(words: str) -> bool:
    return bool(PLACED.search(words) or ROOM.search(words))


def _without_lead(page: Page, start: int, end: int) -> int:
    """Past the words of a sentence that lead to a street: "by the address of"."""
    lead = re.search(
        r".*(?:\bat|\bin|\bto|по адресу:?|адресу|мекенжайы(?:ндағы)?:?|in der|\bon|\bder) ",
        page.low[start:end],
    )
    return start + lead.end() if lead else start
