"""Where people come to: name, address, room and city."""

import re
from collections.abc import Iterator
from dataclasses import replace

from regapp.announcements.buildings import is_capital, named_buildings, past_times
from regapp.announcements.cities import CITY, city_of
from regapp.announcements.date_words import BESIDE, HELD
from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.place_words import (
    BARE_ROOM,
    COUNTRY,
    CUT,
    LOCATIVE,
    NOT_A_NAME,
    PLACED,
    POSTAL,
    ROOM,
    ROOM_OF,
    SQUARE,
    STREET,
)
from regapp.vocabulary import Language

LONGEST_NAME, SHORTEST_NAME = 120, 6
ROOM_BEFORE, ROOM_BEHIND, AT_ONCE = 150, 100, 16  # characters between an address and its room
PARTED = re.compile(r"(?: ?\([^()]{1,14}\))? ?(?:uhr)? ?[,;|)·•]")
OF_CLOCK = re.compile(r",? ?\w+ ?\)")  # 17:00 (GMT+5, Astana)
MOSTLY = 0.6  # a piece that is so much a room's name is no building's
BESIDE_CITY = 4  # characters: "г.", a blank
OF_OTHERS = {Label.SPEAKER, Label.MODERATOR, Label.GUEST, Label.HOST}
EARLY = 600  # characters; a programme says its place at its head


def read_place(page: Page) -> list[Found]:
    """The venue under a label, or else what the text says in a sentence."""
    found: dict[Field, Found] = {}
    for reader in (_under_labels, _behind_times, _addresses):
        for one in reader(page):
            found.setdefault(one.field, one)
    if Field.VENUE not in found:
        for one in named_buildings(page):
            found.setdefault(one.field, one)
    near = found.get(Field.ADDRESS) or found.get(Field.VENUE)
    if near and Field.ROOM not in found:
        found.update((one.field, one) for one in _room_near(page, near))
    if Field.CITY not in found:
        found.update((one.field, one) for one in _city(page, found.get(Field.VENUE)))
    if Field.CITY not in found and near:
        found.update((one.field, one) for one in _only_city(page))
    venue = found.get(Field.VENUE)
    if venue and venue.language == Language.KAZAKH and LOCATIVE.search(venue.value):
        found[Field.VENUE] = replace(venue, inferred=Reason.FORM_OF_WORD)
    return list(found.values())


def _under_labels(page: Page) -> Iterator[Found]:
    for section in page.sections.of(Label.PLACE, Label.ADDRESS, Label.ROOM, Label.CITY):
        yield from _labelled(page, section.kind, *page.body(section))


def _room_near(page: Page, place: Found) -> Iterator[Found]:
    """A room with a number or a name of its own, or one right behind the address."""
    for match in ROOM.finditer(page.low):
        start = page.source.starts[match.start()]
        marked = any(character.isdecimal() or character in '«„“"' for character in match[0])
        behind = 0 <= start - place.end < AT_ONCE and not BARE_ROOM.fullmatch(match[0])
        inside = place.start <= start < place.end
        if not inside and (behind or (marked and -ROOM_BEFORE < start - place.end < ROOM_BEHIND)):
            yield page.found(Field.ROOM, *page.source.trimmed(*match.span(), " \t\n.,"))
            return


def _labelled(page: Page, kind: Label, start: int, end: int) -> Iterator[Found]:
    if start >= end:
        return
    if kind == Label.ROOM:
        if end - start < 60:  # noqa: PLR2004 - a room's name is short
            yield page.found(Field.ROOM, start, end)
        return
    if (
        kind == Label.PLACE
        and NOT_A_NAME.search(page.low[start:end])
        and not STREET.search(page.low, start, end)
    ):
        end = next((m.start() for m in NOT_A_NAME.finditer(page.low, start, end)), end)
        start, end = page.source.trimmed(start, end, " \t\n,;(+/&-")
        if end - start < 3 or not city_of(page.low[start:end]):  # noqa: PLR2004
            return
    yield from _parts(page, start, end, named=kind == Label.PLACE)


def _behind_times(page: Page) -> Iterator[Found]:
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
        placed = CITY.search(words) or STREET.search(words) or PLACED.search(words)
        if parted and placed and not OF_CLOCK.match(page.low, rest, end):
            yield from _parts(page, rest + parted.end(), min(end, rest + LONGEST_NAME), named=True)


def _parts(page: Page, start: int, end: int, *, named: bool) -> Iterator[Found]:
    """A venue's line, piece by piece between commas."""
    streets = [
        m for m in STREET.finditer(page.low, start, end) if re.search(r"\d", m[0]) or not SQUARE.search(m[0])
    ]
    if streets:
        yield page.found(Field.ADDRESS, *page.source.trimmed(*streets[0].span()))
    rooms = list(ROOM.finditer(page.low, start, end))
    names: list[tuple[int, int]] = []
    for piece in _pieces(page, start, end, [m.span() for m in streets]):
        known = _city_piece(page, *piece)
        room = next((m for m in rooms if m.start() < piece[1] and m.end() > piece[0]), None)
        if known is not None:
            yield from known
        elif room and room.end() - room.start() > (piece[1] - piece[0]) * MOSTLY:
            yield page.found(Field.ROOM, *piece)
        elif room and room.start() > piece[0] + SHORTEST_NAME:
            yield page.found(Field.ROOM, *page.source.trimmed(*room.span()))
            names.append(page.source.trimmed(piece[0], room.start(), " ,;-("))
        else:
            names.append(piece)
    names = [one for one in names if named or PLACED.search(page.low[one[0] : one[1]])]
    name = names[0] if names else (0, 0)
    if 0 < name[1] - name[0] <= LONGEST_NAME and not NOT_A_NAME.search(page.low[name[0] : name[1]]):
        yield page.found(Field.VENUE, *name, spoken=True)


