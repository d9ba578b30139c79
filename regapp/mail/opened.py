"""A kept letter, taken apart for reading."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser

# The kinds of pictures that a browser shows and that hold no program.
PICTURES = {"image/png", "image/jpeg", "image/gif"}
_CID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the list shows of a letter."""

    name: str
    subject: str
    recipient: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A part for itself: its number among all parts, its name and its kind."""

    number: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter as it is read."""

    heading: Heading
    sender: str
    text: str
    html: str
    files: list[File]


def heading(name: str, octets: bytes) -> Heading:
    """What the letter of that file name is about."""
    headers = _headers(octets)
    kept_at = datetime.strptime(name[:22], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    recipient = _decoded(headers, "To") or _decoded(headers, "Delivered-To")
    return Heading(name, _decoded(headers, "Subject"), recipient, kept_at)


def opened(name: str, octets: bytes) -> Opened:
    """The letter with its texts and the list of what is attached to it."""
    message = _message(octets)
    return Opened(
        heading(name, octets),
        _decoded(_headers(octets), "From"),
        _text(message, "plain"),
        _text(message, "html"),
        [_file(number, part) for number, part in enumerate(message.walk()) if part.is_attachment()],
    )


def file(octets: bytes, number: int) -> tuple[File, bytes] | None:
    """The file of that number with its content, or None."""
    for found, part in enumerate(_message(octets).walk()):
        if found == number and not part.is_multipart():
            content = part.get_payload(decode=True)
            return _file(number, part), content if isinstance(content, bytes) else b""
    return None


def subject(octets: bytes) -> str:
    """What the letter is about."""
    return _decoded(_headers(octets), "Subject")


def plain(octets: bytes) -> str:
    """The plain text."""
    return _text(_message(octets), "plain")


def html(octets: bytes, address: str) -> str:
    """The HTML text; pictures inside the letter are at ``address`` followed by their part's number."""
    return _with_pictures(octets, lambda number, _part: f"{address}{number}")


def whole_html(octets: bytes) -> str:
    """The HTML text with its pictures in it (RFC 2397)."""

    def picture(_number: int, part: EmailMessage) -> str:
        content = part.get_payload(decode=True)
        encoded = b64encode(content if isinstance(content, bytes) else b"").decode("ascii")
        return f"data:{part.get_content_type()};base64,{encoded}"

    return _with_pictures(octets, picture)


def _with_pictures(octets: bytes, address: Callable[[int, EmailMessage], str]) -> str:
    message = _message(octets)
    pictures = {
        str(part["Content-ID"]).strip("<> "): address(number, part)
        for number, part in enumerate(message.walk())
        if part["Content-ID"] and part.get_content_type() in PICTURES
    }
    return _CID.sub(lambda match: pictures.get(match[1], match[0]), _text(message, "html"))


def _message(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, policy=policy.default)


def _headers(octets: bytes) -> Message:
    return BytesHeaderParser(policy=policy.compat32).parsebytes(octets)


def _decoded(headers: Message, name: str) -> str:
    # The newer policy puts a blank where a long name was cut into two encoded words (RFC 2047 6.2).
    return str(make_header(decode_header(headers[name] or "")))


def _text(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _file(number: int, part: EmailMessage) -> File:
    kind = part.get_content_type()
    name = part.get_filename() or f"{number}.{'ics' if kind == 'text/calendar' else kind.rpartition('/')[2]}"
    return File(number, name, kind)
