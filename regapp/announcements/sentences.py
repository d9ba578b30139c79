"""Where sentences begin and end, although lines were broken by a letter's width or a page's."""

import re
from bisect import bisect_right

from regapp.announcements.labels import Sections
from regapp.announcements.source import Source

MARKER = re.compile(r"(?:[-•●▪■◦·*✓✔➤►–—]|\(?\d{1,2}[.)](?!\d)|[^\w\s\"«„“(\[])\s?|\d{1,2}[.:]\d\d\b")
ABBREVIATED = re.compile(  # a full stop behind these ends nothing
    r"(?:\b(?:г|гг|ул|пр|просп|им|д|к|каб|ауд|тел|моб|стр|корп|т|е|др|ж|жж|қ|көш|prof|dr|mr|mrs|"
    r"ms|st|str|no|nr|tel|z|b|u|a|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|okt|nov|dec|dez|янв|февр?|мар|апр|авг|сент?|окт|нояб|дек|проф|акад|"
    r"к\.ю\.н|д\.и\.н|ca|bzw|inkl|max|min|кв|обл|р|м|с|v|vs|p|h|c"
    r"|мкр|бул|тг|чел|ч|мин|e|i|әл|қаң|ақп|нау|сәу|мам|шіл|там|қыр|қаз|қар|жел|approx)|(?<!\d)\d{1,2}|"
    r"\b[a-zа-яәғқңөұүі])$"
)
END = re.compile(r"[.!?;…](?=[\s\"»”“)])|\n")
WRAPPED = 45  # a line shorter than this was ended by its writer
WIDEST = 110  # nobody breaks lines that are longer
FULL, FEWEST_FULL = 0.85, 3  # so many lines of nearly the same width were broken by it


class Sentences:
    """The sentences of a text; lists and labelled lines are sentences of their own."""

    def __init__(self, source: Source, sections: Sections) -> None:
        self._bounds = [0]
        width = _width(source.low)
        for match in END.finditer(source.low):
            ends = (
                _ends_line(source, sections, match.start(), width)
                if match[0] == "\n"
                else _ends(source.low, match.start())
            )
            if ends:
                self._bounds.append(match.end())
        self._bounds.append(len(source.low))

    def around(self, position: int) -> tuple[int, int]:
        """The sentence in which a position stands."""
        index = max(bisect_right(self._bounds, position) - 1, 0)
        return self._bounds[index], self._bounds[min(index + 1, len(self._bounds) - 1)]

    def all(self) -> list[tuple[int, int]]:
        """Every sentence, in order."""
        return [
            (start, end) for start, end in zip(self._bounds, self._bounds[1:], strict=False) if start < end
        ]


def _ends(low: str, position: int) -> bool:
    """Whether a punctuation mark ends a sentence: not behind an abbreviation or a number."""
    if low[position] != ".":
        return True
    before = low[max(position - 8, 0) : position]
    return not ABBREVIATED.search(before)


def _width(low: str) -> int:
    """The width to which lines were broken, or 0 if each line was ended by its writer."""
    lengths = [len(line) for line in low.split("\n") if len(line) <= WIDEST]  # joined words made some longer
    longest = max(lengths, default=0)
    full = sum(length >= longest * FULL for length in lengths)
    return longest if WRAPPED <= longest <= WIDEST and full >= FEWEST_FULL else 0


def _ends_line(source: Source, sections: Sections, position: int, width: int) -> bool:
    low = source.low
    before = low.rfind("\n", 0, position) + 1
    after = position + 1
    if after >= len(low) or low[after] == "\n" or position == before:
        return True
    if sections.starts_at(after) or MARKER.match(low, after) or low[position - 1] in ".!?:;":
        return True
    if source.plain[after].islower() or low[position - 1] in ",-":
        return False
    first_word = re.compile(r"\S*").match(low, after)
    would_fit = position - before + 1 + (len(first_word[0]) if first_word else 0) <= width
    return not width or would_fit or position - before < WRAPPED
