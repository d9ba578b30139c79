"""A message that goes on to the host: who wrote it, and how much of it is sent."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from regapp.mail.headers import wire_address
from regapp.mail.received.opening import address, first_text, header, opened

LARGEST = 5 * 1024 * 1024  # octets of a message that goes on whole

_MOST_HEADERS = 64 * 1024
_MOST_TEXT = 100 * 1024
_BODY_HEADERS = re.compile(rb"(?im)^(?:content-[!-9;-~]*|mime-version)[ \t]*:.*\n(?:[ \t].*\n)*")


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who wrote, as they say themselves, and about what; each may be empty. ``email`` can be written to."""

    name: str
    email: str
    subject: str


def correspondent(octets: bytes) -> Correspondent:
    """Who wants to be answered: the Reply-To of a message, else its From."""
    message = opened(octets)
    replies_to = "Reply-To" if address(message, "Reply-To") else "From"
    email = address(message, replies_to)
    try:
        wire_address(email)
    except ValueError:
        email = ""
    name = header(message, replies_to).rpartition("<")[0].strip(' "')
    return Correspondent(name, email, header(message, "Subject"))


def shortened(octets: bytes) -> bytes:
    """A message without its attachments: its headers, and the beginning of its first text."""
    head = re.split(rb"\r?\n\r?\n", octets[:_MOST_HEADERS], maxsplit=1)[0]
    body = EmailMessage()
    body.set_content(first_text(opened(octets), _MOST_TEXT), cte="base64")
    return _BODY_HEADERS.sub(b"", head.replace(b"\r\n", b"\n") + b"\n") + body.as_bytes()
