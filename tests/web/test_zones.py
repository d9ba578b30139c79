"""A time zone is found by what people call it."""

import pytest

from regapp.vocabulary import Language
from regapp.web.zones import read_zone, zone_choices, zone_label, zone_labels


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Asia/Almaty", "Asia/Almaty"),
        ("asia/almaty", "Asia/Almaty"),
        ("Almaty (Asia/Almaty)", "Asia/Almaty"),
        ("anything (Europe/Berlin)", "Europe/Berlin"),
        ("Алматы", "Asia/Almaty"),
        ("Астана", "Asia/Almaty"),
        ("Кызылорда", "Asia/Qyzylorda"),
        ("Қызылорда", "Asia/Qyzylorda"),
        ("Берлин", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/Kiev", "Europe/Kiev"),
        ("UTC", "UTC"),
    ],
)
@pytest.mark.parametrize("reader", Language)
def test_a_zone_is_found_in_whatever_language_the_page_is(typed: str, name: str, reader: Language):
    assert read_zone(typed, reader) == (name, [])


@pytest.mark.parametrize("typed", ["", "Nowhere", "../etc/passwd", "localtime", "Factory", "(", ")"])
def test_what_is_no_zone_is_not_guessed(typed: str):
    assert read_zone(typed, Language.ENGLISH)[0] == ""


def test_of_several_some_are_proposed():
    found, near = read_zone("Argentina", Language.ENGLISH)
    assert found == ""
    assert 2 <= len(near) <= 5
    assert all("Argentina" in label for label in near)


@pytest.mark.parametrize("reader", Language)
def test_every_label_is_read_as_its_zone(reader: Language):
    assert all(read_zone(label, reader)[0] == name for name, label in zone_labels(reader).items())


def test_what_is_near_stands_first():
    choices = zone_choices(Language.GERMAN, "Europe/Berlin")
    assert choices[0] == zone_label("Europe/Berlin", Language.GERMAN)
    assert choices[1] == zone_label("Asia/Almaty", Language.GERMAN)
    assert len(choices) == len(set(choices)) > 400
