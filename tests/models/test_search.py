"""How texts are found and ordered: in four alphabets, and alike on both databases."""

import random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from regapp.database import db
from regapp.models.search import search_text, sort_key
from regapp.queries.attendee_filter import AttendeeFilter, Sort
from regapp.queries.attendees import list_attendees
from tests import builders as b


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("айгул", "Айгүл Сәрсенова"),
        ("сарсенова", "Айгүл Сәрсенова"),
        ("АЙГҮЛ", "Айгүл Сәрсенова"),
        ("казак", "Қазақ"),
        ("онеге", "Өнеге"),
        ("унши", "Ұңшы".replace("ы", "и")),
        ("ахмет", "Аһмет"),
        ("коши", "Көші"),
        ("федор", "Фёдор"),
        ("Фёдор", "Федор"),
        ("muller", "Müller"),
        ("MÜLLER", "Muller"),
        ("strasse", "Straße"),
        ("zalesny", "Marek Zaleśny"),
        ("istanbul", "İstanbul"),
        ("ışık", "Isik"),
        ("nguyen", "Nguyễn"),
        ("anna", "ＡＮＮＡ"),
        ("a b", "a   b"),
    ],
)
def test_it_is_found_as_people_type_it(typed: str, stored: str) -> None:
    assert search_text(typed) in search_text(stored)


@pytest.mark.parametrize(("typed", "stored"), [("войк", "воик"), ("шар", "щар"), ("стол", "стул")])
def test_other_letters_stay_other_letters(typed: str, stored: str) -> None:
    assert search_text(typed) not in search_text(stored)


def test_composed_and_decomposed_letters_are_one() -> None:
    assert search_text("Jose\u0301 и\u0306") == search_text("Jos\u00e9 \u0439") == "jose й"


def test_parts_that_are_missing_leave_no_gap() -> None:
    assert search_text("Anna", None, "", "DKU") == "anna dku"


@pytest.mark.parametrize(
    ("kazakh", "russian"),
    [("ә", "а"), ("ғ", "г"), ("қ", "к"), ("ң", "н"), ("ө", "о"), ("ұ", "у"), ("ү", "у")],
)
def test_kazakh_letters_are_alike_when_searching_and_apart_when_sorting(kazakh: str, russian: str) -> None:
    assert search_text(kazakh) == search_text(russian)
    assert sort_key(kazakh) != sort_key(russian)


def test_case_and_latin_marks_do_not_matter_in_the_order() -> None:
    names = ["öz", "Ob", "OA", "é", "E"]
    assert sorted(names, key=sort_key) == ["é", "E", "OA", "Ob", "öz"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert sort_key(sort_key(text)) == sort_key(text)


NAMES = [
    "Anna Müller", "anna muller", "Zoë", "Zoe", "Øystein", "İlhan", "Ilhan", "Äpfel", "Straße", "strasse",
    "Әсел", "Асел", "Өмір", "Омар", "Ұлан", "Улан", "Үміт", "Һакім", "Хаким", "Ңаң", "Ғани", "Гани", "Қайрат",
    "Кайрат", "Ілияс", "Илияс", "Ёлкин", "Елкин", "Йод", "Иод", "Щука", "_", "100 %", "O'Neil", "李明", "😀",
]  # fmt: skip


@pytest.fixture
def event(app: Flask) -> int:
    """An event whose attendees have those names."""
    made = b.small_event(capacity=len(NAMES))
    for number, name in enumerate(random.Random(1).sample(NAMES, len(NAMES))):  # noqa: S311
        b.register(made, number, name=name)
    return made


def listed(event: int, q: str = "") -> list[str]:
    found = list_attendees(db.session(), event, AttendeeFilter(q=q, sort=Sort.NAME))
    return [row.attendee.name for row in found.rows]


def test_the_list_has_the_order_of_its_keys_on_either_database(event: int) -> None:
    keys = [sort_key(name) for name in listed(event)]
    assert keys == sorted(keys, key=lambda key: key.encode())
    assert sorted(keys) == sorted(map(sort_key, NAMES))


FOUND = {
    "muller": {"Anna Müller", "anna muller"},
    "СТРАССЕ": set(),
    "асел": {"Әсел", "Асел"},
    "Ұлан": {"Ұлан", "Улан"},
    "хаким": {"Һакім", "Хаким"},
    "ёлк": {"Ёлкин", "Елкин"},
    "йод": {"Йод"},
    "ilhan": {"İlhan", "Ilhan"},
    "_": {"_"},
    "%": {"100 %"},
    "李": {"李明"},
    "😀": {"😀"},
    "muller anna": {"Anna Müller", "anna muller"},
}


def test_the_list_finds_the_same_on_either_database(event: int) -> None:
    assert {q: set(listed(event, q)) for q in FOUND} == FOUND
