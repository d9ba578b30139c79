"""The words of a value with a little of what stands around them, fit to be shown on one line."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from regapp.announcements.source import Source

AROUND = 50  # characters on either side
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What stands before the words, they themselves, and what follows."""

    before: str
    words: str
    after: str


def excerpt(source: Source, text: str, start: int, end: int) -> Excerpt:
    """The excerpt around ``text[start:end]``; ``source`` is the same text made readable."""
    first = bisect_left(source.starts, start)
    last = bisect_right(source.ends, end)
    if first >= last:  # words that nobody sees, as those of a link
        return Excerpt("", _short(text[start:end]), "")
    begin, stop = max(0, first - AROUND), min(len(source.plain), last + AROUND)
    before, after = source.plain[begin:first], source.plain[last:stop]
    if begin > 0:
        before = "…" + before.partition(" ")[2]
    if stop < len(source.plain):
        after = after.rpartition(" ")[0] + "…"
    return Excerpt(_line(before), _short(source.plain[first:last]), _line(after))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _line(words: str) -> str:
    """One line of it, its outer blanks kept."""
    line = " ".join(words.split())
    lead = " " if words[:1].isspace() else ""
    trail = " " if words[-1:].isspace() and line else ""
    return f"{lead}{line}{trail}"
