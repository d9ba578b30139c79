"""Whatever is pasted is read: without an error, in time, and without finding what is not there."""

import re
import re._constants as terms
import re._parser as parser
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regapp.announcements
from regapp.announcements import Announcement, Field
from regapp.announcements.meetings import read_meeting
from regapp.announcements.reading import read

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 9, 1)
LONG, LONGER = 20_000, 100_000
TEXTS = [path.read_text() for path in sorted(CORPUS.glob("*.txt"))]
PIECES = [piece for text in TEXTS for piece in re.split(r"(?<=[\s.,:;-])", text) if piece]
NASTY = [
    "a",
    " ",
    "\n",
    "-",
    "<",
    "<p>",
    "&",
    "1",
    "1.",
    "12.11.",
    "10:00 ",
    "a-",
    "А ",
    "«",
    '"',
    "(",
    "+7 ",
    "1 ",
    "a b ",
    "ул. ",
    "Zoom ID ",
    "https://",
    "a@",
    "1) ",
    "• a\n",
    "Abc: ",
    "\u0301",
    "\xad",
    "of the ",
    "ID ",
    "10:00-",
    "Ab Cd, ",
    "в ",
    "при поддержке ",
    "до 10 ",
    "a.",
    "&#",
    "17⁰",
    "www.",
    "id:1 ",
    "университет ",
    "Ұлттық ",
    "10 may ",
    "veranstalter der ",
    "(Hotel ",
    "қоры мен ",
    "\t",
    "> ",
]


def readings(text: str) -> Announcement:
    return read(text, today=TODAY)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str):
    check_spans(text, readings(text))
    read_meeting(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=60).map("".join))
def test_pieces_of_announcements_in_any_order_are_read(text: str):
    check_spans(text, readings(text))


def check_spans(text: str, found: Announcement) -> None:
    for one in found.found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.value
    for doubt in found.doubts:
        assert all(0 <= start < end <= len(text) for start, end in (doubt.first, doubt.second))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("bcdfgjklqrsvwxz", min_size=3, max_size=9), max_size=80).map(" ".join))
def test_random_words_say_nothing(text: str):
    assert {one.field for one in readings(text).found} <= {Field.LANGUAGE, Field.TITLE}


@pytest.mark.parametrize("piece", NASTY, ids=repr)
def test_long_texts_are_read_in_time(piece: str):
    begin = time.monotonic()
    readings((piece * LONG)[:LONG])
    assert time.monotonic() - begin < 20


def test_a_text_of_the_greatest_length_is_read_in_time():
    begin = time.monotonic()
    found = readings(("\n\n".join(TEXTS) * 5)[:LONGER])
    assert found.one(Field.TITLE)
    assert time.monotonic() - begin < 60


def test_no_pattern_repeats_within_a_repetition():
    """Nested repetitions without a bound are what takes for ever."""
    names = [module.name for module in iter_modules(regapp.announcements.__path__, "regapp.announcements.")]
    patterns = [one for name in names for one in patterns_of(import_module(name))]
    assert len(patterns) > 50
    for pattern in patterns:
        assert not is_nested(parser.parse(pattern.pattern, pattern.flags)), pattern.pattern


def patterns_of(module: ModuleType) -> Iterator[re.Pattern[str]]:
    for value in vars(module).values():
        parts = list(value.values()) if isinstance(value, dict) else value
        parts = parts if isinstance(parts, tuple | list) else [parts]
        for part in parts:
            inner = part if isinstance(part, tuple | list) else [part]
            yield from (one for one in inner if isinstance(one, re.Pattern))


def is_nested(parsed: Any, *, within: bool = False) -> bool:
    for operator, argument in parsed:
        unbounded = operator in {terms.MAX_REPEAT, terms.MIN_REPEAT} and argument[1] is terms.MAXREPEAT
        if unbounded and within:
            return True
        if any(is_nested(part, within=within or unbounded) for part in parts_of(operator, argument)):
            return True
    return False


def parts_of(operator: Any, argument: Any) -> Iterator[Any]:
    match operator:
        case terms.MAX_REPEAT | terms.MIN_REPEAT:
            yield argument[2]
        case terms.SUBPATTERN:
            yield argument[3]
        case terms.BRANCH:
            yield from argument[1]
        case terms.ASSERT | terms.ASSERT_NOT:
            yield argument[1]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "<p></p>", "…"])
def test_nothing_is_found_in_nothing(text: str):
    assert readings(text) == Announcement()
