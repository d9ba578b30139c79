"""Letters to the mail server, over Flask-Mail's configuration and connection class.

Flask-Mail's own connection verifies no certificate, waits for ever, wants the current application, and
reports an accepted letter as lost when the connection cannot be renewed after it. What is left of it here are
the names of the settings and the way a connection is opened and closed.
"""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from types import TracebackType

import flask_mail

from regapp.mail.failures import (
    NO_ADDRESS,
    ONLY_ASCII,
    DeliveryError,
    Refused,
    Unreachable,
    breakdown,
    refusal,
)
from regapp.mail.headers import wire_address
from regapp.mail.smtp_settings import SmtpSettings

__all__ = ["Connection", "DeliveryError", "Refused", "SmtpSettings", "Unreachable"]

_OK = 250
_WILL_FORWARD = 251
_GO_ON = 354
_CLOSING = 421

# Every error of smtplib, ssl and socket is an OSError, but for a name that IDNA does not take.
_BROKEN = (OSError, UnicodeError)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """One letter as it travels."""

    sender: str
    recipient: str
    octets: bytes

    @property
    def beyond_ascii(self) -> bool:
        """Whether only SMTPUTF8 can carry it: the bodies are in ASCII, so it is an address that is not."""
        return not (self.octets.isascii() and self.sender.isascii() and self.recipient.isascii())


class Connection(flask_mail.Connection):
    """A connection to the mail server for one letter after the other; a context manager.

    Entering it connects, and raises Unreachable. It renews itself after `max_emails` letters, and when the
    server has closed it meanwhile. Not for several threads at once.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        super().__init__(settings.flask_mail())
        self._settings = settings

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Take leave of the server; whether it answers changes nothing for the letters it has accepted.

        After an exception hang up without a word: it may have come in the middle of a letter.
        """
        if exc_type is None:
            self._close()
        else:
            self._drop()

    def configure_host(self) -> smtplib.SMTP:
        """Connect, secure and sign in. Raises Unreachable."""
        settings = self._settings
        try:
            host = self._greet()
            with contextlib.ExitStack() as on_failure:
                on_failure.callback(host.close)
                if settings.use_tls:
                    host.starttls(context=self._tls)
                if settings.username and settings.password:
                    host.login(settings.username, settings.password)
                host.ehlo_or_helo_if_needed()
                on_failure.pop_all()
        except _BROKEN as error:
            raise breakdown(error) from error
        self.num_emails = 0
        return host

    # Not Flask-Mail's Message, whose faults are the reason for this class.
    def send(  # type: ignore[override]
        self, message: EmailMessage, envelope_from: str, envelope_to: str
    ) -> None:
        """Hand one letter over; on return the server has accepted it.

        Raises Refused, or Unreachable: then it may have been accepted none the less, if the connection broke
        between the server's acceptance and its answer.
        """
        try:
            parcel = _Parcel(
                wire_address(envelope_from) if envelope_from else "",
                wire_address(envelope_to),
                # smtplib passes octets as they are, and a lone LF before a dot could end the letter early.
                message.as_bytes(policy=message.policy.clone(linesep="\r\n")),
            )
        except ValueError as error:
            raise Refused(NO_ADDRESS, None, permanent=True) from error
        try:
            self._hand_over(parcel)
        except _BROKEN as error:
            self._drop()
            raise breakdown(error) from error
        self.num_emails += 1
        if self.num_emails >= self._settings.max_emails:
            # The next letter connects anew: were it done here, a failure would be blamed on this one.
            self._close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def _greet(self) -> smtplib.SMTP:
        where = (self._settings.server, self._settings.port)
        if self._settings.use_ssl:
            return smtplib.SMTP_SSL(*where, timeout=self._settings.timeout, context=self._tls)
        return smtplib.SMTP(*where, timeout=self._settings.timeout)

    def _hand_over(self, parcel: _Parcel) -> None:
        host = self._begin(parcel)
        # Without the library's own functions for RCPT and DATA: they parse again an address that was checked
        # and search the whole letter for dots by an expression, which is half of all that sending costs.
        code, text = host.docmd("RCPT", f"TO:<{parcel.recipient}>")
        if code not in (_OK, _WILL_FORWARD):
            self._abandon(code)
            raise refusal("recipient", code, text)
        code, text = host.docmd("DATA")
        if code == _GO_ON:
            host.send(_transparent(parcel.octets))
            code, text = host.getreply()
        if code != _OK:
            self._abandon(code)
            raise refusal("content", code, text)

    def _begin(self, parcel: _Parcel) -> smtplib.SMTP:
        """MAIL FROM: on the connection at hand or, if the server has closed that meanwhile, on a new one."""
        kept = self.host
        host = self.host = kept or self.configure_host()
        try:
            options = _options(host, parcel)
            host.command_encoding = "utf-8" if parcel.beyond_ascii else "ascii"
            code, text = host.docmd("MAIL", " ".join([f"FROM:<{parcel.sender}>", *options]))
        except OSError:
            if not kept:
                raise
            code, text = _CLOSING, b""
        if kept and code == _CLOSING:
            self._drop()
            return self._begin(parcel)
        if code != _OK:
            self._abandon(code)
            raise refusal("sender", code, text)
        return host

    def _abandon(self, code: int) -> None:
        """Make the connection ready for the next letter after a refusal."""
        if self.host is None or code == _CLOSING:
            self._drop()
            return
        try:
            self.host.rset()
        except _BROKEN:
            self._drop()

    def _close(self) -> None:
        host, self.host = self.host, None
        if host is not None:
            try:
                host.quit()
            except _BROKEN:
                host.close()

    def _drop(self) -> None:
        host, self.host = self.host, None
        if host is not None:
            host.close()


def _options(host: smtplib.SMTP, parcel: _Parcel) -> list[str]:
    """The parameters of MAIL: SIZE (RFC 1870), and SMTPUTF8 where an address needs it (RFC 6531 3.4)."""
    options = [f"SIZE={len(parcel.octets)}"] if host.has_extn("size") else []
    if not parcel.beyond_ascii:
        return options
    if not host.has_extn("smtputf8"):
        raise Refused(ONLY_ASCII, None, permanent=True)
    return [*options, "SMTPUTF8", "BODY=8BITMIME"]


def _transparent(octets: bytes) -> bytes:
    """The letter with its end, no line of it passing for that end (RFC 5321 4.5.2)."""
    if octets.startswith(b"."):
        octets = b"." + octets
    octets = octets.replace(b"\n.", b"\n..")
    return octets + (b".\r\n" if octets.endswith(b"\r\n") else b"\r\n.\r\n")
