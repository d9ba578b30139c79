"""From names to the part of an address that stands for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regapp.models.slugs import is_slug, proposed_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kazakh-German University", "kazakh-german-university"),
        ("Қазақстан халқы Ассамблеясы", "qazaqstan-khalqy-assambleyasy"),
        ("Ассоциация «Шаңырақ»", "assotsiatsiya-shanyraq"),
        ("Гёте-Институт Алматы", "gyote-institut-almaty"),
        ("Universität für Völker & Länder", "universitaet-fuer-voelker-laender"),
        ("L'Été 2026", "lete-2026"),
        ("  --  ", ""),
        ("北京", ""),
    ],
)
def test_a_name_becomes_readable_latin(name: str, slug: str) -> None:
    assert proposed_slug(name) == slug


def test_a_long_name_is_cut_between_words() -> None:
    slug = proposed_slug("word " * 40)
    assert len(slug) <= 60
    assert slug.endswith("-word")


@given(st.text())
def test_what_is_proposed_is_a_slug(text: str) -> None:
    slug = proposed_slug(text)
    assert slug == "" or is_slug(slug)


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "ә", "a b", "a" * 61, "a/b"])
def test_what_is_no_slug_is_told_apart(text: str) -> None:
    assert not is_slug(text)
