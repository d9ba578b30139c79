"""Whatever a mail server does, each letter is accounted for afterwards, and none is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from regapp.database import db
from regapp.mail.smtp import Connection, SmtpSettings
from regapp.queries.accounting import count_letters_by_state
from regapp.worker import send_due_letters
from tests import builders as b

from . import scenes
from .post import Post
from .servers import OK, Certificate, Reply, Script, Start, accept_and_hang_up, drop, hang

IDN = "пётр@example.org"


def sound(post: Post, **counts: int) -> None:
    """Assert that there are so many letters of each state and no others, and the doctor finds no fault."""
    db.session.rollback()
    assert {
        str(state): count for state, count in count_letters_by_state(db.session()).items() if count
    } == counts
    assert b.findings() == []


@pytest.mark.parametrize(
    ("command", "reply", "counts"),
    [
        ("MAIL", "451 4.3.0 later", {"sent": 2, "retrying": 1}),
        ("RCPT", "450 4.2.2 full", {"sent": 2, "retrying": 1}),
        ("DATA", "451 4.3.0 later", {"sent": 2, "retrying": 1}),
        ("RCPT", "550 5.1.1 unknown", {"sent": 2, "failed": 1}),
        ("DATA", "554 5.7.1 no", {"sent": 2, "failed": 1}),
        ("RCPT", "421 4.3.2 closing", {"sent": 2, "retrying": 1}),
        ("RCPT", drop, {"sent": 2, "retrying": 1}),
        ("DATA", drop, {"sent": 2, "retrying": 1}),
        ("DATA", accept_and_hang_up, {"sent": 3}),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_after_a_fault_each_letter_is_where_it_belongs(
    post: Post, script: Script, command: str, reply: Reply, counts: dict[str, int]
) -> None:
    post.owe(3)
    script.replies[command] = [OK, reply]
    post.work()
    sound(post, **counts)
    if "retrying" in counts:
        post.work_later(timedelta(minutes=2))
        sound(post, sent=3)


def test_a_server_that_hangs_costs_one_letter_a_pause(post: Post, script: Script) -> None:
    post.owe(3)
    script.replies["DATA"] = [OK, hang]
    patient = SmtpSettings("127.0.0.1", post.server.port, timeout=0.3)
    assert send_due_letters(post.settings, lambda: Connection(patient)) == 2
    sound(post, sent=2, retrying=1)


def test_an_address_beyond_ascii_fails_where_the_server_cannot_take_it(
    app: Flask, script: Script, start: Start
) -> None:
    post = Post(app, script, start, enable_SMTPUTF8=False)
    scenes.enrol(IDN, ticket="online")
    post.owe(1)
    post.work()
    sound(post, sent=1, failed=1)


def test_a_server_that_cannot_be_trusted_gets_nothing(
    app: Flask, script: Script, start: Start, strangers: Certificate
) -> None:
    post = Post(app, script, start, tls_context=strangers.for_server())
    post.settings = replace(post.settings, mail=replace(post.settings.mail, use_tls=True))
    post.owe(2)
    assert post.work() == 0
    sound(post, retrying=2)
    assert {letter.last_error.partition(":")[0] for letter in post.letters()} == {
        "the mail server's certificate is not to be trusted"
    }
    assert script.kept == []


def test_a_server_that_is_away_is_asked_once_and_the_rest_stays_due(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regapp.worker.BATCH", 2)
    post.server.stop()
    post.owe(5)
    assert post.work() == 0
    sound(post, retrying=2, due=3)
