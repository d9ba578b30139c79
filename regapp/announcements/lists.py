"""Lists in a text: numbered or with bullets, a line each or one after the other on a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regapp.announcements.page import Page

MARKER = re.compile(
    r"(?:(?P<number>\(?(?P<n>\d{1,2})[.)](?!\d)(?!\d{2}))|(?P<letter>[a-hа-е]\))|"
    r"(?P<bullet>[-•●▪■◦·*✓✔➤►▶→➡⚫🔹🔸🔷🔶✅☑️]{1,2}\ufe0f?|[oо](?= ))|"
    r"(?P<keycap>\d\ufe0f?\u20e3))[ \t\n]{1,2}|(?P<tight>[•●▪■◦·✓✔➤►▶🔹🔸✅])"
)
INLINE = re.compile(
    r"(?:(?<=[\s:;,.(])|^)\(?(?P<n>\d{1,2})\)[ ]|(?:(?<=[\s:;,])|^)(?P<m>\d{1,2})\.[ ](?=[^\W\d])"
)
LONGEST_ITEM = 400


@dataclass(frozen=True, slots=True)
class Item:
    """An item's words, without its marker, in the readable text."""

    start: int
    end: int


def items_in(page: Page, start: int, end: int) -> list[Item]:
    """The items of a list that begins a piece of text; empty if there is none."""
    items = list(_by_lines(page, start, end))
    if len(items) == 1:
        inline = list(_inline(page, max(items[0].start - 4, start), items[0].end))
        return inline if len(inline) > 1 else items
    return items or list(_inline(page, start, end))


def _by_lines(page: Page, start: int, end: int) -> Iterator[Item]:
    open_item: Item | None = None
    position = start
    for line in page.low[start:end].split("\n"):
        line_start, line_end = position, position + len(line)
        position = line_end + 1
        marker = MARKER.match(page.low, line_start, line_end + 1) if line else None
        if marker:
            if open_item:
                yield _trimmed(page, open_item)
            open_item = Item(min(marker.end(), line_end), line_end)
        elif open_item is None and line.strip(" :-\t"):
            if line_start > start:
                return  # something else follows the label
            continue
        elif open_item and line and page.sentences.around(line_start)[0] < line_start:
            open_item = Item(open_item.start, line_end)  # a line that was broken
        elif open_item and line:
            break
    if open_item:
        yield _trimmed(page, open_item)


def _inline(page: Page, start: int, end: int) -> Iterator[Item]:
    """1) so; 2) and so; 3) and so on."""
    stop = page.low.find("\n\n", start, end)
    end = end if stop < 0 else stop
    marks: list[re.Match[str]] = []
    for match in INLINE.finditer(page.low, start, end):
        if int(match["n"] or match["m"]) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2:  # noqa: PLR2004 - one is no list
        return
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        item_end = following.start() if following else min(end, page.sentences.around(mark.end())[1])
        yield _trimmed(page, Item(mark.end(), item_end))


def _trimmed(page: Page, item: Item) -> Item:
    return Item(*page.source.trimmed(item.start, item.end, " \t\n;,.*(-–—"))


def lines_in(page: Page, start: int, end: int) -> Iterator[Item]:
    """The lines of a piece up to the first empty one, each without its marker."""
    position = start
    begun = False
    for line in page.low[start:end].split("\n"):
        line_start, line_end = position, position + len(line)
        position = line_end + 1
        if not line.strip():
            if begun:
                return
            continue
        begun = True
        marker = MARKER.match(page.low, line_start, line_end + 1)
        yield _trimmed(page, Item(min(marker.end(), line_end) if marker else line_start, line_end))
