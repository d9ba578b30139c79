"""From a name to the part of an address that stands for it."""

import re
import unicodedata

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60

# Cyrillic as people here write it in Latin letters on passports and in addresses.
_LATIN = {
    **dict(zip("аәбвгғдезийкқлмнңоөпрстуұүфһыіэı", "aabvggdeziykqlmnnooprstuuufhyiei", strict=True)),
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ъ": "",
    "ь": "",
    "ß": "ss",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
}
_TABLE = str.maketrans(_LATIN)


def proposed_slug(text: str) -> str:
    """A slug for what is called ``text``; empty if no letter or digit of it can stand in one."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TABLE)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = "-".join(words)
    if len(slug) <= LONGEST_SLUG:
        return slug
    cut = slug[: LONGEST_SLUG + 1].rpartition("-")[0]
    return cut or slug[:LONGEST_SLUG]


def is_slug(text: str) -> bool:
    """Whether ``text`` can be a slug as it is."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None
