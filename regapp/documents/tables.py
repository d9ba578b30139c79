"""A table that somebody gives us as a file: told by its content, never by its name.

CSV in UTF-8, UTF-16, Windows-1251 or -1252, with commas, semicolons or tabs; and workbooks of Excel (.xlsx),
read with openpyxl: it goes through a sheet row by row, so that a million rows are refused after the first
twenty thousand. python-calamine is faster, but makes room for all between the first and the last cell, so
that a file of two cells can take all memory.
"""

import re

from regapp.documents.csv_tables import read_csv
from regapp.documents.table_rows import LARGEST_TABLE, MOST_COLUMNS, MOST_ROWS, Row
from regapp.documents.xlsx_tables import read_xlsx
from regapp.errors import TableProblem, UnreadableTable

__all__ = ["LARGEST_TABLE", "MOST_COLUMNS", "MOST_ROWS", "Row", "read_table"]

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_TABLE = re.compile(
    rb"%PDF|\x89PNG|\xff\xd8\xff|GIF8|Rar!|7z\xbc|\x1f\x8b|\s*<(\?xml|!doctype|html|table|svg)|\{\\rtf",
    re.IGNORECASE,
)


def read_table(content: bytes) -> list[Row]:
    """The rows of a file that are not blank, as texts. Raises UnreadableTable."""
    if len(content) > LARGEST_TABLE:
        raise UnreadableTable(TableProblem.LARGE)
    if content.startswith(_OLD_OFFICE):
        raise UnreadableTable(TableProblem.LOCKED if _ENCRYPTED in content else TableProblem.OLD)
    if _NO_TABLE.match(content):
        raise UnreadableTable(TableProblem.TYPE)
    rows = read_xlsx(content) if content.startswith(b"PK\3\4") else read_csv(content)
    if not rows:
        raise UnreadableTable(TableProblem.EMPTY)
    return rows
