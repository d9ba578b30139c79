"""The countries of the world, by their names in the visitor's language."""

from functools import cache

from regapp import texts
from regapp.models.search import sort_key
from regapp.vocabulary import Language
from regapp.web.reading import language

# Codes that the locale data has beside those of countries (ISO 3166-1 alpha-2): groups, islands, test data.
_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """Code and name of each, in the order of the names."""
    return _countries(language())


@cache
def _countries(reader: Language) -> list[tuple[str, str]]:
    names = {str(code): str(name) for code, name in texts.locale(reader).territories.items()}
    codes = {code for code in names if code.isalpha() and len(code) == len("KZ")} - _NO_COUNTRIES
    return sorted(((code, names[code]) for code in codes), key=lambda one: sort_key(one[1]))
