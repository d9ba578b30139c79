"""Tables as CSV, in the encodings and with the separators that spreadsheet programs here write."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from regapp.documents.table_rows import LARGEST_TABLE, Row, gathered
from regapp.errors import TableProblem, UnreadableTable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t")
_SAMPLE = 30  # records from which the separator is told
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own way to name it
_PAIR, _MIXED = re.compile("[а-яё]{2}", re.IGNORECASE), re.compile("[a-z][а-яё]|[а-яё][a-z]", re.IGNORECASE)
_GUARDED = re.compile(r"'(?=[=+\-@])")  # as our own files keep spreadsheets from reckoning


def read_csv(content: bytes) -> list[Row]:
    """The rows that are not blank. Raises UnreadableTable."""
    text = _decoded(content)
    named = _SEPARATOR_LINE.match(text)
    separator = named[1] if named else _separator(text)
    # With room for any cell: one that is too long is cut, and told where it is used.
    csv.field_size_limit(LARGEST_TABLE)
    records = _records(text[named.end() :] if named else text, separator)
    try:
        return gathered([_GUARDED.sub("", cell, count=1) for cell in record] for record in records)
    except csv.Error as error:
        raise UnreadableTable(TableProblem.QUOTES) from error


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in content:
        raise UnreadableTable(TableProblem.TYPE)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise UnreadableTable(TableProblem.BROKEN) from error
    # Every octet but one is a letter of Windows-1251, so what Western Windows wrote looks like Cyrillic, too:
    # Mьller. There, Cyrillic letters stand alone among Latin ones.
    try:
        cyrillic = content.decode("windows-1251")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")
    is_western = len(_MIXED.findall(cyrillic)) > len(_PAIR.findall(cyrillic))
    return content.decode("windows-1252", errors="replace") if is_western else cyrillic


def _separator(text: str) -> str:
    """The one that cuts most records into the same number of cells, and into most."""
    return max(_SEPARATORS, key=lambda one: _fit(text, one))


def _fit(text: str, separator: str) -> tuple[int, int]:
    widths = Counter[int]()
    try:
        widths.update(len(record) for record in islice(_records(text, separator), _SAMPLE) if record)
    except csv.Error:
        return 0, 0
    width, times = max(widths.items(), key=lambda one: (one[0] > 1, one[1], one[0]), default=(0, 0))
    return (times, width) if width > 1 else (0, 0)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
