"""Any text that people type, read back by other programs."""

import re
from datetime import UTC

import pytest
from hypothesis import HealthCheck, example, given, settings

from regapp.calendars.files import published, request
from regapp.calendars.values import clean

from .any_text import TEXTS
from .examples import GUEST, HOST, STAMP, entry, full_entry, lines, names
from .readers import IcalJs, Libical, Reader, read_with_icalendar, read_with_vobject

SLOWLY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
C_PATH = "C:\\New\\notes"


def texts_of(read: Reader, text: str) -> set[str]:
    (seen,) = read(published([entry(summary=text, description=text, location=text)]))
    return {seen.summary, seen.description, seen.location}


@SLOWLY
@given(TEXTS)
@example(C_PATH)
def test_vobject_reads_what_was_written(text: str) -> None:
    assert texts_of(read_with_vobject, text) == {clean(text)}


@SLOWLY
@given(TEXTS)
@example(C_PATH)
def test_ical_js_reads_what_was_written(ical_js: IcalJs, text: str) -> None:
    assert texts_of(ical_js, text) == {clean(text)}


@SLOWLY
@given(TEXTS)
@example(C_PATH)
def test_libical_reads_what_was_written_but_for_blanks_at_its_ends(libical: Libical, text: str) -> None:
    assert {seen.strip() for seen in texts_of(libical, text)} == {clean(text).strip()}


@SLOWLY
@given(TEXTS)
@example(C_PATH)
def test_icalendar_reads_what_was_written(text: str) -> None:
    assert texts_of(read_with_icalendar, text) == {clean(text)}


@SLOWLY
@given(TEXTS)
def test_a_text_adds_no_line(text: str) -> None:
    changes = dict.fromkeys(("uid", "summary", "description", "location", "url", "join_address"), f"x{text}")
    file = request(full_entry(**changes, categories=(text,)), organiser=HOST, attendee=GUEST, stamp=STAMP)
    plain = request(full_entry(), organiser=HOST, attendee=GUEST, stamp=STAMP)
    assert names(file) == names(plain)


@SLOWLY
@given(TEXTS)
def test_a_line_is_75_octets_at_most_and_whole_characters(text: str) -> None:
    file = published([full_entry(summary=text, description=text * 3, categories=(text, text))], name=text)
    for line in file.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert line.decode()


@SLOWLY
@given(TEXTS)
def test_a_file_holds_no_control_character(text: str) -> None:
    file = published(
        [full_entry(summary=text, url=f"x{text}", uid=text, language=text)], name=text, source=text
    )
    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", file.decode())


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\n", "\x85", "\u2028", "\u2029"])
def test_every_line_break_is_one_escaped_line_feed(break_: str) -> None:
    assert "SUMMARY;LANGUAGE=en:one\\ntwo" in lines(published([entry(summary=f"one{break_}two")]))


def test_cyrillic_is_folded_between_letters() -> None:
    file = published([entry(summary="ә" * 200)])
    folded = [line for line in file.split(b"\r\n") if "ә".encode() in line]
    assert len(folded) > 5
    assert sum(line.decode().count("ә") for line in folded) == 200


def test_an_address_of_a_page_is_percent_encoded() -> None:
    assert "URL:https://events.example/%D1%82%D1%96%D0%BB%20x?a=%2C&b=1#c" in lines(
        published([entry(url="https://events.example/тіл x?a=%2C&b=1#c")])
    )


def test_the_readers_agree_on_instants_of_a_full_entry(ical_js: IcalJs, libical: Libical) -> None:
    file = published([full_entry()])
    seen = [read(file)[0] for read in (read_with_icalendar, read_with_vobject, ical_js, libical)]
    assert len({(one.start, one.end) for one in seen}) == 1
    assert seen[0].start.tzinfo is UTC
