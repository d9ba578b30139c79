"""Tables as people have them: in any encoding, with any separator, from Excel; and what is no table."""

import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from regapp.documents.tables import MOST_COLUMNS, MOST_ROWS, read_table
from regapp.errors import TableProblem, UnreadableTable

LINES = [["ФИО", "Почта"], ["Әйгерім Ө.", "a@example.org"]]
RUSSIAN = [["ФИО", "Почта"], ["Айгуль", "a@example.org"]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def cells(content: bytes) -> list[list[str]]:
    return [row.cells for row in read_table(content)]


def text(rows: list[list[str]], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def book(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook as xlsxwriter makes it."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        fill(workbook, workbook.add_worksheet())
    return stream.getvalue()


def packed(members: dict[str, str], base: bytes) -> bytes:
    """The same workbook with other parts."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(base)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, members.get(name) or old.read(name))
    return stream.getvalue()


def problem(content: bytes) -> TableProblem:
    with pytest.raises(UnreadableTable) as caught:
        read_table(content)
    return caught.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_it_reads_every_encoding_and_separator(encoding: str, separator: str):
    assert cells(text(LINES, separator).encode(encoding)) == LINES


def test_it_knows_what_windows_wrote_in_cyrillic_and_in_western_letters():
    assert cells(text(RUSSIAN, ";").encode("windows-1251")) == RUSSIAN
    german = [["Name", "Straße"], ["Jürgen Müller", "Königsallee 1"]]
    assert cells(text(german, ";").encode("windows-1252")) == german


def test_a_quoted_cell_keeps_separators_and_line_breaks():
    assert cells(b'a;b\n"x; y\nz";"say ""no"""\n') == [["a", "b"], ["x; y\nz", 'say "no"']]


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers():
    rows = read_table(b"a,b\n\n ,\nc,d\n")
    assert [(row.number, row.cells) for row in rows] == [(1, ["a", "b"]), (4, ["c", "d"])]


def test_our_own_files_are_read_as_they_were_before_they_were_made_harmless():
    assert cells(b"a,b\n'+7 701 123 45 67,O'Neill\n")[1] == ["+7 701 123 45 67", "O'Neill"]


def test_the_separator_that_excel_names_is_no_row():
    assert cells(b"sep=;\r\na;b\r\n") == [["a", "b"]]


def test_characters_that_nobody_types_are_taken_out():
    assert cells("a\x07b,\u202ec\n".encode()) == [["ab", "c"]]


def test_a_workbook_gives_numbers_dates_and_yes_as_people_write_them():
    def fill(workbook: Any, sheet: Any) -> None:
        day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["Имя", 77011234567, 12.5, 3.0])
        sheet.write_datetime(1, 0, datetime(2026, 12, 5), day)
        sheet.write_datetime(1, 1, datetime(2026, 12, 5, 17, 30), day)
        sheet.write_boolean(1, 2, True)  # noqa: FBT003 - the library's

    assert cells(book(fill)) == [
        ["Имя", "77011234567", "12.5", "3"],
        ["2026-12-05", "2026-12-05 17:30", "yes"],
    ]


def test_a_formula_is_what_it_came_to_and_stays_a_formula_where_that_was_not_kept():
    def fill(_workbook: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, '="A"&"B"', value="AB")
        sheet.write_formula(0, 1, "=1/0", value="#DIV/0!")
        sheet.write(0, 2, "c")

    assert cells(book(fill)) == [["AB", "#DIV/0!", "c"]]
    unsaved, stream = Workbook(), BytesIO()
    unsaved.active.append(["=A2", "x"])  # type: ignore[union-attr]
    unsaved.save(stream)
    assert cells(stream.getvalue()) == [["=A2", "x"]]


def test_of_merged_cells_the_first_has_the_text():
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 2, "Список участников", workbook.add_format())
        sheet.write_row(1, 0, ["Фамилия", "Имя", "Почта"])

    assert cells(book(fill)) == [["Список участников"], ["Фамилия", "Имя", "Почта"]]


def test_the_first_sheet_with_something_in_it_is_read_and_no_hidden_one():
    def fill(workbook: Any, _sheet: Any) -> None:
        hidden = workbook.add_worksheet()
        hidden.write(0, 0, "secret")
        hidden.hide()
        workbook.add_worksheet().write(2, 0, "here")

    assert [(row.number, row.cells) for row in read_table(book(fill))] == [(3, ["here"])]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", TableProblem.EMPTY),
        (b"\xef\xbb\xbf \r\n,,\r\n", TableProblem.EMPTY),
        (b"%PDF-1.7 people.xlsx", TableProblem.TYPE),
        (b"<html><table><tr><td>a</table>", TableProblem.TYPE),
        (b"\x89PNG\r\n\x1a\n", TableProblem.TYPE),
        (b"a,b\0c\n", TableProblem.TYPE),
        (b"PK\3\4 and no archive", TableProblem.BROKEN),
        (b'a,b\n"never closed,c\n', TableProblem.QUOTES),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0", TableProblem.OLD),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            TableProblem.LOCKED,
        ),
        (b"x" * (10 * 1024 * 1024 + 1), TableProblem.LARGE),
        (b",".join([b"x"] * (MOST_COLUMNS + 1)), TableProblem.COLUMNS),
        (b"x\n" * (MOST_ROWS + 1), TableProblem.ROWS),
    ],
)
def test_what_is_no_table_is_refused_and_it_is_said_why(content: bytes, told: TableProblem):
    assert problem(content) is told


