"""People as contacts: vCard 3.0 (RFC 2426), which address books of all makers read.

Version 4.0 (RFC 6350) would be newer, but Outlook does not open it, and nothing in it is missed here.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_OCTETS = 75  # of a line, without its end (RFC 2426 2.6)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with what an address book keeps; ``about`` says where they are known from."""

    name: str
    email: str
    organisation: str = ""
    telephones: tuple[str, ...] = ()
    about: str = ""


def card(contact: Contact) -> str:
    """The vCard of one contact, with its last line ended."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(contact))


def _lines(contact: Contact) -> Iterator[str]:
    name = _escaped(contact.name)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{name}"
    # People write their names in one field, in the order of their language, and no rule cuts all of them in
    # the right place. Version 4.0 lets N go (RFC 6350 6.2.2), 3.0 wants it (RFC 2426 3.1.2). The whole stands
    # as the given name: programs put "Family, Given" together, and so nothing is put before or behind it.
    yield f"N:;{name};;;"
    if contact.email:
        yield f"EMAIL;TYPE=INTERNET:{_escaped(contact.email)}"
    if contact.organisation:
        yield f"ORG:{_escaped(contact.organisation)}"
    for telephone in contact.telephones:
        yield f"TEL;TYPE=VOICE:{_escaped(telephone)}"
    if contact.about:
        yield f"CATEGORIES:{_escaped(contact.about)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    """A value (RFC 2426 5): no break, comma or semicolon in it ends it."""
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    # Whatever a program might take for the end of a line is one; what else controls anything is left out.
    lines = "\\n".join(escaped.splitlines()).replace("\t", " ")
    return "".join(one for one in lines if unicodedata.category(one) not in {"Cc", "Cs"})


def _folded(line: str) -> str:
    """The line in pieces of few octets; no character is cut through."""
    pieces, piece, room = [], "", MOST_OCTETS
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", MOST_OCTETS - 1  # a blank begins each further line
        piece += character
        room -= octets
    return "\r\n ".join([*pieces, piece])
