"""Settings, read once from the environment; a wrong one stops the start with one clear line."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import SplitResult, unquote, urlsplit

ROOT = Path(__file__).resolve().parent
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class SettingError(SystemExit):
    """A setting is wrong. As a SystemExit it ends a start with its one line and status 1."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"regapp: {name} {problem}")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave: over SMTP if ``server`` is given, else as files.

    ``pace``: letters a minute, at most, that go over SMTP to one mail domain; None: as fast as it can be.
    """

    server: str
    port: int
    username: str
    password: str
    use_tls: bool
    use_ssl: bool
    sender: str
    pace: int | None


@dataclass(frozen=True, slots=True)
class ReplyMailbox:
    """Where answers of calendars, returned letters and replies come in: addresses ``reply+...@domain``.

    Fetched over IMAP if ``server`` is given; else the mail server pipes them in. An empty ``domain``: there
    is no such mailbox.
    """

    domain: str = ""
    server: str = ""
    port: int = 0
    username: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    use_ssl: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may decide. Times are in seconds, addresses without a trailing slash."""

    database_url: str
    instance: Path
    public_url: str
    host: str
    port: int
    secret_key: str
    mail: MailSettings
    reply_mailbox: ReplyMailbox
    redis_url: str
    limit_registrations: str
    trusted_proxies: int
    web_processes: int
    sample: bool

    @property
    def public_host(self) -> str:
        """The host name of PUBLIC_URL, used in calendar UIDs, Message-IDs and the sender."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def https(self) -> bool:
        """Whether visitors come over TLS: cookies are then Secure and named ``__Host-``."""
        return self.public_url.startswith("https://")

    @property
    def shows_mailbox(self) -> bool:
        """Whether ``/mailbox`` exists: letters are files, and only this machine can reach the server."""
        return not self.mail.server and is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a name or address of this machine alone."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read all settings. Raises SettingError, which names the setting and what is wrong with it."""
    host = environ.get("HOST") or "127.0.0.1"
    port = _number(environ, "PORT", 8000, 1, 65535)
    instance = _folder(environ.get("INSTANCE_PATH", ""))
    public_url = _public_url(environ.get("PUBLIC_URL") or f"http://localhost:{port}")
    exposed = public_url.startswith("https://") or not is_loopback(host)
    return Settings(
        database_url=_database_url(environ.get("DATABASE_URL", ""), instance),
        instance=instance,
        public_url=public_url,
        host=host,
        port=port,
        secret_key=_secret_key(environ.get("SECRET_KEY", ""), instance, exposed=exposed),
        mail=_mail(environ, public_url, exposed=exposed),
        reply_mailbox=_reply_mailbox(environ.get("REPLY_MAILBOX", "")),
        redis_url=_redis_url(environ.get("REDIS_URL", "")),
        limit_registrations=_limit(environ.get("LIMIT_REGISTRATIONS") or "600/minute"),
        trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0, 0, 10),
        web_processes=_number(environ, "WEB_PROCESSES", 2, 1, 64),
        sample=_flag(environ, "SAMPLE", default="1"),
    )


