"""The reply mailbox on its server: what is unread is fetched, and marked as read once it is taken."""

import imaplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from regapp.mail.failures import Unreachable, breakdown

_TIMEOUT = 30.0
_SIGN_IN = "the mailbox refused the sign-in"
_FOLDER = "the mailbox has no such folder"
_READ_ONLY = "the mailbox lets nothing be marked as read"
_BROKEN = "the mailbox did not do what it was asked"


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where the mailbox is.

    `timeout`: seconds for each step; `ca_file`: the authorities to trust instead of the system's.
    """

    server: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    use_ssl: bool = True
    timeout: float = _TIMEOUT
    ca_file: Path | None = None


class Mailbox:
    """A connection to it; a context manager. All of it may raise Unreachable, with the reason in words."""

    def __init__(self, settings: ImapSettings) -> None:
        self._settings = settings
        self._imap: imaplib.IMAP4 | None = None

    def __enter__(self) -> Self:
        settings = self._settings
        try:
            self._imap = self._connect()
            self._sign_in(self._imap)
            self._do(_FOLDER, "select", f'"{settings.folder}"')
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _tb: TracebackType | None
    ) -> None:
        """Take leave; whether the server answers changes nothing."""
        self._leave()

    def unread(self, most: int) -> list[str]:
        """The UIDs of messages that are not marked as read (RFC 3501 2.3.2), oldest first."""
        (found,) = self._do(_BROKEN, "uid", "SEARCH", "UNSEEN")
        return (found or b"").decode("ascii", "replace").split()[:most]

    def fetch(self, uid: str, most: int) -> bytes | None:
        """The first ``most`` octets of a message, which stays unread; None if it has gone meanwhile."""
        answer = self._do(_BROKEN, "uid", "FETCH", uid, f"(BODY.PEEK[]<0.{most}>)")
        return next((part[1] for part in answer if isinstance(part, tuple)), None)

    def mark_read(self, uid: str) -> None:
        """Mark a message as read. It stays where it is: nothing is ever deleted."""
        self._do(_BROKEN, "uid", "STORE", uid, "+FLAGS.SILENT", "(\\Seen)")

    def _connect(self) -> imaplib.IMAP4:
        settings = self._settings
        where: dict[str, Any] = {"host": settings.server, "port": settings.port, "timeout": settings.timeout}
        try:
            if settings.use_ssl:
                context = ssl.create_default_context(cafile=settings.ca_file)
                return imaplib.IMAP4_SSL(**where, ssl_context=context)
            return imaplib.IMAP4(**where)
        except imaplib.IMAP4.error as error:
            raise Unreachable(_BROKEN) from error
        except OSError as error:
            raise breakdown(error) from error

    def _sign_in(self, imap: imaplib.IMAP4) -> None:
        settings = self._settings
        if "AUTH=PLAIN" not in imap.capabilities:
            self._do(_SIGN_IN, "login", settings.username, settings.password)
            return
        # LOGIN knows ASCII only (RFC 3501 6.2.3), this does not (RFC 4616).
        secret = f"\0{settings.username}\0{settings.password}".encode()
        self._do(_SIGN_IN, "authenticate", "PLAIN", lambda _challenge: secret)

    def _do(self, failure: str, command: str, *arguments: Any) -> list[Any]:
        try:
            status, answer = getattr(self._imap, command)(*arguments)
        except imaplib.IMAP4.readonly as error:
            raise Unreachable(_READ_ONLY) from error
        except imaplib.IMAP4.abort as error:
            raise breakdown(error) from error
        except imaplib.IMAP4.error as error:
            raise Unreachable(failure) from error
        except (OSError, UnicodeError) as error:
            raise breakdown(error) from error
        if status != "OK":
            raise Unreachable(failure)
        return list(answer)

    def _leave(self) -> None:
        imap, self._imap = self._imap, None
        if imap is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                imap.logout()
