"""Tables as workbooks of Excel (.xlsx), read a row at a time and no further than needed."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from regapp.documents.table_rows import MEGABYTE, MOST_COLUMNS, Row, gathered
from regapp.errors import TableProblem, UnreadableTable

_MOST_PARTS = 2_000
_LARGEST_SHEET, _LARGEST_PART = 60 * MEGABYTE, 25 * MEGABYTE  # unpacked
_HIGHEST_RATIO = 200  # of a part of some size, unpacked to packed: a table has ten to thirty
_COLUMNS_SEEN = 2 * MOST_COLUMNS  # formats may go on for thousands
_SHEETS, _CONTENT = "xl/worksheets/", "[Content_Types].xml"
_WORKBOOK = b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
# What the library raises where a file is not as it should be.
_UNREADABLE = (
    BadZipFile,
    AttributeError,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # of XML
    TypeError,
    ValueError,  # also of what defusedxml refuses: entities and the like
)


def read_xlsx(content: bytes) -> list[Row]:
    """The rows of the first sheet with something in it that are not blank. Raises UnreadableTable.

    A formula is what it came to when the file was saved; where that was not kept it stays as it is written,
    with its equals sign. Of cells that are one, the first has the content.
    """
    _refuse_the_overlarge(content)
    try:
        rows, has_formulas = _first_sheet(content, computed=False)
        if not has_formulas:
            return rows
        computed, _ = _first_sheet(content, computed=True)
    except _UNREADABLE as error:
        raise UnreadableTable(TableProblem.BROKEN) from error
    return _with_results(rows, {row.number: row.cells for row in computed})


def _refuse_the_overlarge(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or any(map(_is_overlarge, parts)):
                raise UnreadableTable(TableProblem.LARGE)
            if any(one.filename.startswith(_SHEETS) and one.file_size > _LARGEST_SHEET for one in parts):
                raise UnreadableTable(TableProblem.ROWS)
            if _CONTENT not in {one.filename for one in parts}:
                raise UnreadableTable(TableProblem.TYPE)
            declared = package.read(_CONTENT)
    except _UNREADABLE as error:
        raise UnreadableTable(TableProblem.BROKEN) from error
    if not any(one in declared for one in _WORKBOOK):
        raise UnreadableTable(TableProblem.TYPE)


def _is_overlarge(part: ZipInfo) -> bool:
    if part.filename.startswith(_SHEETS):
        return part.file_size > MEGABYTE and part.file_size > _HIGHEST_RATIO * part.compress_size
    return part.file_size > _LARGEST_PART


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Spare the library's look through all of it for its last cell."""


def _first_sheet(content: bytes, *, computed: bool) -> tuple[list[Row], bool]:
    """Its rows, and whether a cell of them is a formula."""
    with closing(_sheets(content, computed=computed)) as sheets:
        for sheet in sheets:
            seen = _Seen()
            cells = sheet.iter_rows(max_col=_COLUMNS_SEEN)  # type: ignore[misc]  # borrowed
            rows = gathered(seen.texts(cells))
            if rows:
                return rows, seen.formulas
    return [], False


def _sheets(content: bytes, *, computed: bool) -> Generator[_Sheet]:
    """Those that people see. ``load_workbook`` would go through each of them, however large, to its end."""
    reader = ExcelReader(BytesIO(content), read_only=True, data_only=computed, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        for sheet, relation in reader.parser.find_sheets():
            is_table = relation.target in reader.valid_files and "chartsheet" not in relation.Type
            if is_table and sheet.state == "visible":
                yield _Sheet(reader.wb, sheet.name, relation.target, reader.shared_strings)


class _Seen:
    def __init__(self) -> None:
        self.formulas = False

    def texts(self, rows: Iterable[Iterable[Any]]) -> Iterator[list[str]]:
        for row in rows:
            cells = list(row)
            self.formulas = self.formulas or any(cell.data_type == "f" for cell in cells)
            yield [_text(cell.value) for cell in cells]


def _text(value: Any) -> str:
    """A cell's value as people would write it: no ".0", dates as ISO 8601."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = str(int(value)) if value.is_integer() else format(value, ".15g")
        case datetime():
            text = f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case time():
            text = f"{value:%H:%M}"
        case _:  # of a formula for several cells, an object that has it
            text = str(getattr(value, "text", value))
    return text


def _with_results(rows: list[Row], computed: dict[int, list[str]]) -> list[Row]:
    """The rows with what each formula came to, where that was kept."""
    return [
        Row(
            row.number,
            [_result(cell, place, computed.get(row.number, [])) for place, cell in enumerate(row.cells)],
        )
        for row in rows
    ]


def _result(cell: str, place: int, results: list[str]) -> str:
    if not cell.startswith("="):
        return cell
    return (results[place] if place < len(results) else "") or cell
