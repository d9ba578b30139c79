"""CSV that no spreadsheet program takes for something else."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regapp.documents.spreadsheet import BOM, TELEPHONE, csv_lines, harmless

LEADERS = "=+-@＝＋－＠"


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil.example","click")',
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "   =1+1",
        "\N{NO-BREAK SPACE}=1+1",
        "\N{ZERO WIDTH SPACE}=1+1",
        f"{BOM}=1+1",
    ],
)
def test_what_looks_like_a_formula_gets_an_apostrophe_and_loses_nothing(cell: str):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["\t=1+1", "\r=1+1", "\n=1+1", "\tplain"])
def test_a_cell_never_begins_with_a_tab_or_a_break(cell: str):
    assert harmless(cell).startswith("'")
    assert "=1" not in harmless(cell) or "'=1" in harmless(cell)


@pytest.mark.parametrize(
    "number", ["+7 701 123 45 67", "+77011234567", "+7 (701) 123-45-67", "+1 650-253-0000", "+49 30 901820"]
)
def test_a_telephone_number_stays_as_it_is(number: str):
    assert harmless(number) == number
    assert harmless(f"Office; {number}") == f"Office; {number}"


@pytest.mark.parametrize(
    "cell",
    [
        "+7-701-123-45-67",  # of which Excel would show the difference
        "+1 (2) 3",
        "+7 701 123 45 67 + 1",
        "+7 701 123 45 67*2",
        "+7 701 123 45 6A1",
        "+1 234 567 890 123 456",
        "+٧ ٧٠١ ١٢٣ ٤٥ ٦٧",
        "-7 701 123 45 67",
    ],
)
def test_what_is_no_telephone_number_is_guarded_however_much_it_looks_like_one(cell: str):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "Әлия Нұрланқызы",
        "Мадина Хасенова-Құлтаева",
        "a@example.org",
        "8 701 123 45 67",
        "1 + 1 = 2",
        "'quoted'",
        "a\nb",
        "\N{EN DASH} so it is",
    ],
)
def test_what_no_program_takes_for_a_formula_stays_as_it_is(cell: str):
    assert harmless(cell) == cell


@pytest.mark.parametrize("seam", [";", "|", "\t", "\n", "\r\n"])
def test_a_formula_behind_a_seam_is_none_either(seam: str):
    # Excel in Russian takes a semicolon for the separator, and would begin a cell there.
    assert harmless(f"a{seam}=1+1") == f"a{seam}'=1+1"
    assert harmless(f"a{seam} =1+1") == f"a{seam}' =1+1"


@given(st.text(alphabet=st.sampled_from([*LEADERS, *" \t\r\n;|'a1,\"", "\N{NO-BREAK SPACE}", "Ә"])))
def test_no_program_finds_a_formula_however_it_cuts_the_cell(cell: str):
    made = harmless(cell)
    for seam in ";|\t\r\n":
        for piece in made.split(seam):
            begins = piece.replace("\N{NO-BREAK SPACE}", " ").strip()
            assert len(begins) < 2 or begins[0] not in LEADERS or TELEPHONE.fullmatch(begins)
    assert made.replace("'", "").strip() == cell.replace("'", "").strip()


def test_it_reads_back_as_it_was_written():
    rows = [["Name", "Answer"], ['Jörg "Jo" Müller', "one, two\nthree"], ["Әлия", ""]]
    text = "".join(csv_lines(rows))
    assert text.startswith(BOM)
    assert text.count(BOM) == 1
    assert list(csv.reader(StringIO(text.removeprefix(BOM), newline=""))) == rows


def test_it_writes_a_line_before_it_reads_the_next():
    asked = []

    def rows() -> Iterator[list[str]]:
        for number in range(3):
            asked.append(number)
            yield [str(number)]

    lines = csv_lines(rows())
    assert next(lines) == f"{BOM}0\r\n"
    assert asked == [0]
