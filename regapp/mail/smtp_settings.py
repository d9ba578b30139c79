"""Where and how letters are handed over, as Flask-Mail's settings say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import flask_mail

_PORT = 25
_TIMEOUT = 30.0
_MAX_EMAILS = 100


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where and how letters are handed over.

    `timeout`: seconds for each step of the conversation; `max_emails`: letters on one connection;
    `ca_file`: the authorities to trust instead of the system's.
    """

    server: str
    port: int = _PORT
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    use_tls: bool = False
    use_ssl: bool = False
    timeout: float = _TIMEOUT
    max_emails: int = _MAX_EMAILS
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        if self.use_tls and self.use_ssl:
            raise ValueError("MAIL_USE_TLS (STARTTLS) and MAIL_USE_SSL exclude each other")
        if self.timeout <= 0 or self.max_emails < 1:
            raise ValueError("MAIL_TIMEOUT and MAIL_MAX_EMAILS are positive")

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self:
        """Flask-Mail's settings as Flask-Mail reads them, with MAIL_TIMEOUT (seconds) and MAIL_CA_FILE."""
        state = flask_mail.Mail().init_mail(dict(config))
        ca_file = config.get("MAIL_CA_FILE")
        return cls(
            server=state.server,
            port=int(state.port or _PORT),
            username=state.username or None,
            password=state.password or None,
            use_tls=state.use_tls,
            use_ssl=state.use_ssl,
            timeout=float(config.get("MAIL_TIMEOUT") or _TIMEOUT),
            max_emails=int(state.max_emails or _MAX_EMAILS),
            ca_file=Path(ca_file) if ca_file else None,
        )

    def flask_mail(self) -> flask_mail.Mail:
        """These settings as Flask-Mail's connection wants them, without an application."""
        mail = flask_mail.Mail()
        mail.state = mail.init_mail(
            {
                "MAIL_SERVER": self.server,
                "MAIL_PORT": self.port,
                "MAIL_USERNAME": self.username,
                "MAIL_PASSWORD": self.password,
                "MAIL_USE_TLS": self.use_tls,
                "MAIL_USE_SSL": self.use_ssl,
                "MAIL_MAX_EMAILS": self.max_emails,
                "MAIL_SUPPRESS_SEND": False,
            }
        )
        return mail
