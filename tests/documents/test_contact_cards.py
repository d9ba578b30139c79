"""Contacts, read by vobject."""

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from regapp.documents.contact_cards import Contact, card

NASTY = "Нұрғали; Ә, \\n \\ Müller\nEND:VCARD\r\nBEGIN:VCARD\N{LINE SEPARATOR}TEL:112"


def test_a_contact_reads_back():
    made = card(
        Contact(
            "Әйгерім Нұрланқызы", "a@example.org", "ҚазНУ", ("+7 701 123 45 67", "+49 30 901820"), "Дөңгелек"
        )
    )
    read = vobject.readOne(made)
    assert (read.version.value, read.fn.value, read.n.value.given) == ("3.0", *("Әйгерім Нұрланқызы",) * 2)
    assert (read.email.value, read.org.value) == ("a@example.org", ["ҚазНУ"])
    assert [one.value for one in read.contents["tel"]] == ["+7 701 123 45 67", "+49 30 901820"]
    assert read.categories.value == ["Дөңгелек"]


def test_what_is_not_known_is_left_out():
    read = vobject.readOne(card(Contact("A", "")))
    assert set(read.contents) == {"version", "fn", "n"}


@pytest.mark.parametrize("name", ["name", "organisation", "about"])
def test_nothing_in_a_value_begins_another_line_or_card(name: str):
    values = {"name": "A", "email": "a@example.org", name: NASTY}
    [read] = vobject.readComponents(card(Contact(**values)))
    assert "tel" not in read.contents


@given(st.text(max_size=300))
def test_lines_are_short_and_no_character_is_cut_through(text: str):
    lines = card(Contact(text, "a@example.org", text)).encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)


@given(st.text(st.characters(categories=["L", "N", "P"], include_characters=" "), min_size=1, max_size=200))
def test_every_name_reads_back(text: str):
    assert vobject.readOne(card(Contact(f"A{text}B", "a@example.org"))).fn.value == f"A{text}B"
