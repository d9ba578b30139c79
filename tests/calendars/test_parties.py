"""Names and addresses of organiser and attendee."""

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from regapp.calendars.entry import Party
from regapp.calendars.files import request

from .examples import HOST, STAMP, entry, names, values
from .readers import IcalJs, Libical


def invite(name: str = "Guest", email: str = "guest@example.kz") -> bytes:
    return request(entry(), organiser=HOST, attendee=Party(name, email), stamp=STAMP)


def name_in_icalendar(file: bytes) -> str:
    return icalendar.Calendar.from_ical(file).walk("VEVENT")[0]["ATTENDEE"].params["CN"]


def name_in_vobject(file: bytes) -> str:
    return vobject.readOne(file.decode()).vevent.attendee.params["CN"][0]


def attendee_in_ical_js(ical_js: IcalJs, file: bytes) -> list:
    return next(one for one in ical_js.entries(file)[0]["properties"] if one[0] == "attendee")


NAMES = {
    "Айгүл Сәрсенова": "Айгүл Сәрсенова",
    'ЖШС "Ромашка"': "ЖШС 'Ромашка'",
    "Smith; John, Jr.: Dr": "Smith; John, Jr.: Dr",
    "O'Brien": "O'Brien",
    "O\u2019Brien": "O\u2019Brien",
    "two\r\nlines": "two lines",
    "tab\tnul\0bell\x07": "tab nulbell",
    "back\\slash": "back\\slash",
    "x" * 200: "x" * 200,
}


@pytest.mark.parametrize(("name", "read"), NAMES.items())
def test_a_name_is_read_by_vobject(name: str, read: str) -> None:
    assert name_in_vobject(invite(name)) == read


@pytest.mark.parametrize(("name", "read"), NAMES.items())
def test_a_name_is_read_by_icalendar(name: str, read: str) -> None:
    assert name_in_icalendar(invite(name)) == read


@pytest.mark.parametrize(("name", "read"), NAMES.items())
def test_a_name_is_read_by_ical_js(ical_js: IcalJs, name: str, read: str) -> None:
    assert attendee_in_ical_js(ical_js, invite(name))[1]["cn"] == read


@pytest.mark.parametrize("name", NAMES)
def test_a_name_gives_libical_no_reason_to_complain(libical: Libical, name: str) -> None:
    assert libical.complaints(invite(name)) == []


@settings(deadline=None)
@given(name=st.text(), email=st.text())
def test_a_party_adds_no_line(name: str, email: str) -> None:
    assert names(invite(name, email)) == names(invite())


@pytest.mark.parametrize("name", ["", " \t", "\0"])
def test_a_party_without_name_has_none(name: str) -> None:
    (attendee,) = values(invite(name), "ATTENDEE")
    assert "CN=" not in attendee


ADDRESSES = {
    "o'neil+tag@example.com": "mailto:o'neil+tag@example.com",
    "иван@example.com": "mailto:%D0%B8%D0%B2%D0%B0%D0%BD@example.com",
    "info@почта.рф": "mailto:info@xn--80a1acny.xn--p1ai",
    "info@straße.de": "mailto:info@xn--strae-oqa.de",
    "a?b#c%d&e@example.com": "mailto:a%3Fb%23c%25d%26e@example.com",
    '"a b@c"@example.com': "mailto:%22a%20b%40c%22@example.com",
    "info@[192.0.2.1]": "mailto:info@[192.0.2.1]",
    "a@b.example\r\nX-EVIL:1": "mailto:a@b.example%20X-EVIL:1",
    "a@☃️‍.example": "mailto:a@%E2%98%83%EF%B8%8F%E2%80%8D.example",
}


@pytest.mark.parametrize(("email", "written"), ADDRESSES.items())
def test_an_address_is_a_mailto_uri_in_ascii(email: str, written: str) -> None:
    (attendee,) = values(invite("", email), "ATTENDEE")
    assert attendee.partition(":")[2] == written


@pytest.mark.parametrize("email", ADDRESSES)
def test_an_address_is_read_by_ical_js(ical_js: IcalJs, email: str) -> None:
    _, _, kind, address = attendee_in_ical_js(ical_js, invite("", email))
    assert (kind, address) == ("cal-address", ADDRESSES[email])


@pytest.mark.parametrize("email", ADDRESSES)
def test_an_address_is_read_by_vobject(email: str) -> None:
    assert vobject.readOne(invite("", email).decode()).vevent.attendee.value == ADDRESSES[email]


@pytest.mark.parametrize("email", ADDRESSES)
def test_an_address_gives_libical_no_reason_to_complain(libical: Libical, email: str) -> None:
    assert libical.complaints(invite("", email)) == []
