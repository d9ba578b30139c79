"""How a text is made fit for searching and sorting, alike on every database.

SQLite's lower() and LIKE know no Cyrillic and PostgreSQL's order depends on its locale, so both work on
columns that these two functions write.
"""

import re
import sys
import unicodedata

# What readers without a Kazakh keyboard type for a Kazakh letter; ё and ı likewise.
_ALIKE = str.maketrans("әғқңөұүһіёı", "агкноуухиеi")
# Only Latin letters lose their marks: й without its breve would be another letter.
_MARKS = "".join(filter(unicodedata.combining, map(chr, range(sys.maxunicode + 1))))
_LATIN_MARKS = re.compile(f"(?<=[a-z])[{_MARKS}]+")
_SORT_ALIKE = str.maketrans("ёı", "еi")


def search_text(*parts: str | None) -> str:
    """Fold ``parts`` for a substring search: case, Latin diacritics and Kazakh letters all alike."""
    return _fold(" ".join(part for part in parts if part)).translate(_ALIKE)


def sort_key(text: str) -> str:
    """Fold ``text`` for an order by bytes: case and Latin diacritics alike, Kazakh letters apart."""
    return _fold(text).translate(_SORT_ALIKE)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", folded))
    return " ".join(unicodedata.normalize("NFC", plain).split())
