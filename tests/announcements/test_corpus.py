"""Announcements in four languages, each a text with what is to be found in it beside it."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from regapp.announcements import Announcement, Field
from regapp.announcements.reading import read

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 9, 1)
NAMES = sorted(path.stem for path in CORPUS.glob("*.txt"))
BESIDE = ("inferred", "doubts", "agenda-hours")  # what a file says besides the values of fields
# These are terms and normal forms: the words they came from are others.
WRITTEN_OTHERWISE = {
    Field.KIND,
    Field.LANGUAGE,
    Field.MODE,
    Field.START_DATE,
    Field.END_DATE,
    Field.START_TIME,
    Field.END_TIME,
    Field.ZONE,
    Field.OPENS,
    Field.DEADLINE,
    Field.CITY,
    Field.PROVIDER,
    Field.STREAM,
    Field.JOIN_ADDRESS,
    Field.MEETING_ID,
    Field.WEB_PAGE,
    Field.REGISTRATION_PAGE,
}


def text_of(name: str) -> str:
    return (CORPUS / f"{name}.txt").read_text()


def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / f"{name}.toml").read_text())


@cache
def announcement(name: str) -> Announcement:
    return read(text_of(name), today=TODAY)


def letters(words: str) -> str:
    return "".join(character for character in words.lower() if character.isalnum())


@pytest.mark.parametrize("name", NAMES)
def test_it_finds_what_the_text_says_and_nothing_else(name: str):
    found = announcement(name)
    wanted = {field: value for field, value in expected(name).items() if field not in BESIDE}
    got = {
        str(field): sorted(one.value for one in found.all(field))
        for field in Field
        if found.one(field) is not None
    }
    assert got == {
        field: sorted(value) if isinstance(value, list) else [value] for field, value in wanted.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_it_marks_what_is_inferred(name: str):
    inferred = {str(one.field): str(one.inferred) for one in announcement(name).found if one.inferred}
    assert inferred == expected(name).get("inferred", {})


@pytest.mark.parametrize("name", NAMES)
def test_it_reports_what_contradicts(name: str):
    doubts = sorted(str(doubt.kind) for doubt in announcement(name).doubts)
    assert doubts == sorted(expected(name).get("doubts", []))


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_value_hold_it(name: str):
    text = text_of(name)
    for one in announcement(name).found:
        words = text[one.start : one.end]
        assert words.strip(), one
        if one.field not in WRITTEN_OTHERWISE | {Field.PHONE, Field.CAPACITY, Field.ONLINE_CAPACITY}:
            assert letters(one.value.replace("&", "")) in letters(words.replace("&quot;", "")), one
        if one.field in {Field.CAPACITY, Field.ONLINE_CAPACITY} and any(map(str.isdecimal, words)):
            assert one.value in letters(words), one


@pytest.mark.parametrize("language", ["en", "kk", "ru", "de"])
def test_there_are_a_dozen_of_each_language(language: str):
    assert sum(language in expected(name)["language"] for name in NAMES) >= 12


def test_items_of_a_programme_come_with_their_hours():
    hours = [one.detail for one in announcement("en-conference-two-days").all(Field.AGENDA_ITEM)]
    assert hours == ["09:00-09:30", "09:30-10:00", "10:00-12:30", "10:00-13:00", "13:00-14:00"]


def test_people_come_with_their_posts():
    details = [one.detail for one in announcement("en-round-table").all(Field.SPEAKER)]
    assert details == ["Dr., Department of Migration, Almaty", 'NGO "Korgau"']
