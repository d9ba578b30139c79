"""The whole way of what comes back: from a real mailbox, or a pipe, to the registration."""

import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest
import vobject
from flask import Flask
from sqlalchemy import select

import config
from regapp import reply_mailbox
from regapp.clock import now
from regapp.database import db
from regapp.errors import Busy
from regapp.mail.received.reading import Received
from regapp.models import Letter, ReceivedMail
from regapp.services.incoming import receiving
from regapp.vocabulary import LetterKind, LetterState
from regapp.worker import send_due_letters
from tests import builders as b

from .dovecot import PASSWORD, USERNAME, Dovecot
from .incoming import MESSAGE_TOKEN, note, reply, sample

DOMAIN = "events.example.org"
PATIENCE = 60.0  # seconds


@pytest.fixture
def settings(app: Flask, imap: Dovecot) -> Iterator[config.Settings]:
    """The application's settings with the mailbox of the test's server."""
    mailbox = config.ReplyMailbox(
        domain=DOMAIN,
        server="127.0.0.1",
        port=imap.port,
        username=USERNAME,
        password=PASSWORD,
        use_ssl=False,
    )
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, reply_mailbox=mailbox)
    yield app.extensions["settings"]
    app.extensions["settings"] = before


def trusting_event() -> int:
    event = b.small_event()
    b.change_event(event, trusts_answers=True, contact_email="host@dku.example")
    return event


def letter_file(settings: config.Settings, letter: Letter) -> Path:
    (path,) = (settings.instance / "mail").glob(f"*-{letter.message_token}.eml")
    return path


def no(event: int, person: int = 1) -> bytes:
    """The answer that a calendar makes from the invitation in the first letter to this person."""
    registration = b.registration(event, person)
    stamp = f"{now():%Y%m%dT%H%M%SZ}"
    to = f"reply+{registration.first.reply_token}@{DOMAIN}"
    return reply(to, registration.event.uid, who=registration.email, stamp=stamp, sequence=0)


def outcomes() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(ReceivedMail.outcome).order_by(ReceivedMail.id)))


def test_a_letter_comes_back_to_where_its_envelope_says(settings: config.Settings, imap: Dovecot) -> None:
    b.register(trusting_event(), 1)
    send_due_letters(settings)
    (letter,) = b.letters(1)
    (envelope,) = re.findall(rb"(?m)^Return-Path: <(.*)>", letter_file(settings, letter).read_bytes())
    imap.deliver(sample("postfix-failed").replace(f"reply+b.{MESSAGE_TOKEN}@{DOMAIN}".encode(), envelope))
    assert reply_mailbox.fetch(settings) == 1
    db.session.rollback()
    assert b.letters(1)[0].state is LetterState.RETURNED


def test_the_calendars_organiser_is_the_reply_mailbox_and_its_answer_frees_the_place(
    settings: config.Settings, imap: Dovecot
) -> None:
    event = trusting_event()
    b.register(event, 1)
    send_due_letters(settings)
    octets = letter_file(settings, b.letters(1)[0]).read_bytes()
    invitation = message_from_bytes(octets, policy=default).get_body(("calendar",))
    assert invitation is not None
    entry = vobject.readOne(str(invitation.get_content())).vevent
    organiser = entry.organizer.value.removeprefix("mailto:")
    stamp = f"{entry.dtstamp.value:%Y%m%dT%H%M%SZ}"
    answer = reply(organiser, "", who="p1@example.org", stamp=stamp, sequence=int(entry.sequence.value))
    imap.deliver(answer.replace(b"UID:@localhost", f"UID:{entry.uid.value}".encode()))
    reply_mailbox.fetch(settings)
    assert b.cancelled(event) == ["p1@example.org"]


def test_what_is_taken_is_marked_as_read_and_taken_once(settings: config.Settings, imap: Dovecot) -> None:
    event = trusting_event()
    b.register(event, 1)
    imap.deliver(no(event), note("reply@localhost"))
    assert reply_mailbox.fetch(settings) == 2
    assert imap.flags() == ["S", "S"]
    assert reply_mailbox.fetch(settings) == 0


