"""The headers and parts of a message that anybody may have written: nothing in it makes us stumble."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr

_LONGEST_HEADER = 1_000
_MOST_HEADERS, _MOST_READ = 128 * 1024, 512 * 1024  # octets
_MOST_MULTIPARTS, _MOST_PARTS = 20, 1_000
_HEADERS_END = re.compile(rb"\n\r?\n")
_UNDECODABLE = (ValueError, LookupError, MessageError)  # an unknown character set, or no base64


def opened(octets: bytes) -> Message:
    """The beginning of the message; what is not one becomes a message without headers.

    Answers and reports stand before any large attachment. Of a message with endless headers, or parts in
    parts in parts, only the headers are read: the library would be busy with it for minutes.
    """
    beginning = octets[:_MOST_READ]
    multiparts, boundaries = beginning.lower().count(b"boundary="), beginning.count(b"\n--")
    is_tangled = multiparts > _MOST_MULTIPARTS or boundaries > _MOST_PARTS
    if is_tangled or not _HEADERS_END.search(beginning, 0, _MOST_HEADERS):
        return BytesHeaderParser().parsebytes(beginning[:_MOST_HEADERS])
    return message_from_bytes(beginning)


def raw_headers(message: Message, *names: str) -> str:
    """The bodies of all headers of these names, one to a line, in this order."""
    return "\n".join(body for name in names for body in _bodies(message, name))


def header(message: Message, name: str) -> str:
    """The body of a header in plain text, on one line; empty where there is none."""
    body = next(_bodies(message, name), "")[:_LONGEST_HEADER]
    with suppress(*_UNDECODABLE):  # it is shown as it came
        body = str(make_header(decode_header(body)))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in body).split())


def address(message: Message, name: str) -> str:
    """The address in a header, without its name; empty where there is none."""
    return parseaddr(raw_headers(message, name)[:_LONGEST_HEADER])[1]


def parts(message: Message) -> Iterator[Message]:
    """Every part that is no multipart, in order. What is inside an enclosed message is somebody else's."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed([one for one in part.get_payload() if isinstance(one, Message)]))
        else:
            yield part


def text(part: Message, most: int) -> str:
    """The beginning of a part as text, ``most`` octets of it."""
    payload = part.get_payload(decode=True)
    octets = payload[:most] if isinstance(payload, bytes) else b""
    try:
        return octets.decode(part.get_content_charset() or "utf-8", "replace")
    except _UNDECODABLE:
        return octets.decode("utf-8", "replace")


def first_text(message: Message, most: int) -> str:
    """The beginning of the first plain text; empty where there is none."""
    found = (part for part in parts(message) if part.get_content_type() == "text/plain")
    part = next(found, None)
    return "" if part is None else text(part, most)


def _bodies(message: Message, name: str) -> Iterator[str]:
    """As written; beyond ASCII it is UTF-8 (RFC 6532 3.1), or nobody knows."""
    for header_name, body in message.raw_items():
        if header_name.lower() == name.lower():
            yield body.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
