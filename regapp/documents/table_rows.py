"""A table as rows of texts, and how much of one is taken."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from regapp.errors import TableProblem, UnreadableTable

MEGABYTE = 1024 * 1024
LARGEST_TABLE = 10 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 20_000, 50
LONGEST_CELL = 5_000  # characters; what is cut is longer than any answer may be
MOST_CHARACTERS = 20 * MEGABYTE  # of all cells: a small file can name one long text a million times
BLANK_END = 10_000  # rows without anything after which a table has ended, however far it is formatted
# They turn the direction of whatever stands behind them, on every page that shows the text.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it; ``number`` is its number in the file, from 1."""

    number: int
    cells: list[str]


def gathered(rows: Iterable[Iterable[str]]) -> list[Row]:
    """The rows that are not blank, read no further than the limits. Raises UnreadableTable."""
    found: list[Row] = []
    characters = blank = 0
    for number, row in enumerate(rows, 1):
        cells = [plain(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            if blank >= BLANK_END:
                break
            continue
        blank = 0
        if len(cells) > MOST_COLUMNS:
            raise UnreadableTable(TableProblem.COLUMNS)
        if len(found) >= MOST_ROWS:
            raise UnreadableTable(TableProblem.ROWS)
        characters += sum(map(len, cells))
        if characters > MOST_CHARACTERS:
            raise UnreadableTable(TableProblem.LARGE)
        found.append(Row(number, cells))
    return found


def plain(text: str) -> str:
    """A cell without what no person types, as it stands in every kind of file."""
    if text.isascii() and text.isprintable():
        return text.strip()[:LONGEST_CELL]
    kept = "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or _is_kept(c))
    return kept.strip()[:LONGEST_CELL]


def _is_kept(character: str) -> bool:
    return character not in _TURNING and unicodedata.category(character) != "Cc"
