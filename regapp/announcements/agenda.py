"""What is on the programme: lines with times, and lists under a heading that says so."""

import re
from collections.abc import Iterator
from dataclasses import replace

from regapp.announcements.found import Field, Found
from regapp.announcements.hours import TimeMention, clock
from regapp.announcements.labels import Label, Section
from regapp.announcements.lists import items_in
from regapp.announcements.page import Page

OPENS_LINE = re.compile(r"(?:\A|\n)[^\w\n]{0,5}(?:с |from |von |at |um |в |сағат )?$")
NOT_ITEM = re.compile(r"^(?:meeting id|passcode|zoom|https?:|tel|тел|e-?mail|\+\d)")
NUMBERED = re.compile(r"(?:\A|\n)\W{0,3}(?:top|tagesordnungspunkt|agenda item|вопрос) ?№? ?\d{1,2} ?[:.)-] ?")
SHORTEST = 3
SHORT_ZONE = 30  # a zone behind an hour is no item


def read_agenda(page: Page) -> list[Found]:
    """The items in the order of the text; with hours if lines begin with them."""
    timed = list(_timed(page))
    if len(timed) > 1:
        inside = [item for section in page.sections.of(Label.AGENDA) for item in _listed(page, section)]
        spans = [(item.start, item.end) for item in timed]
        apart = [
            item for item in inside if all(item.end <= start or item.start >= end for start, end in spans)
        ]
        return sorted(
            [*timed, *(apart if not _follows_times(apart, timed) else [])], key=lambda item: item.start
        )
    listed = [item for section in page.sections.of(Label.AGENDA) for item in _listed(page, section)]
    return listed or list(_numbered(page))


def _numbered(page: Page) -> Iterator[Found]:
    """TOP 1: Report; the number says that it is an item of the agenda."""
    for match in NUMBERED.finditer(page.low):
        item = page.source.trimmed(match.end(), page.body_end(match.end(), len(page.low)), " \t\n.;,")
        if item[1] - item[0] >= SHORTEST:
            yield page.found(Field.AGENDA_ITEM, *item, spoken=True)


def _follows_times(apart: list[Found], timed: list[Found]) -> bool:
    """Whether bullets are parts of timed items rather than a list of their own."""
    return bool(apart) and timed[0].start < apart[0].start < timed[-1].end


def _timed(page: Page) -> Iterator[Found]:
    for mention in page.times:
        if not _opens_line(page, mention) or page.label(mention.start) not in {Label.AGENDA, None}:
            continue
        line_end = page.source.line(mention.end)[1]
        if page.low[mention.end : line_end].strip(" -:|\t"):
            end = max(page.sentences.around(mention.end)[1], line_end)
        else:  # the words stand on the next line
            end = min(page.source.line(line_end + 1)[1], len(page.low))
        body = _body(page, mention, end)
        if body is None or NOT_ITEM.match(page.low[body[0] : body[1]]):
            continue
        hours = (
            clock(mention.first) if mention.last is None else f"{clock(mention.first)}-{clock(mention.last)}"
        )
        yield page.found(Field.AGENDA_ITEM, *body, detail=hours, spoken=True)


def _opens_line(page: Page, mention: TimeMention) -> bool:
    return bool(OPENS_LINE.search(page.low[max(mention.start - 14, 0) : mention.start]))


def _body(page: Page, mention: TimeMention, end: int) -> tuple[int, int] | None:
    following = next(
        (other.start for other in page.times if other.start > mention.start and _opens_line(page, other)), end
    )
    start, end = page.source.trimmed(mention.end, min(end, following), " \t\n-–—:|.,;•*")
    while end > start and page.low[end - 1] == "(":
        start, end = page.source.trimmed(start, end - 1)
    if page.low[start : start + 1] == ")":
        start = page.source.trimmed(start + 1, end, " \t\n-–—:|.,;")[0]
    if end - start < SHORTEST or (
        not page.source.plain[start].isalpha() and page.source.plain[start] not in '«"“„'
    ):
        return None
    if (
        re.match(r"(?:almaty|astana|время|по времени|\(?utc|gmt|мск|uhr|час|uhrzeit)", page.low[start:end])
        and end - start < SHORT_ZONE
    ):
        return None
    return start, end


def _listed(page: Page, section: Section) -> Iterator[Found]:
    start = section.start
    end = _end_of_list(page, section)
    items = items_in(page, start, end)
    if not items:
        items = []
    for item in items:
        if item.end - item.start >= SHORTEST and not NOT_ITEM.match(page.low[item.start : item.end]):
            one = page.found(Field.AGENDA_ITEM, item.start, item.end, spoken=True)
            yield replace(one, detail="")


def _end_of_list(page: Page, section: Section) -> int:
    """Where the list ends: at the next label, which "2. Questions: ..." is not."""
    sections = list(page.sections.of(*Label))
    end = section.end
    for other in sections:
        if other.label < end or other.label < section.start:
            continue
        line_start = page.source.line(other.label)[0]
        listed = re.match(r"\W{0,2}(?:\d{1,2}[.)]|[-•●▪*–])\s", page.low[line_start : other.label + 1] + " ")
        if other.label == end and listed and other.kind in {Label.OTHER, Label.TITLE, Label.AGENDA}:
            end = other.end
    return end
