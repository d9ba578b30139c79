from enum import StrEnum


class Language(StrEnum):
    """A language that every page and letter speaks (BCP 47)."""

    ENGLISH = "en"
    KAZAKH = "kk"
    RUSSIAN = "ru"
    GERMAN = "de"
