"""Mail that comes in by a pipe, and the exit statuses that a mail server goes by."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import config
from regapp.database import db
from regapp.errors import Busy
from regapp.mail.received.passing_on import LARGEST
from regapp.mail.received.reading import Received
from regapp.models import ReceivedMail, Registration
from regapp.services.incoming import answers, forwarding, receiving
from tests import builders as b
from tests.mail.incoming import note, reply

MAILBOX = config.ReplyMailbox("events.example.org")


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    made = make_app(reply_mailbox=MAILBOX)
    with made.app_context():
        yield made


def one_registered() -> str:
    """The address that the calendar of the one person registered answers to."""
    event = b.small_event()
    b.change_event(event, contact_email="host@dku.example")
    b.register(event, 1)
    token = b.registration(event, 1).first.reply_token
    db.session.rollback()
    return f"reply+{token}@events.example.org"


def pipe(app: Flask, octets: bytes, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["mail", "receive", *options], input=octets)
    db.session.rollback()
    return result.exit_code, result.output


def test_a_message_is_taken_from_standard_input(app: Flask) -> None:
    assert pipe(app, note(one_registered())) == (0, f"{forwarding.PASSED_ON}\n")


def test_the_envelopes_recipient_is_enough(app: Flask) -> None:
    octets, address = note("undisclosed-recipients:;"), one_registered()
    assert pipe(app, octets, "--recipient", address) == (0, f"{forwarding.PASSED_ON}\n")


def test_what_nobody_here_waits_for_is_taken_too_so_that_it_is_not_sent_back(app: Flask) -> None:
    assert pipe(app, note("reply@events.example.org")) == (0, f"{receiving.NOBODYS}\n")
    assert pipe(app, b"") == (0, f"{receiving.NOBODYS}\n")


def test_a_large_message_is_read_to_its_end(app: Flask) -> None:
    octets = note(one_registered(), body="x" * (LARGEST * 2))
    assert pipe(app, octets) == (0, f"{forwarding.PASSED_ON}\n")


def test_a_message_has_to_come_again_while_the_database_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(received: Received) -> str:
        raise Busy

    monkeypatch.setattr(receiving, "take", away)
    status, told = pipe(app, note("reply@events.example.org"))
    assert status == os.EX_TEMPFAIL
    assert told == "regapp: the database cannot take it now: Busy\n"


def test_a_message_has_to_come_again_while_there_is_no_mailbox(make_app: Callable[..., Flask]) -> None:
    with make_app().app_context():
        status, told = pipe(make_app(), note("reply@events.example.org"))
    assert (status, told) == (os.EX_TEMPFAIL, "regapp: REPLY_MAILBOX is not set\n")


def test_fetching_needs_a_server(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["mail", "fetch"])
    assert (result.exit_code, result.output) == (1, "Error: REPLY_MAILBOX names no IMAP server\n")


def test_fetching_says_why_it_cannot(make_app: Callable[..., Flask]) -> None:
    away = config.ReplyMailbox("x.example", "127.0.0.1", 9, "u", "p", use_ssl=False)
    result = make_app(reply_mailbox=away).test_cli_runner().invoke(args=["mail", "fetch"])
    assert (result.exit_code, result.output) == (1, "Error: nothing listens at the mail server's port\n")


def test_a_mail_servers_pipe_brings_an_answer_to_its_registration(app: Flask) -> None:
    address = one_registered()
    settings = app.extensions["settings"]
    uid = db.session.scalars(select(Registration)).one().event.uid
    environ = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "INSTANCE_PATH": str(settings.instance),
        "SECRET_KEY": settings.secret_key,
        "REPLY_MAILBOX": "reply@events.example.org",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "receive", "--recipient", address]
    run = subprocess.run(
        command,
        input=reply("x@example.org", uid),
        env=environ,
        cwd=Path(config.__file__).parent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stdout.decode()) == (0, f"{answers.ASKED}\n")
    db.session.rollback()
    assert db.session.scalars(select(ReceivedMail.outcome)).all() == [answers.ASKED]
