"""Which language a reader gets."""

import pytest

from regapp.models import LocalizedText
from regapp.models.localized import FALLBACKS
from regapp.vocabulary import Language

ALL = LocalizedText({"en": "Seminar", "kk": "Семинар-кк", "ru": "Семинар", "de": "Seminar-de"})


@pytest.mark.parametrize("reader", Language)
def test_everybody_gets_their_own_language_where_it_is_there(reader: Language) -> None:
    assert ALL.language_for(reader) is reader
    assert ALL.read(reader) == ALL[reader]


@pytest.mark.parametrize(
    ("reader", "order"),
    [
        (Language.ENGLISH, ["en", "ru", "kk", "de"]),
        (Language.KAZAKH, ["kk", "ru", "en", "de"]),
        (Language.RUSSIAN, ["ru", "kk", "en", "de"]),
        (Language.GERMAN, ["de", "en", "ru", "kk"]),
    ],
)
def test_a_missing_text_falls_back_in_a_fixed_order(reader: Language, order: list[str]) -> None:
    left = LocalizedText(ALL)
    for language in order:
        assert left.language_for(reader) == language
        del left[language]
    assert left.language_for(reader) is None


def test_an_empty_text_counts_as_missing() -> None:
    text = LocalizedText({"kk": "", "ru": "Стол"})
    assert text.read(Language.KAZAKH) == "Стол"


def test_no_text_at_all_reads_as_nothing() -> None:
    assert LocalizedText().read(Language.GERMAN) == ""


@pytest.mark.parametrize("reader", Language)
def test_no_language_is_left_out_of_a_readers_order(reader: Language) -> None:
    assert set(FALLBACKS[reader]) == set(Language)
