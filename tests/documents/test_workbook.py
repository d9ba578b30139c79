"""Workbooks, as another program reads them."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

import config
from regapp.documents.workbook import LONGEST_TEXT, Cell, Heading, sheet_name, text_of, write_workbook

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
# What a number of rows takes at most, printed in KiB, with all that C takes. The kernel's own figure: that of
# the resource module begins with what the process took that started this one.
MEASURED = """
import re, sys, tempfile
from pathlib import Path
from datetime import UTC, datetime
from regapp.documents.workbook import Heading, write_workbook
row = ["Әйгерім Нұрланқызы", "somebody@example.org", datetime(2026, 1, 2, 3, 4), 12.5, "word " * 20]
headings = [Heading("A column")] * len(row)
with tempfile.TemporaryFile() as file:
    rows = ([*row, f"{number}"][:5] for number in range(int(sys.argv[1])))
    write_workbook(file, headings, rows, sheet="People", made_at=datetime(2026, 1, 1, tzinfo=UTC))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def written(rows: Iterable[Sequence[Cell]], *titles: str) -> Any:
    """The sheet with these rows."""
    file = BytesIO()
    headings = [Heading(title, 20) for title in titles or ("Name", "Answer")]
    write_workbook(file, headings, rows, sheet="Дөңгелек үстел", made_at=MADE)
    return openpyxl.load_workbook(BytesIO(file.getvalue())).worksheets[0]


def test_cells_have_their_types():
    sheet = written([["Әлия", 12], [None, 12.5], [date(2026, 12, 5), datetime(2026, 12, 5, 17, 30)]])
    values = list(sheet.iter_rows(min_row=2, values_only=True))
    assert values == [
        ("Әлия", 12),
        (None, 12.5),
        (datetime(2026, 12, 5), datetime(2026, 12, 5, 17, 30)),
    ]
    assert sheet["A4"].is_date
    assert (sheet["A4"].number_format, sheet["B4"].number_format) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example")',
        "@SUM(A1)",
        "+7 701 123 45 67",
        "-1",
        "0123",
        "http://evil.example",
        "mailto:a@example.org",
        "{=SUM(A1)}",
        "2026-12-05",
        "TRUE",
        " two\nlines\t",
    ],
)
def test_a_text_stays_a_text_whatever_it_looks_like(text: str):
    cell = written([[text]])["A2"]
    assert cell.value == text
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.hyperlink is None


def test_the_head_stays_in_sight_with_filters_over_all_rows():
    sheet = written([["a", "b"]] * 3)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert [cell.value for cell in sheet[1]] == ["Name", "Answer"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width > 18


def test_a_table_without_rows_has_its_head():
    sheet = written([])
    assert sheet.max_row == 1
    assert sheet.auto_filter.ref == "A1:B1"


def test_it_says_how_many_rows_there_are():
    rows = ([f"{number}"] for number in range(7))
    assert write_workbook(BytesIO(), [Heading("A")], rows, sheet="S", made_at=MADE) == 7


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_not_lost():
    assert written([["a" * (LONGEST_TEXT + 1)]])["A2"].value == "a" * LONGEST_TEXT


def test_characters_that_no_file_takes_do_not_break_it():
    assert written([["a\x00b\x0bc\ufffe"]])["A2"].value


@pytest.mark.parametrize("number", [2**53 + 1, -(2**60), 10**30])
def test_a_number_that_would_be_rounded_is_a_text(number: int):
    assert written([[number]])["A2"].value == str(number)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Round table", "Round table"),
        ("[a]: b/c?*\\'d'", "a b c d"),
        ("", "1"),
        ("'", "1"),
        ("ә" * 40, "ә" * 31),
    ],
)
def test_a_sheet_takes_any_title_for_its_name(words: str, name: str):
    assert sheet_name(words) == name


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("a", "a"),
        (12, "12"),
        (0.0000001, "0.0000001"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04"),
    ],
)
def test_cells_as_texts(cell: Cell, text: str):
    assert text_of(cell) == text


def test_many_rows_take_no_more_memory_than_few():
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", MEASURED, rows], cwd=config.ROOT, timeout=300))
        for rows in ("100", "50000")
    )
    assert many - few < 10 * 1024
