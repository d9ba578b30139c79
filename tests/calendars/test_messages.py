"""REQUEST and CANCEL: RFC 5546."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from regapp.calendars.entry import Status
from regapp.calendars.files import cancel, request

from .examples import GUEST, HOST, STAMP, entry, full_entry, names, values
from .readers import Libical

TO = {"organiser": HOST, "attendee": GUEST, "stamp": STAMP}


def test_a_request_says_what_it_is() -> None:
    assert values(request(entry(), **TO), "METHOD") == ["REQUEST"]


def test_a_request_has_one_attendee_who_has_said_yes() -> None:
    assert values(request(full_entry(), **TO), "ATTENDEE") == [
        (
            'CN="Айгүл Сәрсенова";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE'
            ":mailto:aigul@example.kz"
        )
    ]


def test_a_request_that_asks_waits_for_an_answer() -> None:
    """RFC 5545 3.2.12 and 3.2.17."""
    (attendee,) = values(request(entry(), **TO, asks=True), "ATTENDEE")
    assert ";PARTSTAT=NEEDS-ACTION;" in attendee
    assert ";RSVP=TRUE:" in attendee


def test_a_cancel_asks_for_no_answer() -> None:
    (attendee,) = values(cancel(entry(), **TO), "ATTENDEE")
    assert ";RSVP=FALSE:" in attendee


def test_a_request_names_the_organiser() -> None:
    assert values(request(entry(), **TO), "ORGANIZER") == [
        'CN="Kazakh-German University":mailto:events@dku.example'
    ]


@pytest.mark.parametrize("write", [request, cancel])
def test_a_message_tells_its_own_time_apart_from_the_last_change(write: Callable[..., bytes]) -> None:
    file = write(entry(), **TO)
    assert values(file, "DTSTAMP") == ["20260304T050607Z"]
    assert values(file, "LAST-MODIFIED") == ["20201001T093000Z"]


@pytest.mark.parametrize("write", [request, cancel])
def test_a_message_refuses_a_stamp_without_zone(write: Callable[..., bytes]) -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        write(entry(), **(TO | {"stamp": STAMP.replace(tzinfo=None)}))


def test_a_request_is_for_an_event_that_takes_place() -> None:
    assert values(request(entry(), **TO), "STATUS") == ["CONFIRMED"]


def test_a_request_is_refused_for_a_cancelled_event() -> None:
    with pytest.raises(ValueError, match="cancel"):
        request(entry(status=Status.CANCELLED), **TO)


def test_a_request_tells_how_to_join_and_rings() -> None:
    file = request(full_entry(), **TO)
    assert len(values(file, "CONFERENCE")) == 1
    assert values(file, "TRIGGER") == ["-PT1H"]


def test_a_cancel_says_what_it_is() -> None:
    assert values(cancel(entry(), **TO), "METHOD") == ["CANCEL"]


def test_a_cancel_is_of_the_same_entry_at_its_new_sequence() -> None:
    file = cancel(entry(sequence=4), **TO)
    assert (values(file, "UID"), values(file, "SEQUENCE")) == (["2f6c@events.example"], ["4"])


def test_a_cancel_of_the_event_says_so() -> None:
    assert values(cancel(entry(status=Status.CANCELLED), **TO), "STATUS") == ["CANCELLED"]


def test_a_cancel_for_one_who_leaves_has_no_status() -> None:
    assert values(cancel(entry(), **TO), "STATUS") == []


def test_a_cancel_names_the_one_attendee() -> None:
    (attendee,) = values(cancel(entry(), **TO), "ATTENDEE")
    assert attendee.endswith(":mailto:aigul@example.kz")


@pytest.mark.parametrize("status", Status)
def test_a_cancel_neither_rings_nor_tells_how_to_join(status: Status) -> None:
    file = cancel(full_entry(alarm_before=timedelta(days=1), status=status), **TO)
    assert b"VALARM" not in file
    assert "CONFERENCE" not in names(file)


@pytest.mark.parametrize("status", Status)
def test_a_cancel_gives_libical_no_reason_to_complain(libical: Libical, status: Status) -> None:
    assert libical.complaints(cancel(full_entry(status=status), **TO)) == []


def test_a_request_gives_libical_no_reason_to_complain(libical: Libical) -> None:
    assert libical.complaints(request(full_entry(), **TO)) == []
