"""The reply mailbox: fetched by the worker once a minute, or piped in by the mail server."""

import logging
from threading import Event as Signal
from threading import Thread

from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError

from config import Settings
from regapp.errors import Busy
from regapp.mail.failures import Unreachable
from regapp.mail.imap import ImapSettings, Mailbox
from regapp.mail.received.passing_on import LARGEST
from regapp.mail.received.reading import read
from regapp.services.incoming import forwarding, receiving

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two looks
MOST_AT_ONCE = 200  # messages at one look
LARGEST_READ = LARGEST + 1  # octets: of what is larger only the beginning is needed
NOT_NOW = (Busy, OperationalError, InterfaceError)  # the database is contended for, or away


class Watch(Thread):
    """Looks into the mailbox once a minute, in a thread of its own: a slow one must not hold up letters."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="reply mailbox", daemon=True)
        self._app = app
        self._stop_asked = Signal()

    def run(self) -> None:
        """Look until stopped."""
        while not self._stop_asked.is_set():
            with self._app.app_context():
                look(self._app.extensions["settings"])
            self._stop_asked.wait(EVERY)

    def stop(self) -> None:
        """Come to an end, after the look that is taken now."""
        self._stop_asked.set()
        self.join()


def watch(app: Flask) -> Watch | None:
    """Begin to watch the mailbox, if the settings name one."""
    settings: Settings = app.extensions["settings"]
    if not settings.reply_mailbox.domain:
        return None
    watch = Watch(app)
    watch.start()
    return watch


def look(settings: Settings) -> None:
    """One look; whatever is wrong is one line, and better luck next time."""
    try:
        if settings.reply_mailbox.server:
            fetch(settings)
        forwarding.forget()
    except Unreachable as error:
        log.warning("the reply mailbox cannot be read: %s", error.reason)
    except NOT_NOW as error:
        log.warning("the reply mailbox has to wait for the database: %s", type(error).__name__)
    except Exception:
        log.exception("the reply mailbox cannot be read")


def fetch(settings: Settings, imap: ImapSettings | None = None) -> int:
    """Take all that is unread; how many messages. Safe to run in many places at once.

    A message is marked as read when it is taken, and when it makes us fail, but not while the database is
    away. Raises Unreachable, or one of NOT_NOW.
    """
    taken = 0
    with Mailbox(imap or _imap(settings)) as mailbox:
        for uid in mailbox.unread(MOST_AT_ONCE):
            octets = mailbox.fetch(uid, LARGEST_READ)
            if octets is not None:
                receive(settings, octets)
                taken += 1
            mailbox.mark_read(uid)
    return taken


def receive(settings: Settings, octets: bytes, recipient: str = "") -> str:
    """Take one message, of which the first LARGEST_READ octets are enough; what was done, in words.

    ``recipient`` is the envelope's. Raises one of NOT_NOW when the database cannot take it.
    """
    try:
        outcome = receiving.take(read(octets, recipient=recipient, sender=settings.mail.sender))
    except NOT_NOW:
        raise
    except Exception:
        log.exception("a received message makes us fail; it is left alone")
        outcome = receiving.give_up(octets)
    log.info("received: %s", outcome)
    return outcome


def _imap(settings: Settings) -> ImapSettings:
    mailbox = settings.reply_mailbox
    return ImapSettings(
        server=mailbox.server,
        port=mailbox.port,
        username=mailbox.username,
        password=mailbox.password,
        folder=mailbox.folder,
        use_ssl=mailbox.use_ssl,
    )