def _city_piece(page: Page, start: int, end: int) -> list[Found] | None:
    """What a piece says that is a city, a country or a postal code; None if it is neither."""
    words = page.low[start:end]
    city = CITY.search(words)
    postal = POSTAL.match(words)
    beside = postal or COUNTRY.match(words) or not any(character.isalpha() for character in words)
    if city and (postal or (not beside and len(words) - len(city[0]) < BESIDE_CITY)):
        return [page.found(Field.CITY, start + city.start(), start + city.end(), city_of(city[0]))]
    return [] if beside else None


def _pieces(page: Page, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    cuts = [m.span() for m in CUT.finditer(page.low[start:end])]
    spans = sorted([*((start + one, start + two) for one, two in cuts), *taken, (end, end)])
    position = start
    for cut_start, cut_end in spans:
        if cut_start > position:
            piece = page.source.trimmed(position, cut_start, " \t\n.:")
            if piece[1] - piece[0] > 1:
                yield piece
        position = max(position, cut_end)


def _addresses(page: Page) -> Iterator[Found]:
    for match in STREET.finditer(page.low):
        if not re.search(r"\d", match[0]) or page.label(match.start()) in {
            Label.AGENDA,
            Label.SPEAKER,
            Label.TITLE,
        }:
            continue
        if BESIDE.search(page.sentence(match.start())):
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
    pieces = list(_pieces(page, start, address, []))
    pieces = [
        (max(one, page.low.rfind(": ", one, two) + 2 if ": " in page.low[one:two] else one), two)
        for one, two in pieces
    ]
    building = [(past_times(page, one, two), two) for one, two in pieces if _is_place(page.low[one:two])]
    building = [piece for piece in building if not ROOM_OF.match(page.low, *piece)]
    building = [
        piece for piece in building if is_capital(page, piece[0]) and _is_place(page.low[piece[0] : piece[1]])
    ]
    short = all(piece_end - piece_start < 60 for piece_start, piece_end in pieces)  # noqa: PLR2004
    if building and short and len(pieces) < 4 and not HELD.search(page.low[start:address]):  # noqa: PLR2004
        named = [one for one in building if PLACED.search(page.low[one[0] : one[1]])]
        yield page.found(Field.VENUE, *(named or building)[-1], spoken=True)


def _is_place(words: str) -> bool:
    return bool(PLACED.search(words) or ROOM.search(words))


def _without_lead(page: Page, start: int, end: int) -> int:
    """Past the words of a sentence that lead to a street: "by the address of"."""
    lead = re.search(
        r".*(?:\bat|\bin|\bto|по адресу:?|адресу|мекенжайы(?:ндағы)?:?|in der|\bon|\bder) ",
        page.low[start:end],
    )
    return start + lead.end() if lead else start


def _city(page: Page, venue: Found | None) -> Iterator[Found]:
    """A city that the text is said to be in; not of a zone, a university or a participant."""
    within = CITY.search(venue.value.lower()) if venue else None
    if venue and within:
        yield Found(Field.CITY, city_of(within[0]), venue.start, venue.end)
        return
    for match in CITY.finditer(page.low):
        if _is_placed(page, match) and not _is_of_others(page, match):
            yield page.found(Field.CITY, *match.span(), city_of(match[0]))
            return


def _only_city(page: Page) -> Iterator[Found]:
    """The one city that a text names, which its place is taken to be in."""
    matches = [match for match in CITY.finditer(page.low) if not _is_of_others(page, match)]
    if len({city_of(match[0]) for match in matches}) == 1:
        yield page.found(Field.CITY, *matches[0].span(), city_of(matches[0][0]), inferred=Reason.PLACE)


def _is_of_others(page: Page, match: re.Match[str]) -> bool:
    """Whether a city is that of a person or a zone, not of the event."""
    label = page.label(match.start())
    zones = page.low[max(match.start() - 2, 0) : match.start()] == ", " and any(
        zone.end == match.start() - 2 for zone in page.zones
    )
    of_zone = zones or any(zone.start <= match.start() < zone.end for zone in page.zones)
    return of_zone or label in OF_OTHERS or (label == Label.AGENDA and match.start() > EARLY)


def _is_placed(page: Page, match: re.Match[str]) -> bool:
    """Whether a word says "in" of a city."""
    return bool(
        re.search(r"(?:да|де|та|те)$", match[0])
        or re.search(r"(?:\bв|\bin|г\.|город[ае]?|the city of|stadt) ?$", page.before(match.start(), 14))
        or re.match(r"(?:да|де|та|те| қаласы(?:нда)?| қ\.)", page.low[match.end() : match.end() + 10])
    )
