"""A table as an XLSX workbook: typed cells, a head that stays in sight, a row of filters.

Rows go to disk as they come, so that a long table takes no more memory than a short one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | datetime | None
LONGEST_TEXT = 32767  # characters that a cell holds; a longer text would be refused as a whole
EXACT = 2**53  # whole numbers up to it are kept as they are, larger ones would be rounded
FIRST_YEAR = 1901  # before it the calendar of spreadsheets is another
_NO_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name and width, in characters."""

    title: str
    width: int = 16


def text_of(cell: Cell) -> str:
    """A cell as a file of texts has it; dates as in ISO 8601."""
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case float():
            return f"{Decimal(repr(cell)):f}"
    return str(cell)


def write_workbook(
    file: IO[bytes],
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str,
    made_at: datetime,
) -> int:
    """Write the table into ``file``; how many rows it has. Times are naive: a clock on the wall.

    A text is never a formula, a link or a number, whatever it looks like.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": sheet, "created": made_at.replace(tzinfo=None)})
    table = book.add_worksheet(sheet_name(sheet))
    _write_head(
        table, headings, book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    )
    writer = _Writer(table, book)
    count = 0
    for count, row in enumerate(rows, 1):
        writer.write(count, row)
    if headings:
        table.autofilter(0, 0, count, len(headings) - 1)
    book.close()
    return count


def sheet_name(words: str) -> str:
    """``words`` as far as the name of a sheet takes them."""
    return " ".join(words.translate(_NO_SHEET_NAME).split())[:31].strip() or "1"


def _write_head(table: Worksheet, headings: Sequence[Heading], bold: Format) -> None:
    for number, heading in enumerate(headings):
        table.set_column(number, number, heading.width)
        table.write_string(0, number, heading.title[:LONGEST_TEXT], bold)
    table.freeze_panes(1, 1)


class _Writer:
    """Writes rows, each cell by what it is."""

    def __init__(self, table: Worksheet, book: Any) -> None:
        self._table = table
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})

    def write(self, number: int, row: Sequence[Cell]) -> None:
        table = self._table
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    table.write_string(number, column, cell[:LONGEST_TEXT])
            elif isinstance(cell, date):
                self._write_date(number, column, cell)
            elif cell is not None:
                self._write_number(number, column, cell)

    def _write_date(self, row: int, column: int, day: date) -> None:
        if day.year < FIRST_YEAR:
            self._table.write_string(row, column, day.isoformat())
            return
        form = self._moment if isinstance(day, datetime) else self._day
        self._table.write_datetime(row, column, day, form)

    def _write_number(self, row: int, column: int, number: float) -> None:
        if abs(number) <= EXACT:
            self._table.write_number(row, column, number)
        else:
            self._table.write_string(row, column, str(number))
