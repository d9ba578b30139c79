"""A letter as plain values, and the message that it becomes."""

import hashlib
import quopri
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePath
from typing import Literal

from regapp.mail.enclosing import enclose
from regapp.mail.headers import mailbox, refuse_line_breaks, unstructured, wire_address

# Headers are encoded and folded in headers.py and pass as they are.
_POLICY = SMTP.clone(refold_source="none")

_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,253}>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# One address, which can neither end the angle brackets around it nor the header.
_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,900}")


@dataclass(frozen=True, slots=True)
class Address:
    """Someone who writes or is written to; the name may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A PNG that the HTML shows as ``cid:`` and ``content_id``, where its alternative text stands too.

    ``content_id`` is like ``qr-1@example.org`` (RFC 2392), without angle brackets.
    """

    content_id: str
    png: bytes
    filename: str = "ticket.png"


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An iCalendar object whose METHOD property is ``method`` (RFC 6047 2.4)."""

    method: Literal["REQUEST", "CANCEL", "PUBLISH"]
    content: bytes
    filename: str = "invite.ics"

    def __post_init__(self) -> None:
        # Outlook shows a bare attachment when the content type and the object disagree.
        if not re.search(rb"(?m)^METHOD:%s\r?$" % self.method.encode(), self.content):
            raise ValueError(f"the calendar's METHOD is not {self.method}")


@dataclass(frozen=True, slots=True)
class LetterContent:
    """All that a message is made of.

    ``date`` is aware; ``message_id`` is in angle brackets and stays the same in every try to send;
    ``references`` are message ids, too, parted by blanks, and bind an event's letters together.
    ``unsubscribe`` is the address at which one POST ends letters like this one; empty for those that nobody
    may refuse. ``original`` is a message that is sent on with this one, as it came.
    """

    sender: Address
    recipient: Address
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    date: datetime
    reply_to: Address | None = None
    images: tuple[InlineImage, ...] = ()
    calendars: tuple[CalendarPart, ...] = ()
    references: str = ""
    unsubscribe: str = ""
    original: bytes = b""


def compose(letter: LetterContent) -> EmailMessage:
    """The letter as a message; the same letter gives the same octets.

    mixed { alternative { plain, related { html, png }, calendar }, invite.ics }, less what there is not.
    Raises ValueError for values that cannot stand in a message: a line break in a header, a naive date, an
    address that is none.
    """
    headers = _headers(letter)
    beyond_ascii = not all(body.isascii() for body in headers.values())
    message = EmailMessage(policy=_POLICY.clone(utf8=True) if beyond_ascii else _POLICY)
    for name, body in headers.items():
        message.set_raw(name, body)
    _set_text(message, letter.text, "plain")
    _add_html(message, letter)
    _add_calendars(message, letter.calendars)
    if letter.original:
        enclose(message, letter.original)
    # Last, since the standard library moves each Content- header along with the first part's body.
    message["Content-Language"] = _checked(_LANGUAGE, letter.language)
    _set_boundaries(message, letter.message_id)
    return message


def _headers(letter: LetterContent) -> dict[str, str]:
    if letter.date.tzinfo is None:
        raise ValueError("the date of a letter needs a zone")
    headers = {
        "Date": format_datetime(letter.date),
        "From": mailbox(letter.sender.name, letter.sender.email),
        "To": mailbox(letter.recipient.name, letter.recipient.email),
        "Subject": unstructured(letter.subject),
        "Message-ID": _checked(_MESSAGE_ID, letter.message_id),
    }
    if letter.reply_to:
        headers["Reply-To"] = mailbox(letter.reply_to.name, letter.reply_to.email)
    if letter.references:
        references = [_checked(_MESSAGE_ID, reference) for reference in letter.references.split(" ")]
        headers["References"] = "\r\n ".join(references)
    if letter.unsubscribe:
        # RFC 2369 3.2 and RFC 8058 3.1; mail programs show their own button for it.
        headers["List-Unsubscribe"] = f"<{_checked(_ADDRESS, letter.unsubscribe)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # RFC 3834 5, and the same for Exchange: out-of-office notes are not to answer.
    headers["Auto-Submitted"] = "auto-generated"
    headers["X-Auto-Response-Suppress"] = "All"
    if letter.original:
        headers["X-Loop"] = wire_address(letter.sender.email)  # should it come back, it is not sent on again
    return headers


def _checked(shape: re.Pattern[str], value: str) -> str:
    if not shape.fullmatch(value):
        raise ValueError(f"{value!r} cannot stand in its header")
    return value


def _set_text(part: EmailMessage, text: str, subtype: str) -> None:
    """Set a text body, always encoded, so that no line is too long for a server (RFC 5322 2.1.1)."""
    octets = text.encode()
    # Quoted-printable keeps Latin readable, but takes 6 octets for a Cyrillic letter, where base64 takes 2.7.
    in_base64 = len(quopri.encodestring(octets)) > len(octets) * 4 / 3
    part.set_content(text, subtype, "utf-8", "base64" if in_base64 else "quoted-printable")


def _add_html(message: EmailMessage, letter: LetterContent) -> None:
    message.make_alternative()
    html = EmailMessage(policy=_POLICY)
    _set_text(html, letter.html, "html")
    message.attach(html)
    if not letter.images:
        return
    for image in letter.images:
        refuse_line_breaks(image.filename)
        content_id = _checked(_MESSAGE_ID, f"<{image.content_id}>")
        html.add_related(
            image.png, "image", "png", cid=content_id, disposition="inline", filename=image.filename
        )
    html.set_param("type", "text/html")  # RFC 2387 3.1: which part the others belong to


def _add_calendars(message: EmailMessage, calendars: tuple[CalendarPart, ...]) -> None:
    if not calendars:
        return
    first, *others = calendars
    # The invitation that Gmail, Outlook and Apple Mail draw with its buttons (RFC 6047 2.4): Exchange takes
    # it as the last alternative only.
    message.attach(_calendar_part(first))
    message.make_mixed()
    # Once more for whoever wants a file, and as application/ics, as in Google's own invitations: a second
    # text/calendar with a method would be a second invitation to Outlook and Thunderbird.
    refuse_line_breaks(first.filename)
    message.add_attachment(
        first.content, "application", "ics", filename=first.filename, params={"name": first.filename}
    )
    # Further days are invitations of their own, so they have the type that calendars act upon.
    for number, calendar in enumerate(others, start=2):
        name = PurePath(calendar.filename)
        if calendar.filename == first.filename:
            name = name.with_stem(f"{name.stem}-{number}")
        message.attach(_calendar_part(calendar, str(name)))


def _calendar_part(calendar: CalendarPart, filename: str = "") -> EmailMessage:
    refuse_line_breaks(filename)
    part = EmailMessage(policy=_POLICY)
    if filename:
        part.set_content(calendar.content, "text", "calendar", disposition="attachment", filename=filename)
    else:
        part.set_content(calendar.content, "text", "calendar")
    # By hand, since the standard library puts quotes around the parameters, which RFC 6047 4 does not show.
    del part["Content-Type"]
    part.set_raw("Content-Type", f"text/calendar; charset=utf-8; method={calendar.method}")
    return part


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Name the boundaries after the letter, so that it is the same in every try.

    Every body is in base64 or quoted-printable, and neither has "=_" (RFC 2045 6.7, advice at its end).
    """
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")
