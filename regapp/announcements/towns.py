"""The city an event is in, where its place does not say it."""

import re
from collections.abc import Iterator

from regapp.announcements.cities import CITY, city_of
from regapp.announcements.date_words import BESIDE
from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page

OF_OTHERS = {Label.SPEAKER, Label.MODERATOR, Label.GUEST, Label.HOST}
EARLY = 600  # characters; a programme says its place at its head
OF_PERSON = 90  # characters behind a name in which a person's own city stands
LISTED = re.compile(rf"(?:,| und| and| и| және| мен)? ?(?:{CITY.pattern})".replace("?P<", "?P<l_"))
OF_TOWN = re.compile(r"(?:\bг\.|город[ае]?|city of|stadt) ?$")
Taken = list[tuple[int, int, bool]]  # values that were found, in the given text; whether of a person


def city_said(page: Page, venue: Found | None, taken: Taken) -> Iterator[Found]:
    """A city that the text is said to be in; not of a zone, a university or a participant."""
    within = CITY.search(venue.value.lower()) if venue else None
    if venue and within:
        yield Found(Field.CITY, city_of(within[0]), venue.start, venue.end)
        return
    for match in CITY.finditer(page.low):
        if _is_placed(page, match) and not _is_of_others(page, match, taken) and not _is_listed(page, match):
            yield page.found(Field.CITY, *match.span(), city_of(match[0]))
            return


def only_city(page: Page, taken: Taken) -> Iterator[Found]:
    """The one city that a text names, which its place is taken to be in."""
    matches = [match for match in CITY.finditer(page.low) if not _is_of_others(page, match, taken)]
    if len({city_of(match[0]) for match in matches}) == 1:
        yield page.found(Field.CITY, *matches[0].span(), city_of(matches[0][0]), inferred=Reason.PLACE)


def city_of_host(page: Page, taken: Taken) -> Iterator[Found]:
    """The city whose administration invites: акимат города Алматы."""
    for start, end, is_person in taken:
        for match in CITY.finditer(page.low):
            place = page.source.starts[match.start()]
            named = OF_TOWN.search(page.before(match.start(), 12)) or re.match(
                " қаласы", page.low[match.end() :][:7]
            )
            if not is_person and start <= place < end and named:
                yield page.found(Field.CITY, *match.span(), city_of(match[0]), inferred=Reason.PLACE)
                return


def _is_listed(page: Page, match: re.Match[str]) -> bool:
    """Whether it is one of several cities, as studios of a teleconference have."""
    return bool(LISTED.match(page.flat, match.end()))


def _is_of_others(page: Page, match: re.Match[str], taken: Taken) -> bool:
    """Whether a city is that of a person or a zone, not of the event."""
    label = page.label(match.start())
    place = page.source.starts[match.start()]
    for start, end, is_person in taken:
        if start <= place < end:
            return True
        between = (
            page.flat[match.start() - min(place - end, match.start()) : match.start()] if place > end else ""
        )
        if is_person and 0 < place - end < OF_PERSON and not re.search(r"[.!?] |\n", between):
            return True
    if page.in_signature(match.start()) or BESIDE.search(page.sentence(match.start())):
        return True
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
