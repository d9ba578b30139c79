"""Where people come to: name, address, room and city."""

import re
from collections.abc import Iterator
from dataclasses import replace

from regapp.announcements.buildings import bracketed_places, named_buildings
from regapp.announcements.cities import city_of
from regapp.announcements.date_words import BESIDE
from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.place_parts import parts_of
from regapp.announcements.place_words import (
    ABOUT,
    BARE_ROOM,
    INTO,
    LOCATIVE,
    NOT_A_NAME,
    PLACED,
    ROOM,
    STREET,
)
from regapp.announcements.streets import street_addresses
from regapp.announcements.towns import Taken, city_of_host, city_said, only_city
from regapp.announcements.venue_lines import behind_times, lines_of_place
from regapp.vocabulary import Language

TRAILING = re.compile(r",? (?:and|und|и|және)(?: (?:via|per|über|on))?$")
ROOM_BEFORE, ROOM_BEHIND, AT_ONCE = 150, 100, 16  # characters between an address and its room


def read_place(page: Page, taken: Taken) -> list[Found]:
    """The venue under a label, or else what the text says in a line or a sentence.

    ``taken`` are the names of hosts and people: a city in or beside them is theirs.
    """
    found: dict[Field, Found] = {}
    for reader in (_under_labels, behind_times, lines_of_place, street_addresses):
        for one in reader(page):
            found.setdefault(one.field, one)
    if Field.VENUE not in found:
        bracketed = [one for span in bracketed_places(page) for one in parts_of(page, *span, named=False)]
        for one in bracketed or named_buildings(page):
            found.setdefault(one.field, one)
    near = found.get(Field.ADDRESS) or found.get(Field.VENUE)
    if Field.ROOM not in found:
        found.update((one.field, one) for one in _rooms(page, near))
    if Field.CITY not in found:
        found.update((one.field, one) for one in city_said(page, found.get(Field.VENUE), taken))
    if Field.CITY not in found and near:
        found.update((one.field, one) for one in [*city_of_host(page, taken), *only_city(page, taken)][:1])
    venue = found.get(Field.VENUE)
    if venue and venue.language == Language.KAZAKH and LOCATIVE.search(venue.value):
        found[Field.VENUE] = replace(venue, inferred=Reason.FORM_OF_WORD)
    return list(found.values())


def _under_labels(page: Page) -> Iterator[Found]:
    for section in page.sections.of(Label.PLACE, Label.ADDRESS, Label.ROOM, Label.CITY):
        yield from _labelled(page, section.kind, *page.body(section))


def _rooms(page: Page, near: Found | None) -> Iterator[Found]:
    """The room beside the place, or one that a sentence says it is in."""
    beside = list(_room_near(page, near)) if near else []
    yield from beside or _room_said(page)


def _room_said(page: Page) -> Iterator[Found]:
    """In the main hall, в актовом зале: a room with some name of its own, in a sentence about the event."""
    for match in ROOM.finditer(page.flat):
        if BARE_ROOM.fullmatch(match[0]) or page.in_signature(match.start()):
            continue
        into = INTO.search(page.before(match.start(), 12)) or LOCATIVE.search(match[0])
        sentence = page.sentence(match.start())
        first, last = page.sentences.around(match.start())
        about = ABOUT.search(sentence) or any(first <= one.start < last for one in page.times)
        if into and about and not BESIDE.search(sentence) and page.label(match.start()) is None:
            yield page.found(Field.ROOM, *page.source.trimmed(*match.span(), " \t\n.,"))
            return


def _room_near(page: Page, place: Found) -> Iterator[Found]:
    """A room with a number or a name of its own, or one right behind the address."""
    for match in ROOM.finditer(page.low):
        start = page.source.starts[match.start()]
        marked = any(character.isdecimal() or character in '«„“"' for character in match[0])
        behind = 0 <= start - place.end < AT_ONCE and not BARE_ROOM.fullmatch(match[0])
        same = (
            place.field == Field.ADDRESS
            and "\n" not in page.low[match.end() : match.end() + max(place.start - start, 0)]
        )
        between = (
            same and not BARE_ROOM.fullmatch(match[0]) and 0 < place.start - start < ROOM_BEHIND // 2
        )  # House of Friendship, hall, Satpayev St. 1
        inside = place.start <= start < place.end
        if not inside and (behind or between or (marked and -ROOM_BEFORE < start - place.end < ROOM_BEHIND)):
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
        conjunction = TRAILING.search(page.low[start:end])
        end = start + conjunction.start() if conjunction else end
        low = page.low[start:end]
        if end - start < 3 or not (city_of(low) or PLACED.search(low) or ROOM.search(low)):  # noqa: PLR2004
            return
    yield from parts_of(page, start, end, named=kind == Label.PLACE)
