"""The parts of a line that names a place: its name, street, room and city."""

import re
from collections.abc import Iterator

from regapp.announcements.cities import CITY, city_of
from regapp.announcements.found import Field, Found
from regapp.announcements.page import Page
from regapp.announcements.place_words import COUNTRY, CUT, NOT_A_NAME, PLACED, POSTAL, ROOM, SQUARE, STREET

LONGEST_NAME, SHORTEST_NAME = 120, 6
MOSTLY = 0.6  # a piece that is so much a room's name is no building's
FLOOR = re.compile(r"\d.{0,6}(?:floor|этаж|қабат|stock|etage|obergeschoss)")
OF_CITY = re.compile(r"(?:қаласы|қ\.|город|г\.|city of|stadt)")
BESIDE_CITY = 4  # characters: "г.", a blank
IN_CITY = re.compile(rf"[ \n](?:in|в г\.|в городе)[ \n](?={CITY.pattern}$)")


def parts_of(page: Page, start: int, end: int, *, named: bool) -> Iterator[Found]:
    """A venue's line, piece by piece between commas."""
    streets = [m for m in STREET.finditer(page.flat, start, end) if _is_street(m[0])]
    if streets:
        yield page.found(Field.ADDRESS, *page.source.trimmed(*streets[0].span()))
    # A floor says less than the hall on it.
    rooms = sorted(ROOM.finditer(page.low, start, end), key=lambda m: (bool(FLOOR.search(m[0])), m.start()))
    floors = [m for m in rooms if FLOOR.search(m[0])] if len(rooms) > 1 else []
    names: list[tuple[int, int]] = []
    for piece in pieces_of(page, start, end, [m.span() for m in streets]):
        known = city_piece(page, *piece)
        room = next((m for m in rooms if m.start() < piece[1] and m.end() > piece[0]), None)
        if room and room in floors and len(floors) < len(rooms):
            continue
        if known is not None:
            yield from known
        elif room and room.end() - room.start() > (piece[1] - piece[0]) * MOSTLY:
            yield page.found(Field.ROOM, *piece)
        elif room and room.start() > piece[0] + SHORTEST_NAME and _is_building(page, piece[0], room.start()):
            yield page.found(Field.ROOM, *page.source.trimmed(*room.span()))
            names.append(page.source.trimmed(piece[0], room.start(), " ,;-("))
        elif room and len(page.low[piece[0] : piece[1]].split()) < 3 and not PLACED.search(page.low, *piece):  # noqa: PLR2004
            yield page.found(Field.ROOM, *piece)  # "Kleines Auditorium"
        else:
            names.append(piece)
    names = [one for one in names if named or PLACED.search(page.low[one[0] : one[1]])]
    name = names[0] if names else (0, 0)
    if in_city := IN_CITY.search(page.low[name[0] : name[1]]):
        name = name[0], name[0] + in_city.start()
    if 0 < name[1] - name[0] <= LONGEST_NAME and not NOT_A_NAME.search(page.low[name[0] : name[1]]):
        yield page.found(Field.VENUE, *name, spoken=True)


def _is_street(words: str) -> bool:
    """Whether it is an address: squares are places by themselves, and "Festsaal Dülferstraße" is a room."""
    return bool(re.search(r"\d", words)) or not (SQUARE.search(words) or ROOM.search(words))


def _is_building(page: Page, start: int, end: int) -> bool:
    """Whether what stands before a room is a name, and not what sort of room it is."""
    return bool(PLACED.search(page.low, start, end)) or len(page.low[start:end].split()) > 1


def city_piece(page: Page, start: int, end: int) -> list[Found] | None:
    """What a piece says that is a city, a country or a postal code; None if it is neither."""
    words = page.low[start:end]
    city = CITY.search(words)
    postal = POSTAL.match(words)
    beside = postal or COUNTRY.match(words) or not any(character.isalpha() for character in words)
    if city and (postal or (not beside and len(OF_CITY.sub("", words)) - len(city[0]) < BESIDE_CITY)):
        return [page.found(Field.CITY, start + city.start(), start + city.end(), city_of(city[0]))]
    return [] if beside else None


def pieces_of(page: Page, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces between commas and the like, without those that are taken."""
    cuts = [m.span() for m in CUT.finditer(page.low[start:end])]
    spans = sorted([*((start + one, start + two) for one, two in cuts), *taken, (end, end)])
    position = start
    for cut_start, cut_end in spans:
        if cut_start > position:
            piece = page.source.trimmed(position, cut_start, " \t\n.:")
            if piece[1] - piece[0] > 1:
                yield piece
        position = max(position, cut_end)
