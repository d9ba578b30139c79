"""What really comes to somebody: the worker does what is due, and the letters it kept as files are read."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import time_machine
from flask import Flask

from regapp.mail.files import list_letters, read
from regapp.services.registrations import lapsing
from regapp.services.telling import settling
from regapp.worker import send_due_letters

EDITS_WAIT = timedelta(minutes=2)  # longer than a host's edit waits for the next one


def work(app: Flask) -> None:
    """What the worker does each minute."""
    lapsing.lapse_due()
    settling.settle_due()
    send_due_letters(app.extensions["settings"])


def work_later(app: Flask, clock: time_machine.Traveller, by: timedelta = EDITS_WAIT) -> None:
    """The same a while later."""
    clock.shift(by)
    work(app)


def letters_to(app: Flask, address: str) -> list[EmailMessage]:
    """All letters to an address, in the order in which they were sent."""
    folder = app.extensions["settings"].instance / "mail"
    letters = (read(folder, name) for name in reversed(list_letters(folder)))
    noted = f"\r\nDelivered-To: {address}\r\n".encode()
    return [message_from_bytes(one, policy=default) for one in letters if noted in one[:1000]]


def calendars_in(letter: EmailMessage) -> list[bytes]:
    """The calendar files of a letter that are messages to a calendar."""
    parts = (part for part in letter.walk() if part.get_content_type() == "text/calendar")
    return [part.get_payload(decode=True) for part in parts]  # type: ignore[misc]
