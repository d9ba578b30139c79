"""A message that goes on to a host: who wrote it, how much of it goes, and how it is put into a letter."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from regapp.mail.message import compose
from regapp.mail.received.passing_on import LARGEST, Correspondent, correspondent, shortened

from .examples import LETTER, received, shape
from .incoming import REPLY_TOKEN, note, sample

HERE = f"reply+{REPLY_TOKEN}@events.example.org"


def test_it_tells_who_wrote_and_about_what() -> None:
    assert correspondent(sample("question")) == Correspondent(
        "Aygül Särsenova", "aigul@example.org", "Re: Круглый стол"
    )


def test_whoever_wants_to_be_answered_elsewhere_is() -> None:
    found = correspondent(note(HERE, Reply_To='"Office, main" <office@example.org>'))
    assert (found.name, found.email) == ("Office, main", "office@example.org")


@pytest.mark.parametrize(
    "author", ["", "nobody", "<>", "a@b@c", '"x\\" y"@example.org', "a@example.org\u2028Bcc: b@example.org"]
)
def test_what_is_no_address_is_not_written_to(author: str) -> None:
    assert correspondent(note(HERE, author=author)).email == ""


@pytest.mark.parametrize(
    "subject", [b"=?utf-8?b?abcde?=", b"=?utf\xff8?q?x?=", b"=?klingon?q?x?=", b"=?idna?q?x?=", b"\xff\xfe"]
)
def test_a_subject_that_cannot_be_decoded_is_no_obstacle(subject: bytes) -> None:
    found = correspondent(note(HERE).replace(b"Round table", subject))
    assert found.email == "aigul@example.org"
    assert found.subject.isprintable()


def test_headers_beyond_ascii_are_utf_8_as_rfc_6532_has_them() -> None:
    octets = note(HERE, author="Айгүл <айгүл@пример.example>").replace(b"Round table", "Тақырып".encode())
    assert correspondent(octets) == Correspondent("Айгүл", "айгүл@пример.example", "Тақырып")


def test_a_subject_is_one_line_without_signs_that_steer() -> None:
    subject = "=?utf-8?b?YQ0KQmNjOiBiAOKArmM=?="  # a CR LF Bcc: b NUL RIGHT-TO-LEFT OVERRIDE c
    found = correspondent(note(HERE).replace(b"Round table", subject.encode()))
    assert found.subject == "a Bcc: b c"


# How much of it


def test_of_a_large_message_headers_and_text_go_on() -> None:
    film = b"--b\r\nContent-Type: video/mp4\r\n\r\n" + b"x" * LARGEST
    text = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nСмотрите фильм\r\n"
    octets = (
        note(HERE, Content_Type='multipart/mixed;\r\n boundary="b"', body=text, In_Reply_To="<1@x>") + film
    )
    short = message_from_bytes(shortened(octets), policy=default)
    assert (short["From"], short["Subject"], short["In-Reply-To"]) == (
        "aigul@example.org",
        "Round table",
        "<1@x>",
    )
    assert short.get_content_type() == "text/plain"
    assert short.get_content().strip() == "Смотрите фильм"
    assert short.defects == []


def test_a_text_of_an_impossible_character_set_is_no_obstacle() -> None:
    octets = note(HERE, Content_Type='text/plain; charset="a\0b"', body="x" * LARGEST)
    assert b"From: aigul@example.org" in shortened(octets)


def test_a_large_message_without_text_still_tells_who_wrote() -> None:
    octets = note(HERE, Content_Type="video/mp4", body="x" * LARGEST)
    assert correspondent(shortened(octets)) == correspondent(octets)


# In a letter


def test_the_original_stands_in_the_letter_octet_for_octet() -> None:
    original = sample("google-declined")
    letter = received(replace(LETTER, original=original))
    assert shape(letter) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html"]},
            {"message/rfc822": [shape(message_from_bytes(original, policy=default))]},
        ]
    }
    assert original in compose(replace(LETTER, original=original)).as_bytes()


@pytest.mark.parametrize("original", [sample("question") + "Ә\r\n".encode(), note(HERE, body="x" * 999)])
def test_what_not_every_server_carries_is_a_file_of_the_same_octets(original: bytes) -> None:
    octets = compose(replace(LETTER, original=original)).as_bytes()
    *_, part = message_from_bytes(octets, policy=default).walk()
    assert (part.get_content(), part.get_filename()) == (original, "message.eml")
    assert octets.isascii()
    assert max(len(line) for line in octets.split(b"\r\n")) <= 998


def test_a_letter_that_comes_round_is_known_by_a_header_of_its_own() -> None:
    assert received(replace(LETTER, original=note(HERE)))["X-Loop"] == LETTER.sender.email
    assert "X-Loop" not in received(LETTER)
