"""The parts of a composed letter, and its headers."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from regapp.mail.message import Address, CalendarPart, compose

from .examples import FULL, IMAGE, INVITATION, LETTER, PNG, body, calendar, received, shape

UNSUBSCRIBE = f"https://events.example.org/unsubscribe/{'0' * 32}"


def test_it_nests_the_parts_as_mail_clients_expect_them() -> None:
    assert shape(received(FULL)) == {
        "multipart/mixed": [
            {
                "multipart/alternative": [
                    "text/plain",
                    {"multipart/related": ["text/html", "image/png"]},
                    "text/calendar",
                ]
            },
            "application/ics",
        ]
    }


def test_it_is_text_and_html_when_there_is_nothing_else() -> None:
    assert shape(received(LETTER)) == {"multipart/alternative": ["text/plain", "text/html"]}


def test_it_needs_no_mixed_part_for_a_picture() -> None:
    assert shape(received(replace(LETTER, images=(IMAGE,)))) == {
        "multipart/alternative": ["text/plain", {"multipart/related": ["text/html", "image/png"]}]
    }


def test_it_says_which_part_of_the_related_ones_is_the_page_as_rfc_2387_3_1_demands() -> None:
    related = next(part for part in received(FULL).walk() if part.get_content_subtype() == "related")
    assert related.get_param("type") == "text/html"


def test_it_gives_the_picture_the_content_id_that_the_html_names() -> None:
    picture = next(part for part in received(FULL).walk() if part.get_content_type() == "image/png")
    assert (picture["Content-ID"], picture.get_content(), picture.get_content_disposition()) == (
        "<qr-1@dku.example>",
        PNG,
        "inline",
    )


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_it_names_the_calendars_method_in_the_content_type_as_rfc_6047_2_4_demands(method: str) -> None:
    part = CalendarPart(method, calendar(method))  # type: ignore[arg-type]
    octets = compose(replace(LETTER, calendars=(part,))).as_bytes()
    assert f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n".encode() in octets


@pytest.mark.parametrize("content", [calendar("CANCEL"), b"BEGIN:VCALENDAR\r\nX-METHOD:REQUEST\r\n"])
def test_it_refuses_a_calendar_whose_method_is_another(content: bytes) -> None:
    with pytest.raises(ValueError, match="METHOD"):
        CalendarPart("REQUEST", content)


def test_it_attaches_the_invitation_once_more_under_a_type_that_is_no_second_invitation() -> None:
    (attachment,) = received(FULL).iter_attachments()
    assert (attachment.get_content_type(), attachment.get_filename()) == ("application/ics", "invite.ics")


def test_it_changes_no_octet_of_a_calendar() -> None:
    parts = [part for part in received(FULL).walk() if part.get_content_subtype() in ("calendar", "ics")]
    assert [part.get_payload(decode=True) for part in parts] == [calendar(), calendar()]


def test_it_attaches_further_days_as_invitations_with_a_name_each() -> None:
    second, third = (CalendarPart("REQUEST", calendar(summary=day)) for day in ("2", "3"))
    letter = replace(LETTER, calendars=(INVITATION, second, third))
    found = [
        (part.get_content_type(), part.get_filename(), part.get_param("method"))
        for part in received(letter).iter_attachments()
    ]
    assert found == [
        ("application/ics", "invite.ics", None),
        ("text/calendar", "invite-2.ics", "REQUEST"),
        ("text/calendar", "invite-3.ics", "REQUEST"),
    ]


def test_it_keeps_the_names_that_further_days_have_already() -> None:
    letter = replace(LETTER, calendars=(INVITATION, replace(INVITATION, filename="day-two.ics")))
    names = [part.get_filename() for part in received(letter).iter_attachments()]
    assert names == ["invite.ics", "day-two.ics"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Date", "Sun, 22 Nov 2026 02:11:16 +0000"),
        ("Message-ID", "<letter-1@dku.example>"),
        ("Reply-To", "Host <host@dku.example>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "ru"),
        ("References", "<event-1@dku.example> <event-2@dku.example>"),
        ("List-Unsubscribe", f"<{UNSUBSCRIBE}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ],
)
def test_it_has_the_header(name: str, value: str) -> None:
    letter = replace(FULL, references="<event-1@dku.example> <event-2@dku.example>", unsubscribe=UNSUBSCRIBE)
    assert received(letter).get_all(name) == [value]


def test_it_keeps_the_zone_of_the_date() -> None:
    almaty = timezone(timedelta(hours=5))
    assert received(replace(LETTER, date=LETTER.date.astimezone(almaty)))["Date"].endswith("07:11:16 +0500")


def test_it_leaves_long_identifiers_in_one_piece() -> None:
    address, message_id = f"{'a' * 64}@{'b' * 60}.example", f"<{'c' * 100}@{'d' * 60}.example>"
    octets = compose(replace(LETTER, message_id=message_id, recipient=Address("", address))).as_bytes()
    assert f"To: <{address}>\r\n".encode() in octets
    assert f"Message-ID: {message_id}\r\n".encode() in octets


def test_it_leaves_out_what_is_not_given() -> None:
    message = received(replace(LETTER, reply_to=None))
    assert "Reply-To" not in message
    assert "References" not in message
    assert "List-Unsubscribe" not in message
    assert "List-Unsubscribe-Post" not in message


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x>, <mailto:b@c.example",
        "https://a.example/\r\nBcc: b@c.example",
        "javascript:x",
        "/x",
    ],
)
def test_it_refuses_an_address_that_could_not_stand_in_its_header(address: str) -> None:
    with pytest.raises(ValueError, match="header"):
        compose(replace(LETTER, unsubscribe=address))


def test_it_is_the_same_octets_in_every_try() -> None:
    assert compose(FULL).as_bytes() == compose(FULL).as_bytes()


def test_it_has_boundaries_that_no_body_can_contain() -> None:
    boundaries = {part.get_boundary() for part in compose(FULL).walk() if part.is_multipart()}
    forged = "".join(f"--{boundary}--\n" for boundary in boundaries)
    message = received(replace(FULL, text=forged, html=forged))
    assert shape(message) == shape(received(FULL))
    assert body(message, "plain") == forged


def test_it_sends_lines_that_every_server_takes() -> None:
    endless = "ж" * 5000 + "x" * 5000
    letter = replace(
        FULL, subject=endless, text=endless, html=endless, recipient=Address(endless, "a@example.org")
    )
    octets = compose(letter).as_bytes()
    assert max(len(line) for line in octets.split(b"\r\n")) <= 78
    assert octets.isascii()
    assert b"\n" not in octets.replace(b"\r\n", b"")


def test_it_leaves_latin_text_readable_in_the_source() -> None:
    assert (
        b"\r\nGuten Tag, Herr M=C3=BCller.\r\n"
        in compose(replace(LETTER, text="Guten Tag, Herr Müller.")).as_bytes()
    )


def test_it_leaves_plain_headers_readable_in_the_source() -> None:
    letter = replace(
        LETTER, subject="Your place: 'Round table' " * 4 + "!", recipient=Address("O.", "o@example.org")
    )
    octets = compose(letter).as_bytes()
    assert b"Subject: Your place: 'Round table' Your place:" in octets
    assert b'To: "O." <o@example.org>\r\n' in octets
