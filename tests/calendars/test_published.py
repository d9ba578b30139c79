"""Files without METHOD: downloads and feeds."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest

from regapp.calendars.entry import Entry, Status
from regapp.calendars.files import published

from .examples import ALMATY, BERLIN, entry, full_entry, lines, names, values
from .readers import IcalJs, Libical, Reader


def days(start: datetime = datetime(2026, 5, 9, tzinfo=BERLIN), **changes: Any) -> Entry:
    """Two whole days."""
    return entry(start, **{"end": datetime(2026, 5, 11, tzinfo=BERLIN), "all_day": True, **changes})


FEED = {
    "name": "Тоғыз, events",
    "refresh": timedelta(hours=4),
    "source": "https://events.example/calendar.ics?q=тіл",
}


def test_it_has_no_method() -> None:
    assert "METHOD" not in names(published([full_entry()]))


def test_it_names_nobody() -> None:
    assert not {"ATTENDEE", "ORGANIZER"} & set(names(published([full_entry()])))


def test_it_is_the_same_to_the_byte_when_nothing_changed() -> None:
    assert published([full_entry()], **FEED) == published([full_entry()], **FEED)


def test_it_stamps_an_entry_with_its_last_change() -> None:
    file = published([entry()])
    assert values(file, "DTSTAMP") == values(file, "LAST-MODIFIED") == ["20201001T093000Z"]


def test_it_tells_the_sequence() -> None:
    assert values(published([entry(sequence=7)]), "SEQUENCE") == ["7"]


@pytest.mark.parametrize("status", Status)
def test_it_tells_whether_the_event_takes_place(status: Status) -> None:
    assert values(published([entry(status=status)]), "STATUS") == [status.value]


def test_it_tells_the_feeds_name_twice() -> None:
    file = published([entry()], **FEED)
    assert values(file, "NAME") == values(file, "X-WR-CALNAME") == ["Тоғыз\\, events"]


def test_it_asks_to_be_read_again_after_a_while() -> None:
    file = published([entry()], **FEED)
    assert values(file, "REFRESH-INTERVAL") == ["VALUE=DURATION:PT4H"]
    assert values(file, "X-PUBLISHED-TTL") == ["PT4H"]


def test_it_tells_where_the_feed_comes_from() -> None:
    assert values(published([], **FEED), "SOURCE") == [
        "VALUE=URI:https://events.example/calendar.ics?q=%D1%82%D1%96%D0%BB"
    ]


def test_it_says_nothing_of_what_is_not_given() -> None:
    assert names(published([entry()])) == [
        *("BEGIN", "VERSION", "PRODID", "CALSCALE"),
        *("BEGIN", "TZID", "BEGIN", "DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "END", "END"),
        *("BEGIN", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "LAST-MODIFIED", "STATUS"),
        *("END", "END"),
    ]


def test_it_leaves_out_what_comes_to_nothing() -> None:
    nothing = entry(description="\0", location="\x1b", url="\x07")
    assert names(published([nothing])) == names(published([entry()]))


def test_it_lists_the_features_of_a_conference_unquoted() -> None:
    assert values(published([full_entry()]), "CONFERENCE") == [
        "FEATURE=AUDIO,VIDEO;LABEL=zoom.example;VALUE=URI:https://zoom.example/j/84684484087?pwd=a,b;c"
    ]


def test_it_labels_a_conference_without_readable_host_by_the_summary() -> None:
    (conference,) = values(published([full_entry(join_address="https://[zoom")]), "CONFERENCE")
    assert "LABEL=Migration during the pandemic;" in conference


def test_it_gives_ical_js_the_address_to_join(ical_js: IcalJs) -> None:
    (seen,) = ical_js.entries(published([full_entry()]))
    (conference,) = (value for name, *value in seen["properties"] if name == "conference")
    assert conference[1:] == ["uri", "https://zoom.example/j/84684484087?pwd=a,b;c"]


def test_it_tells_the_place_on_earth_without_an_exponent() -> None:
    assert values(published([entry(position=(0.00001, -76.5))]), "GEO") == ["0.000010;-76.500000"]


def test_it_keeps_a_comma_inside_a_category() -> None:
    calendar = icalendar.Calendar.from_ical(published([full_entry()]))
    assert calendar.walk("VEVENT")[0].categories == ["round table", "migration, labour"]


def test_it_rings_before_the_start() -> None:
    file = published([full_entry()])
    (alarm,) = icalendar.Calendar.from_ical(file).walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-1)
    assert (alarm["ACTION"], alarm["DESCRIPTION"]) == ("DISPLAY", "Migration during the pandemic")


@pytest.mark.parametrize("name", ["VALARM", "CONFERENCE"])
def test_it_calls_nobody_to_a_cancelled_event(name: str) -> None:
    assert name.encode() not in published([full_entry(status=Status.CANCELLED)])


def test_whole_days_are_dates_and_end_before_the_day_after_the_last() -> None:
    """RFC 5545 3.6.1: DTEND is not inclusive; 3.8.2.7: whoever is there all day is not busy all day."""
    file = published([days()])
    assert values(file, "DTSTART") == ["VALUE=DATE:20260509"]
    assert values(file, "DTEND") == ["VALUE=DATE:20260511"]
    assert values(file, "TRANSP") == ["TRANSPARENT"]


def test_whole_days_need_no_zone() -> None:
    assert b"VTIMEZONE" not in published([days()])


def test_whole_days_keep_a_date_that_other_clocks_have_not_reached() -> None:
    almaty = days(datetime(2026, 5, 9, tzinfo=ALMATY), end=datetime(2026, 5, 10, tzinfo=ALMATY))
    assert values(published([almaty]), "DTSTART") == ["VALUE=DATE:20260509"]


def test_hours_are_busy_as_every_calendar_takes_for_granted() -> None:
    assert values(published([entry()]), "TRANSP") == []


def test_it_tells_the_language_of_its_texts() -> None:
    file = published([full_entry(language="kk", summary="Дөңгелек үстел")])
    assert values(file, "SUMMARY") == ["LANGUAGE=kk:Дөңгелек үстел"]
    assert all(values(file, name)[0].startswith("LANGUAGE=kk:") for name in ("DESCRIPTION", "LOCATION"))


def test_it_keeps_the_order_of_the_entries() -> None:
    assert values(published([entry(uid=uid) for uid in "cab"]), "UID") == ["c", "a", "b"]


def test_it_is_a_file_of_no_entries_to_every_program(reader: Reader) -> None:
    assert reader(published([])) == []


def test_it_holds_a_component_even_without_entries() -> None:
    assert "BEGIN:VTIMEZONE" in lines(published([], **FEED))


@pytest.mark.parametrize("entries", [[], [full_entry()], [days()], [entry(), full_entry(uid="other@x")]])
def test_it_gives_libical_no_reason_to_complain(libical: Libical, entries: list) -> None:
    assert libical.complaints(published(entries, **FEED)) == []
