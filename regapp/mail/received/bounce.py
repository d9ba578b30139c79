"""A letter that came back: a delivery status notification (RFC 3464), or what old servers write instead."""

import re
from dataclasses import dataclass
from email.message import Message

from regapp.mail.received.opening import address, first_text, header, parts, raw_headers

_MAIL_SYSTEMS = {"mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon", "mdaemon"}
_STATUS = re.compile(r"\b([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![.0-9])")
_FINAL_STATUS = re.compile(r"(?<![.0-9])(5\.[0-9]{1,3}\.[0-9]{1,3})(?![.0-9])")
_VAGUE = {"", "5.0.0", "4.0.0"}
_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail system says of a letter.

    ``failed``: for good. If not, it is late, or was delivered, or nothing can be made of what is said.
    ``status`` is the enhanced one (RFC 3463), or empty.
    """

    failed: bool
    status: str = ""


def find_bounce(message: Message) -> Bounce | None:
    """What the message says if a mail system wrote it, or None if it is anything else."""
    reports = [part for part in parts(message) if part.get_content_type() == "message/delivery-status"]
    if reports:
        return _of_report(reports[0])
    if not _is_from_mail_system(message):
        return None
    found = _FINAL_STATUS.search(f"{header(message, 'Subject')}\n{first_text(message, _MOST_TEXT)}")
    if found:
        return Bounce(failed=True, status=found[1])
    return Bounce(failed="X-Failed-Recipients" in message)  # Exim names them and writes a plain text


def _of_report(report: Message) -> Bounce:
    """By the fields of the recipient (RFC 3464 2.3): each of our letters has only one."""
    payload = report.get_payload()
    groups = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    for fields in groups:
        if header(fields, "Action").lower() == "failed":
            return Bounce(failed=True, status=_status(fields))
    return Bounce(failed=False)


def _status(fields: Message) -> str:
    """The status, or the server's own where the reporting one says no more than "failed"."""
    told = (header(fields, name) for name in ("Status", "Diagnostic-Code"))
    codes = [found[1] for line in told if (found := _STATUS.search(line))]
    return next((code for code in codes if code not in _VAGUE), codes[0] if codes else "")


def _is_from_mail_system(message: Message) -> bool:
    """Whether no person and no out-of-office note wrote it (RFC 5321 4.5.5: no sender in the envelope)."""
    if address(message, "From").partition("@")[0].lower() in _MAIL_SYSTEMS:
        return True
    automatic = raw_headers(message, "Auto-Submitted").lower().startswith("auto-replied")
    return raw_headers(message, "Return-Path").strip() == "<>" and not automatic