def test_workers_at_once_act_on_a_message_once(app: Flask, settings: config.Settings, imap: Dovecot) -> None:
    event = trusting_event()
    b.register(event, 1)
    token = b.registration(event, 1).first.reply_token
    imap.deliver(*(note(f"reply+{token}@{DOMAIN}", body=f"Question {number}") for number in range(8)))
    db.session.remove()
    together = threading.Barrier(3)

    def work() -> None:
        with app.app_context():
            together.wait(PATIENCE)
            reply_mailbox.fetch(settings)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
    letters = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.FORWARDED)).all()
    assert len(letters) == len(outcomes()) == 8
    assert imap.flags() == ["S"] * 8


def test_a_message_that_makes_us_fail_is_noted_and_does_not_keep_the_others(
    settings: config.Settings, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = receiving.take

    def stumble(received: Received) -> str:
        if b"stumble" in received.octets:
            raise RuntimeError
        return take(received)

    event = trusting_event()
    b.register(event, 1)
    imap.deliver(note("reply@localhost", body="stumble"), no(event))
    monkeypatch.setattr(receiving, "take", stumble)
    assert reply_mailbox.fetch(settings) == 2
    assert outcomes()[0] == receiving.UNREADABLE
    assert imap.flags() == ["S", "S"]
    assert b.cancelled(event) == ["p1@example.org"]


def test_a_message_stays_unread_while_the_database_is_away(
    settings: config.Settings, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(received: Received) -> str:
        raise Busy

    imap.deliver(note("reply@localhost"))
    monkeypatch.setattr(receiving, "take", away)
    with pytest.raises(Busy):
        reply_mailbox.fetch(settings)
    assert imap.flags() == [""]


def test_a_mailbox_that_is_not_there_is_one_line_and_no_more(
    settings: config.Settings, caplog: pytest.LogCaptureFixture
) -> None:
    gone = replace(settings, reply_mailbox=replace(settings.reply_mailbox, port=9))
    with caplog.at_level(logging.WARNING):
        reply_mailbox.look(gone)
    assert caplog.messages == ["the reply mailbox cannot be read: nothing listens at the mail server's port"]
    assert PASSWORD not in caplog.text


def test_the_worker_looks_by_itself(settings: config.Settings, imap: Dovecot) -> None:
    environ = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "INSTANCE_PATH": str(settings.instance),
        "SECRET_KEY": settings.secret_key,
        "REPLY_MAILBOX": f"imap://{quote(USERNAME, safe='')}:{quote(PASSWORD)}@127.0.0.1:{imap.port}/INBOX",
    }
    imap.deliver(note("reply@localhost"))
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    worker = subprocess.Popen(command, cwd=Path(config.__file__).parent, env=environ)
    try:
        until = time.monotonic() + PATIENCE
        while imap.flags() != ["S"] and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(PATIENCE)
    assert imap.flags() == ["S"]
    assert outcomes() == [receiving.NOBODYS]


def test_a_watch_ends_when_it_is_told_to(app: Flask, settings: config.Settings) -> None:
    watch = reply_mailbox.watch(app)
    assert watch is not None
    watch.stop()
    assert not watch.is_alive()


def test_nobody_looks_where_there_is_no_mailbox(app: Flask) -> None:
    assert reply_mailbox.watch(app) is None


def test_a_message_passed_on_reaches_the_host_whole(settings: config.Settings, imap: Dovecot) -> None:
    event = trusting_event()
    b.register(event, 1)
    question = note(f"reply+{b.registration(event, 1).first.reply_token}@{DOMAIN}")
    imap.deliver(question)
    reply_mailbox.look(settings)
    send_due_letters(settings)
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.FORWARDED)).one()
    message = message_from_bytes(letter_file(settings, letter).read_bytes(), policy=default)
    (enclosed,) = (part for part in message.walk() if part.get_content_type() == "message/rfc822")
    assert enclosed.get_content().get_content().strip() == "Is there a car park?"  # type: ignore[attr-defined]
    assert message["Reply-To"].addresses[0].addr_spec == "aigul@example.org"
    reply_mailbox.look(settings)
    db.session.rollback()
    assert db.session.scalars(select(ReceivedMail.octets)).one() is None