def test_a_document_of_another_program_is_refused_whatever_its_name_says():
    base = book(lambda _workbook, sheet: sheet.write(0, 0, "x"))
    with zipfile.ZipFile(BytesIO(base)) as package:
        types = package.read("[Content_Types].xml").decode()
    word = types.replace(BOOK_TYPE, BOOK_TYPE.replace("spreadsheetml.sheet", "wordprocessingml.document"))
    assert problem(packed({"[Content_Types].xml": word}, base)) is TableProblem.TYPE


def sheet_of(rows: str) -> bytes:
    base = book(lambda _workbook, sheet: sheet.write(0, 0, "x"))
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return packed({"xl/worksheets/sheet1.xml": xml}, base)


def test_a_million_rows_are_refused_before_they_are_read():
    rows = "".join(f"<row><c><v>{number * 7919 % 1_000_003}</v></c></row>" for number in range(1_000_000))
    content = sheet_of(rows)
    began = time.process_time()
    assert problem(content) is TableProblem.ROWS
    assert time.process_time() - began < 3


def test_a_table_is_read_that_is_formatted_down_to_the_last_row():
    filled = '<row r="1"><c r="A1" t="inlineStr"><is><t>Айгүл</t></is></c></row>'
    blank = "".join(f'<row r="{number}" s="1"/>' for number in range(2, 60_000))
    assert cells(sheet_of(filled + blank)) == [["Айгүл"]]


def test_a_sheet_that_unpacks_to_much_more_than_it_is_packed_is_refused():
    assert problem(sheet_of("<row>" + "<c/>" * 3_000_000 + "</row>")) is TableProblem.LARGE


def test_a_workbook_with_entities_is_refused():
    base = book(lambda _workbook, sheet: sheet.write(0, 0, "x"))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    strings = f'<?xml version="1.0"?>{bomb}<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
    assert problem(packed({"xl/sharedStrings.xml": strings}, base)) is TableProblem.BROKEN


def test_a_date_without_a_clock_stays_one():
    unsaved, stream = Workbook(), BytesIO()
    unsaved.active.append([date(1990, 1, 2)])  # type: ignore[union-attr]
    unsaved.save(stream)
    assert cells(stream.getvalue()) == [["1990-01-02"]]
