"""Mail that goes out and comes in, for operators and for the mail server itself."""

import os
import sys
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from config import Settings
from regapp import reply_mailbox
from regapp.mail.failures import Unreachable

mail = AppGroup("mail", help="Letters on their way, and what comes into the reply mailbox.")


@mail.command("receive")
@click.option("--recipient", default="", help="To whom the envelope was addressed.")
def receive(recipient: str) -> None:
    """Take one message from standard input, as a mail server's pipe gives it.

    Exit status 0: it is taken, also where nothing comes of it, and must not be sent back to anybody.
    75 (EX_TEMPFAIL): the mail server is to try again later.
    """
    settings: Settings = current_app.extensions["settings"]
    if not settings.reply_mailbox.domain:
        _try_later("REPLY_MAILBOX is not set")
    try:
        outcome = reply_mailbox.receive(settings, _message(), recipient)
    except reply_mailbox.NOT_NOW as error:
        _try_later(f"the database cannot take it now: {type(error).__name__}")
    click.echo(outcome)


@mail.command("fetch")
def fetch() -> None:
    """Take what is unread in the reply mailbox, as the worker does every minute."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.reply_mailbox.server:
        raise click.ClickException("REPLY_MAILBOX names no IMAP server")
    try:
        count = reply_mailbox.fetch(settings)
    except Unreachable as error:
        raise click.ClickException(error.reason) from error
    except reply_mailbox.NOT_NOW as error:
        raise click.ClickException("the database cannot take it now") from error
    click.echo(f"{count} taken")


def _message() -> bytes:
    """What comes in; all of it is read, since a mail server takes a closed pipe for a failure."""
    octets = sys.stdin.buffer.read(reply_mailbox.LARGEST_READ)
    while sys.stdin.buffer.read(reply_mailbox.LARGEST_READ):
        pass
    return octets


def _try_later(reason: str) -> NoReturn:
    click.echo(f"regapp: {reason}", err=True)
    raise SystemExit(os.EX_TEMPFAIL)