def _folder(path: str) -> Path:
    folder = Path(path or ROOT / "instance").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError("INSTANCE_PATH", f"cannot be a folder: {error.strerror}: {folder}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingError("INSTANCE_PATH", f"cannot be written to: {folder}")
    return folder


def _database_url(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'regapp.db'}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL", "has to begin with postgresql+psycopg:// or sqlite:///")
    _split("DATABASE_URL", url)
    return url


def _redis_url(url: str) -> str:
    if url and _split("REDIS_URL", url).scheme not in {"redis", "rediss"}:
        raise SettingError("REDIS_URL", "has to begin with redis:// or rediss://")
    return url


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only now by urllib
    except ValueError as error:
        raise SettingError(name, f"is no address: {error}") from error
    return parts


def _public_url(url: str) -> str:
    parts = _split("PUBLIC_URL", url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingError("PUBLIC_URL", "has to look like https://events.example.org, without a path")
    return url.rstrip("/")


def _secret_key(key: str, instance: Path, *, exposed: bool) -> str:
    if key:
        if len(key) < 16:  # noqa: PLR2004 - a number explained by the message
            raise SettingError("SECRET_KEY", "is too short: give it at least 16 characters")
        return key
    if exposed:
        raise SettingError("SECRET_KEY", "has to be set when the service is reachable from outside")
    path = instance / "secret_key"
    if not path.exists():
        _keep_new_key(path)
    return path.read_text(encoding="ascii")


def _keep_new_key(path: Path) -> None:
    # Web and worker may start at the same moment: the first whole file wins, and both read that one.
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:  # readable by its owner only
        file.write(secrets.token_urlsafe(32))
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)


def _mail(environ: Mapping[str, str], public_url: str, *, exposed: bool) -> MailSettings:
    server = environ.get("MAIL_SERVER", "")
    if exposed and not server and not _flag(environ, "MAIL_TO_FILES"):
        raise SettingError("MAIL_SERVER", "has to be set when the service is reachable from outside")
    use_tls, use_ssl = _flag(environ, "MAIL_USE_TLS"), _flag(environ, "MAIL_USE_SSL")
    if use_tls and use_ssl:
        raise SettingError("MAIL_USE_TLS", "and MAIL_USE_SSL exclude each other: set one")
    default_port = 465 if use_ssl else 587 if use_tls else 25
    return MailSettings(
        server=server,
        port=_number(environ, "MAIL_PORT", default_port, 1, 65535),
        username=environ.get("MAIL_USERNAME", ""),
        password=environ.get("MAIL_PASSWORD", ""),
        use_tls=use_tls,
        use_ssl=use_ssl,
        sender=environ.get("MAIL_DEFAULT_SENDER") or f"events@{urlsplit(public_url).hostname}",
        pace=_pace(environ),
    )


def _pace(environ: Mapping[str, str]) -> int | None:
    if environ.get("MAIL_PACE") == "off":
        return None
    try:
        return _number(environ, "MAIL_PACE", 600, 1, 1_000_000)
    except SettingError as error:
        raise SettingError("MAIL_PACE", "has to be letters a minute, like 600, or off") from error


def _reply_mailbox(url: str) -> ReplyMailbox:
    if not url:
        return ReplyMailbox()
    if "://" not in url:
        local_part, _, domain = url.partition("@")
        if local_part.lower() != "reply":
            raise SettingError("REPLY_MAILBOX", "has to be reply@your-domain, or begin with imaps://")
        return ReplyMailbox(_mail_domain(domain))
    try:
        parts = _split("REPLY_MAILBOX", url)
    except SettingError as error:  # whose words would hold a piece of the password
        raise SettingError("REPLY_MAILBOX", "is no address: percent-encode user and password") from error
    server, use_ssl = parts.hostname or "", parts.scheme == "imaps"
    if parts.scheme not in {"imaps", "imap"} or not (server and parts.username and parts.password):
        raise SettingError("REPLY_MAILBOX", "has to look like imaps://user:password@imap.example.org/INBOX")
    if not use_ssl and not is_loopback(server):
        raise SettingError("REPLY_MAILBOX", "has to begin with imaps:// where the server is not this machine")
    username, folder = unquote(parts.username), unquote(parts.path.strip("/")) or "INBOX"
    if not re.fullmatch(r"[ !#-\[\]-~]+", folder):
        raise SettingError("REPLY_MAILBOX", "names a folder with signs beyond ASCII or with quotes")
    return ReplyMailbox(
        domain=_mail_domain(username.partition("@")[2] or server),
        server=server,
        port=parts.port or (993 if use_ssl else 143),
        username=username,
        password=unquote(parts.password),
        folder=folder,
        use_ssl=use_ssl,
    )


def _mail_domain(domain: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", domain.lower()) or re.fullmatch(r"[0-9.]+", domain):
        raise SettingError("REPLY_MAILBOX", f"names no mail domain: {domain!r}")
    return domain.lower()


def _limit(limit: str) -> str:
    if limit != "off" and not re.fullmatch(r"[1-9]\d*/(second|minute|hour|day)", limit):
        raise SettingError("LIMIT_REGISTRATIONS", "has to look like 600/minute, or be off")
    return limit


def _flag(environ: Mapping[str, str], name: str, default: str = "0") -> bool:
    value = (environ.get(name) or default).strip().lower()
    if value not in TRUE | FALSE:
        raise SettingError(name, "has to be 1 or 0")
    return value in TRUE


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingError(name, f"has to be a whole number from {least} to {most}")
    return int(text)
