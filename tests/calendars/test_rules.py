"""The rules that other programs let pass: each finds its fault, and libical does not.

A file that is good is taken apart, one thing is done wrong, and `rules.broken` has to say so.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from regapp.calendars.files import cancel, published, request

from . import rules
from .examples import GUEST, HOST, STAMP, full_entry
from .readers import Libical

TO = {"organiser": HOST, "attendee": GUEST, "stamp": STAMP}
PUBLISHED, REQUEST, CANCEL = (
    published([full_entry()]),
    request(full_entry(), **TO),
    cancel(full_entry(), **TO),
)
ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT"
ATTENDEE = b"ATTENDEE:mailto:other@example.kz\r\nEND:VEVENT"


def unfolded(file: bytes) -> bytes:
    return file.replace(b"\r\n ", b"")


def without(file: bytes, begin: str, end: str) -> bytes:
    """The file without what stands from one line to another."""
    before, _, rest = unfolded(file).partition(begin.encode())
    return before + rest.partition(end.encode() + b"\r\n")[2]


def changed(file: bytes, old: bytes, new: bytes) -> bytes:
    assert old in unfolded(file)
    return unfolded(file).replace(old, new)


def twice(file: bytes) -> bytes:
    """The file with a second entry, of another UID."""
    event = unfolded(file).partition(b"BEGIN:VEVENT")[2].partition(b"END:VEVENT")[0]
    other = b"BEGIN:VEVENT" + event.replace(b"2f6c@", b"another@") + b"END:VEVENT\r\nEND:VCALENDAR"
    return changed(file, b"END:VCALENDAR", other)


# What libical says nothing of, and each program makes something else of.
LIBICAL_MISSES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a missing VTIMEZONE": (
        lambda: without(PUBLISHED, "BEGIN:VTIMEZONE", "END:VTIMEZONE"),
        "no VTIMEZONE for Asia/Almaty",
    ),
    "an end before the start": (
        lambda: changed(PUBLISHED, b":20201112T190000", b":20201112T160000"),
        "an entry that ends at 20201112T160000 and starts at 20201112T170000",
    ),
    "two entries in one request": (lambda: twice(REQUEST), "a message about more than one entry"),
    "an alarm in a CANCEL": (lambda: changed(CANCEL, b"END:VEVENT", ALARM), "an alarm or a way to join"),
    "an attendee without mailbox": (
        lambda: changed(REQUEST, b"mailto:aigul@example.kz", b"tel:+77273550551"),
        "no mailbox: tel:+77273550551",
    ),
}  # fmt: skip

OTHER_FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "no version": (lambda: changed(PUBLISHED, b"VERSION:2.0\r\n", b""), "no calendar of version 2.0"),
    "an empty calendar": (
        lambda: without(published([]), "BEGIN:VTIMEZONE", "END:VTIMEZONE"),
        "a calendar without components",
    ),
    "a repeated observance": (
        lambda: changed(PUBLISHED, b"END:STANDARD", b"RDATE:20200101T000000\r\nEND:STANDARD"),
        "an observance that is repeated",
    ),
    "an end of another kind": (
        lambda: changed(PUBLISHED, b"DTEND;TZID=Asia/Almaty:20201112T190000", b"DTEND;VALUE=DATE:20201113"),
        "a start and an end of two kinds",
    ),
    "no number": (lambda: changed(REQUEST, b"SEQUENCE:3\r\n", b""), "SEQUENCE 0 times"),
    "a stamp without zone": (
        lambda: changed(PUBLISHED, b"DTSTAMP:20201001T093000Z", b"DTSTAMP:20201001T093000"),
        "DTSTAMP not in UTC",
    ),
    "a bare semicolon": (
        lambda: changed(PUBLISHED, b"solutions\\;", b"solutions;"),
        "not escaped: Problems and solutions;",
    ),
    "somebody in what is published": (
        lambda: changed(PUBLISHED, b"END:VEVENT", ATTENDEE),
        "somebody's address in what is published",
    ),
    "an entry twice": (
        lambda: published([full_entry(), full_entry(sequence=4)]),
        "an entry twice",
    ),
    "two attendees": (lambda: changed(REQUEST, b"END:VEVENT", ATTENDEE), "ATTENDEE 2 times"),
    "a yes that is asked for": (lambda: changed(REQUEST, b"RSVP=FALSE", b"RSVP=TRUE"), "an attendee who is"),
    "a request without standing": (
        lambda: changed(REQUEST, b"STATUS:CONFIRMED\r\n", b""),
        "a request for what is []",
    ),
    "a CANCEL that is confirmed": (
        lambda: changed(CANCEL, b"END:VEVENT", b"STATUS:CONFIRMED\r\nEND:VEVENT"),
        "cancelled, and",
    ),
    "a quoted list": (
        lambda: changed(PUBLISHED, b"FEATURE=AUDIO,VIDEO", b'FEATURE="AUDIO,VIDEO"'),
        "a conference that programs do not read",
    ),
}  # fmt: skip
FAULTS = LIBICAL_MISSES | OTHER_FAULTS

BROKEN_LINES = {
    "a long line": (b"SUMMARY:" + b"x" * 68, "76 octets"),
    "half a character": ("SUMMARY:ә".encode()[:-1], "cut inside a character"),
    "a control character": (b"SUMMARY:\x07", "a control character"),
    "a lone line feed": (b"SUMMARY:a\nb", "a control character"),
}


@pytest.mark.parametrize("file", [PUBLISHED, REQUEST, CANCEL], ids=["published", "request", "cancel"])
def test_a_good_file_breaks_no_rule(file: bytes) -> None:
    assert rules.broken(file) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_finds_its_fault(fault: str) -> None:
    make, told = FAULTS[fault]
    assert [one for one in rules.broken(make()) if told in one]


@pytest.mark.parametrize("fault", LIBICAL_MISSES)
def test_libical_takes_what_these_rules_are_for(libical: Libical, fault: str) -> None:
    assert libical.complaints(LIBICAL_MISSES[fault][0]()) == []


@pytest.mark.parametrize("fault", BROKEN_LINES)
def test_a_broken_line_is_found(fault: str) -> None:
    line, told = BROKEN_LINES[fault]
    assert [one for one in rules.broken_lines(line + b"\r\n") if told in one]


def test_a_last_line_that_is_not_ended_is_found() -> None:
    assert list(rules.broken_lines(b"END:VCALENDAR")) == ["the last line is not ended"]


def test_every_rule_is_tried() -> None:
    files = [make() for make, _ in FAULTS.values()]
    assert [
        rule.__name__ for rule in rules.RULES if not any(list(rule(rules.parsed(one))) for one in files)
    ] == []


def test_an_instant_is_that_of_the_zones_wall_clock() -> None:
    start = rules.parsed(PUBLISHED).parts("VEVENT")[0].first("DTSTART")
    assert start
    assert rules.instant(start) == datetime(2020, 11, 12, 11, tzinfo=UTC)
