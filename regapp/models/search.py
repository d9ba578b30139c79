"""How a text is made fit for searching and sorting, alike on every database.

SQLite's lower() and LIKE know no Cyrillic and PostgreSQL's order depends on its locale, so both work on
columns that these two functions write.
"""

import unicodedata

# What readers without a Kazakh keyboard type for a Kazakh letter; ё and ı likewise.
_ALIKE = str.maketrans("әғқңөұүһіёı", "агкноуухиеi")
_SORT_ALIKE = str.maketrans("ёı", "еi")


def search_text(*parts: str | None) -> str:
    """Fold ``parts`` for a substring search: case, Latin diacritics and Kazakh letters all alike."""
    return _fold(" ".join(part for part in parts if part)).translate(_ALIKE)


def sort_key(text: str) -> str:
    """Fold ``text`` for an order by bytes: case and Latin diacritics alike, Kazakh letters apart."""
    return _fold(text).translate(_SORT_ALIKE)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = _without_latin_marks(unicodedata.normalize("NFD", folded))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _without_latin_marks(decomposed: str) -> str:
    # Only Latin letters lose their marks: й without its breve would be another letter.
    kept, latin = [], False
    for character in decomposed:
        mark = unicodedata.combining(character)
        if mark and latin:
            continue
        latin = latin if mark else "a" <= character <= "z"
        kept.append(character)
    return "".join(kept)
