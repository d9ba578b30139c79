"""What can go wrong on a letter's way, in words that are kept and shown: no address, nothing a server wrote.

DeliveryError
├── Refused        the letter is not taken; `permanent`: it never will be
└── Unreachable    there was no answer to rely on: the letter is to be tried again
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Literal

ONLY_ASCII = "the mail server does not take addresses with letters beyond ASCII"

NO_ADDRESS = "mail cannot be sent to such an address"

_BROKE_OFF = "the connection to the mail server broke off"

_BY_STAGE = {
    "sender": "the mail server refused the sender's address",
    "recipient": "the mail server refused the recipient's address",
    "content": "the mail server refused the letter",
}

# RFC 3463 3: the last two numbers of an enhanced status code.
_BY_STATUS = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such mail domain",
    "1.10": "the domain takes no mail",
    "2.1": "the mailbox is switched off",
    "2.2": "the mailbox is full",
    "2.3": "the letter is too large for the mailbox",
    "3.4": "the letter is too large for the mail server",
    "4.4": "the mail server knows no way to the domain",
    "6.7": ONLY_ASCII,
    "7.1": "the mail server's rules forbid it",
}

# The first that fits; None: look at the error beneath.
_BY_ERROR: tuple[tuple[type[BaseException], str | None], ...] = (
    (smtplib.SMTPAuthenticationError, "the mail server refused the sign-in"),
    (smtplib.SMTPResponseException, "the mail server is not ready"),
    (smtplib.SMTPServerDisconnected, None),
    (smtplib.SMTPException, "the mail server offers no STARTTLS, or no way to sign in that we know"),
    (ssl.SSLCertVerificationError, "the mail server's certificate is not to be trusted"),
    (TimeoutError, "the mail server did not answer in time"),
    (ssl.SSLError, "there is no TLS with the mail server"),
    (socket.gaierror, "the mail server's name is not known"),
    (UnicodeError, "the mail server's name or the sign-in has letters that cannot be sent"),
    (ConnectionRefusedError, "nothing listens at the mail server's port"),
)

_TOO_LARGE = 552
_PERMANENT = 500


class DeliveryError(Exception):
    """A letter was not handed over; `reason` is short, plain, and free of personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(DeliveryError):
    """The letter is not taken: by the server's reply `code`, or by us before asking (None)."""

    def __init__(self, reason: str, code: int | None, *, permanent: bool) -> None:
        super().__init__(reason)
        self.code = code
        self.permanent = permanent


class Unreachable(DeliveryError):
    """No connection, no trust in it, no sign-in, or it broke off before the answer."""

    permanent = False


def refusal(stage: Literal["sender", "recipient", "content"], code: int, text: bytes | str) -> Refused:
    """What a negative reply to MAIL, RCPT or DATA means (RFC 5321 4.2.1).

    A refused sender is our own configuration's fault, which can be mended: not permanent, unless
    the reply is about this letter's size.
    """
    line = text if isinstance(text, str) else text.decode("ascii", "replace")
    status = re.match(r"[45]\.([0-9]{1,3}\.[0-9]{1,3})\b", line)
    words = _BY_STATUS.get(status[1], _BY_STAGE[stage]) if status else _BY_STAGE[stage]
    codes = f"{code} {status[0]}" if status else f"{code}"
    permanent = code >= _PERMANENT and (stage != "sender" or code == _TOO_LARGE)
    return Refused(f"{words} ({codes})", code, permanent=permanent)


def return_to_sender(status: str) -> str:
    """Why a letter came back that had been taken, by its enhanced status (RFC 3463), which may be empty."""
    words = _BY_STATUS.get(status.partition(".")[2], "the letter came back")
    return f"{words} ({status})" if status else words


def breakdown(error: Exception) -> Unreachable:
    """What an error of the connection, of TLS or of the sign-in means."""
    return Unreachable(next((words for cause in _causes(error) if (words := _words(cause))), _BROKE_OFF))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those beneath it: smtplib calls a time-out a disconnection."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _words(error: BaseException) -> str | None:
    words = next((words for kind, words in _BY_ERROR if isinstance(error, kind)), None)
    match error:
        case smtplib.SMTPResponseException():
            return f"{words} ({error.smtp_code})"
        case ssl.SSLCertVerificationError():
            return f"{words}: {error.verify_message}"
        case _:
            return words
