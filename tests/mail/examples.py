"""Letters to compose, and how to look at what was composed."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default

from regapp.mail.message import Address, CalendarPart, InlineImage, LetterContent, compose

PNG = b"\x89PNG\r\n\x1a\n\x00picture"


def calendar(method: str = "REQUEST", summary: str = "Круглый стол") -> bytes:
    return f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nSUMMARY:{summary}\r\nEND:VCALENDAR\r\n".encode()


LETTER = LetterContent(
    sender=Address("DKU", "events@dku.example"),
    recipient=Address("Айгүл Сәрсенова", "aigul@example.org"),
    reply_to=Address("Host", "host@dku.example"),
    subject="Круглый стол",
    text="Здравствуйте!\n",
    html="<p>Здравствуйте!</p>\n",
    language="ru",
    message_id="<letter-1@dku.example>",
    date=datetime(2026, 11, 22, 2, 11, 16, tzinfo=UTC),
)
IMAGE = InlineImage("qr-1@dku.example", PNG)
INVITATION = CalendarPart("REQUEST", calendar())
FULL = replace(LETTER, images=(IMAGE,), calendars=(INVITATION,))


def received(letter: LetterContent) -> EmailMessage:
    return message_from_bytes(compose(letter).as_bytes(), policy=default)


def shape(part: MIMEPart) -> object:
    """The nesting of a message, in words."""
    kind = part.get_content_type()
    return {kind: [shape(child) for child in part.iter_parts()]} if part.is_multipart() else kind


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
