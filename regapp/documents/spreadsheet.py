"""Tables for spreadsheet programs."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\N{BYTE ORDER MARK}"  # tells Excel that the file is UTF-8
# Where another program may begin a new cell: Excel in Russian, Kazakh or German takes a semicolon for the
# separator, and a quotation mark inside a line then protects nothing.
SEAMS = re.compile(r"([;|\t\r\n\v\f\x85\u2028\u2029])")
# A telephone number as people write it between countries; of hyphens alone Excel would make a difference.
TELEPHONE = re.compile(r"\+\d(?:\d*|[\d-]*[ (][\d ()-]*)", re.ASCII)
FEWEST_DIGITS, MOST_DIGITS = 7, 15  # ITU-T E.164


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The rows as CSV (RFC 4180), a line at a time, with a byte order mark first."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def harmless(cell: str) -> str:
    """``cell`` so that no spreadsheet takes it, or a part of it, for a formula.

    An apostrophe goes in front, and nothing is taken away. Google Sheets hides it, Excel and LibreOffice
    show it. A telephone number gets none: digits, blanks and brackets call nothing and refer to nothing, so
    the worst that comes of it is a number without its plus, in programs that were told to guess; an
    apostrophe would be in the way of everything else that reads the file. The workbook keeps both.
    """
    if len(cell.strip()) <= 1:
        return cell.strip()  # "-" for "none"
    guarded = "".join(f"'{piece}" if _begins_formula(piece) else piece for piece in SEAMS.split(cell))
    return f"'{guarded}" if cell[:1] in {"\t", "\r", "\n"} else guarded


def _begins_formula(text: str) -> bool:
    # Programs pass over blanks and invisible characters, and some read the wide forms of East Asia.
    if _is_telephone(text.strip()):
        return False
    seen = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})
    return unicodedata.normalize("NFKC", seen)[:1] in set("=+-@")


def _is_telephone(text: str) -> bool:
    digits = sum(character in "0123456789" for character in text)
    return FEWEST_DIGITS <= digits <= MOST_DIGITS and TELEPHONE.fullmatch(text) is not None
