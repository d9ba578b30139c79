"""That the client of these tests is one that RFC 5546 means: with messages that no service wrote."""

from email.message import EmailMessage

import pytest

from .client import Calendar, parse

ME = "aigul@example.kz"


def message(
    sequence: int,
    method: str = "REQUEST",
    *,
    stamp: int = 0,
    hour: int = 11,
    to: str = ME,
    organiser: str = "host@example.kz",
) -> bytes:
    lines = [
        *(
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//somebody//else//EN",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
        ),
        *("UID:1", f"SEQUENCE:{sequence}", f"DTSTAMP:20260101T0000{stamp:02}Z"),
        *(f"DTSTART:20260701T{hour}0000Z", "DTEND:20260701T230000Z", "SUMMARY:Round table"),
        *(f"ORGANIZER:mailto:{organiser}", f"ATTENDEE:mailto:{to}", "END:VEVENT", "END:VCALENDAR", ""),
    ]
    return "\r\n".join(lines).encode()


def after(*messages: bytes) -> Calendar:
    calendar = Calendar(ME)
    for one in messages:
        calendar.take(parse(one))
    return calendar


def hours(calendar: Calendar) -> list[int]:
    return [told.start.hour for told in calendar.entries.values()]


def test_it_keeps_what_it_is_asked_to() -> None:
    assert hours(after(message(0))) == [11]


def test_a_higher_sequence_obsoletes_a_lower_one() -> None:
    assert hours(after(message(0), message(1, hour=12))) == [12]


def test_a_lower_sequence_that_comes_late_changes_nothing_whatever_its_stamp() -> None:
    assert hours(after(message(1, hour=12), message(0, stamp=30))) == [12]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_stamp_decides_among_equals(order: tuple[int, int]) -> None:
    messages = [message(1, stamp=10), message(1, stamp=20, hour=12)]
    assert hours(after(*(messages[number] for number in order))) == [12]


def test_a_cancel_takes_the_entry_away() -> None:
    assert after(message(0), message(1, "CANCEL")).entries == {}


def test_a_cancel_of_an_earlier_revision_takes_nothing_away() -> None:
    assert hours(after(message(2), message(1, "CANCEL"))) == [11]


def test_a_request_that_comes_after_its_cancel_brings_nothing_back() -> None:
    assert after(message(1, "CANCEL"), message(0)).entries == {}


def test_a_newer_request_after_a_cancel_brings_it_back() -> None:
    assert hours(after(message(0), message(1, "CANCEL"), message(2))) == [11]


def test_it_hears_nobody_but_the_organiser() -> None:
    calendar = after(message(0), message(1, "CANCEL", organiser="mallory@example.kz"))
    assert (hours(calendar), len(calendar.refused)) == ([11], 1)


def test_it_refuses_what_is_for_somebody_else() -> None:
    calendar = after(message(0, to="bolat@example.kz"))
    assert (hours(calendar), len(calendar.refused)) == ([], 1)


def test_it_refuses_a_part_that_says_another_method_than_its_file() -> None:
    letter = EmailMessage()
    letter.set_content(message(0), "text", "calendar", params={"method": "CANCEL"})
    with pytest.raises(AssertionError, match="REQUEST in a part for CANCEL"):
        Calendar(ME).receive(letter)


def test_it_leaves_a_file_without_method_to_whoever_opens_it() -> None:
    letter = EmailMessage()
    letter.set_content(message(0), "application", "ics")
    calendar = Calendar(ME)
    calendar.receive(letter)
    assert calendar.known == {}
