"""Lines of their own near the top that say what the event is called."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from regapp.announcements.found import Field, Found
from regapp.announcements.host_words import ORGANISATION
from regapp.announcements.kinds import PATTERNS
from regapp.announcements.labels import Label
from regapp.announcements.languages import language_of
from regapp.announcements.page import Page
from regapp.announcements.title_words import (
    GENERAL,
    GENERIC,
    GREETING,
    INNER_END,
    INVITING,
    LEADING,
    NO_HEADING,
    QUOTED,
    SERIES,
    SOON,
    WAY,
)
from regapp.vocabulary import Language

KIND_ALONE = 34  # letters beside the kind in a line that names nothing else


SHORT = 30
SHORT_WORD = 4
MOSTLY = 0.5  # a quotation that is so much of a line is the title


MOST_WORDS = 9  # of a heading that ends like a sentence


FEWEST_LETTERS = 5


LONGEST_HEADING = 260


HEAD_LINES = 12  # a title stands among the first lines


def headings(page: Page) -> Iterator[Found]:
    """A line of its own near the top, which is no greeting, date, label or sentence."""
    position, seen = 0, 0
    hosts: list[tuple[int, int]] = []
    while position < len(page.low) and seen < HEAD_LINES:
        end = page.source.line(position)[1]
        start, stop = page.source.trimmed(position, end, " \t#*=_~-–—•|>")
        position = end + 1
        if start >= stop:
            continue
        seen += 1
        if GREETING.match(page.low[start:stop]) and position > stop - start + 1:
            break  # a letter has no heading behind its greeting
        if page.in_signature(start) or not _is_heading(page, start, stop):
            continue
        stop = _continued(page, start, stop)
        of_series = SERIES.search(page.low[start:stop]) and not QUOTED.search(page.source.plain, start, stop)
        if of_series and ":" not in page.low[start:stop]:
            hosts.append((start, stop))
            continue
        if _is_organisation(page, start, stop):
            hosts.append((start, stop))
            continue
        yield from headed(page, start, stop)
    for start, stop in hosts:
        yield from headed(page, start, stop)


def _is_organisation(page: Page, start: int, stop: int) -> bool:
    """Whether a line says no more than who writes."""
    words = page.source.plain[start:stop].split()
    if names_kind(page.low[start:stop]) or len(words) > 6:  # noqa: PLR2004 - longer lines say more
        return False
    if re.search(r" (?:an|at|im|am|в|на) ", page.low[start:stop]):
        return False  # what happens there
    capitals = (
        all(word[0].isupper() or len(word) < SHORT_WORD for word in words)
        and not page.source.plain[start:stop].isupper()
    )
    last = words[-1].lower()
    return bool(ORGANISATION.search(page.low[start:stop])) and (
        capitals or bool(ORGANISATION.match(last) and not last.endswith("s"))
    )


def _is_heading(page: Page, start: int, stop: int) -> bool:
    low = page.low[start:stop]
    generic = GENERIC.match(low) and stop - start < SHORT
    if generic or GREETING.match(low) or _is_item(page, start, stop):
        return False
    if stop - start > LONGEST_HEADING or letters_of(low) < FEWEST_LETTERS or _is_labelled(page, start, stop):
        return False
    return not _is_prose(page, start, stop) and not _is_moment(page, start, stop)


def _is_item(page: Page, start: int, stop: int) -> bool:
    """Whether it is one of a list, or an address; "4. Silvesterlauf" is the fourth."""
    first = page.source.line(start)[0]
    fourth = not page.low[:first].strip() and names_kind(page.low[start:stop])
    return bool(NO_HEADING.search(page.low[first:stop])) and not fourth


def _is_labelled(page: Page, start: int, stop: int) -> bool:
    """Whether a label begins the line, other than the kind of event or the first words of all."""
    section = page.sections.at(start)
    if section is None or section.kind == Label.TITLE:
        return False
    if not section.label <= start < section.start and page.label(start) is None:
        return False
    first = section.kind == Label.OTHER and not page.low[: section.label].strip(" \n#*")
    behind = page.low[min(section.start, stop) : stop]
    return not (first or names_kind(page.low[start : start + 40])) or letters_of(behind) < FEWEST_LETTERS * 2


def _is_prose(page: Page, start: int, stop: int) -> bool:
    """Whether it is a sentence, or goes on with one."""
    low = page.low[start:stop]
    before = page.low[page.sentences.around(start)[0] : start].strip(" \t\n#*=_~-–—•|>")
    ends = re.search(r"[.!]$", low) and len(low.split()) > MOST_WORDS
    inner = INNER_END.search(page.source.plain, start, stop)
    if inner and inner[0][4] == "?" and not re.search(r"[.!]$", low):
        inner = None  # "Rules without borders? Platform work in Central Asia"
    return bool(before or ends or inner or INVITING.search(low) or page.source.plain[start].islower())


def _is_moment(page: Page, start: int, stop: int) -> bool:
    """Whether it says a time more than anything else."""
    inside = [one for one in page.moments if start <= one.start < stop]
    if any(one.start < start + 3 for one in page.times if one in inside):
        return True
    taken = sum(one.end - one.start for one in inside)
    return taken * 2 > stop - start or letters_of(page.low[start:stop]) - taken < FEWEST_LETTERS


def _continued(page: Page, start: int, stop: int) -> int:
    """The end of a heading that takes two lines."""
    for _line in range(3):
        following = stop
        while following < len(page.low) and page.low[following] in " \t*#_":
            following += 1
        if page.low[following : following + 1] != "\n" or page.low[following : following + 2] == "\n\n":
            return stop
        next_start, next_end = page.source.trimmed(*page.source.line(following + 1), " \t*#_")
        if (
            next_start >= next_end
            or page.sections.starts_at(next_start)
            or re.search(r"[.!?:]$", page.low[start:stop])
        ):
            return stop
        line = page.source.plain[next_start:next_end]
        shouted = page.source.plain[start:stop].isupper() and line.isupper()
        cut = re.search(
            r"(?:\b(?:and|of|the|in|for|to|on|и|в|на|по|с|о|und|der|die|das|für|in|zu|von|мен|және|пен|"
            r"бен)|[,:–-])$",
            page.low[start:stop],
        )
        if not (shouted or cut or (line[:1].islower() and not re.search(r"\.$", line))) or any(
            next_start <= date.start < next_end for date in page.dates
        ):
            return stop
        stop = next_end
    return stop


def headed(page: Page, start: int, stop: int) -> Iterator[Found]:
    """A heading without the kind and its colon; a line that is the kind alone waits for what follows."""
    low = page.low[start:stop]
    kind = next((match for _, pattern in PATTERNS if (match := pattern.search(low[:60]))), None)
    if kind and kind.start() < KIND_ALONE:
        rest = re.match(r"(?:[^:«\"“„]{0,30}?: | ?- | ?\| |\. )", low[kind.end() :])
        if rest and letters_of(low[kind.end() + rest.end() :]) > FEWEST_LETTERS * 2:
            start = page.source.trimmed(start + kind.end() + rest.end(), stop)[0]
        elif letters_of(GENERAL.sub("", low.replace(kind[0], ""))) < FEWEST_LETTERS * 2:
            following = _next_line(page, stop)
            if (
                following
                and _is_heading(page, *following)
                and not any(following[0] <= date.start < following[1] for date in page.dates)
            ):
                start, stop = following
                stop = _continued(page, start, stop)
    lead = LEADING.match(page.low[start:stop])
    start += lead.end() if lead else 0
    stop = without_tail(page, start, stop)
    quoted = QUOTED.search(page.source.plain, start, stop)
    if quoted and quoted.lastgroup and quoted.end() - quoted.start() > (stop - start) * MOSTLY:
        start, stop = quoted.span(quoted.lastgroup)
    yield titled(page, start, stop)


def without_tail(page: Page, start: int, stop: int) -> int:
    """The end of a title before a date, or before the way to attend."""
    soon = SOON.search(page.low[start:stop])
    stop = start + soon.start() if soon else stop
    way = WAY.search(page.low[start:stop])
    if way and way.start() > FEWEST_LETTERS:
        stop = start + way.start()
    dates = [date for date in page.dates if start < date.start < stop]
    if dates and dates[0].start - start > FEWEST_LETTERS * 3:
        before = re.search(
            r"[ ,|(–-]*(?:(?:am|on|vom|с|from|\w+tag|\w+day),? ?(?:den )?)?$",
            page.low[start : dates[0].start],
        )
        stop = page.source.trimmed(start, start + before.start() if before else stop, " ,|(–-\t")[1]
    return stop


def _next_line(page: Page, position: int) -> tuple[int, int] | None:
    start = position
    while start < len(page.low) and page.low[start] in " \t\n*:#_":
        start += 1
    if start >= len(page.low) or page.sections.starts_at(start):
        return None
    start, stop = page.source.trimmed(start, page.source.line(start)[1], " \t*#_")
    return (start, stop) if start < stop else None


def titled(page: Page, start: int, end: int) -> Found:
    """A title without the marks around it, in its language."""
    start, end = page.source.trimmed(start, end, " \t\n*_#.:;,-–—|")
    while start < end and unicodedata.category(page.source.plain[start]) in {"So", "Sk"}:  # 🏃
        start, end = page.source.trimmed(start + 1, end)
    while end > start and unicodedata.category(page.source.plain[end - 1]) in {"So", "Sk"}:  # 😅
        start, end = page.source.trimmed(start, end - 1)
    pairs = {"«": "»", "“": "”", "„": "“", '"': '"'}
    plain = page.source.plain
    if (
        start < end
        and pairs.get(plain[start]) == plain[end - 1]
        and plain[end - 1] not in plain[start + 1 : end - 1]
    ):
        start, end = start + 1, end - 1
    found = page.found(Field.TITLE, start, end)
    return replace(found, language=language_of(found.value.lower()) or _around(page, start))


def _around(page: Page, start: int) -> Language | None:
    return language_of(page.low[max(start - 200, 0) : start + 600])


def names_kind(words: str) -> bool:
    """Whether a kind of event is named."""
    return any(pattern.search(words) for _, pattern in PATTERNS)


def letters_of(words: str) -> int:
    """How many letters there are."""
    return sum(character.isalpha() for character in words)
