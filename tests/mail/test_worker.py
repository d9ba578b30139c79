"""The worker with a real SMTP server that refuses letters or is not there."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.mail.desk import Desk
from regapp.models import Letter
from regapp.services.outgoing import outbox
from regapp.vocabulary import LetterKind, LetterState

from . import scenes
from .post import Post
from .servers import OK, Script, Server, drop

FOR_NOW, FOR_GOOD = "450 4.2.2 mailbox full", "550 5.1.1 no such user"


def test_what_is_refused_for_now_is_tried_again_after_a_pause(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_NOW]
    post.owe(1)
    assert post.work() == 0
    waiting = post.letter()
    assert waiting.state is LetterState.RETRYING
    assert waiting.last_error == "the mailbox is full (450 4.2.2)"
    assert waiting.lease_until is None
    assert post.work() == 0  # the pause is not over
    assert post.work_later(timedelta(minutes=2)) == 1
    assert post.letter().state is LetterState.SENT
    assert post.letter().last_error == ""
    assert post.taken == [waiting.message_token]


def test_the_pauses_grow(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_NOW] * 3
    post.owe(1)
    pauses = []
    moment = now()
    for _ in range(3):
        with time_machine.travel(moment, tick=False):
            post.work()
        pauses.append(post.letter().due_at - moment)
        moment = post.letter().due_at
    assert pauses == sorted(pauses)
    assert timedelta(seconds=48) <= pauses[0] <= timedelta(seconds=72)
    assert pauses[2] >= timedelta(minutes=12)


def test_what_is_refused_for_good_has_failed_and_says_why(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_GOOD]
    post.owe(1)
    post.work()
    assert post.letter().state is LetterState.FAILED
    assert post.letter().last_error == "there is no such mailbox (550 5.1.1)"
    assert post.work_later(timedelta(days=5)) == 0
    assert post.taken == []


def test_after_the_last_pause_a_letter_has_failed(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_NOW] * 50
    post.owe(1)
    for _ in range(len(outbox.PAUSES)):
        with time_machine.travel(post.letter().due_at, tick=False):
            post.work()
        assert post.letter().state is LetterState.RETRYING
    with time_machine.travel(post.letter().due_at, tick=False):
        post.work()
    assert post.letter().state is LetterState.FAILED
    assert post.letter().last_error == "the mailbox is full (450 4.2.2)"


def test_a_refused_letter_does_not_keep_the_others(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [FOR_GOOD, OK, FOR_NOW]
    post.owe(5)
    assert post.work() == 3
    assert post.states() == {LetterState.FAILED: 1, LetterState.RETRYING: 1, LetterState.SENT: 3}


def test_a_letter_that_cannot_be_written_does_not_keep_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Desk.write

    def stumble(desk: Desk, session: Session, letter: Letter) -> EmailMessage | None:
        if letter.recipient == "p1@example.org":
            raise RuntimeError
        return write(desk, session, letter)

    post.owe(3)
    monkeypatch.setattr(Desk, "write", stumble)
    assert post.work() == 2
    stumbled = scenes.letter(LetterKind.CONFIRMATION, "p1@example.org")
    assert (stumbled.state, stumbled.last_error) == (LetterState.RETRYING, "the letter could not be written")


# A server that is not there


def test_nothing_is_lost_while_the_server_is_away(post: Post) -> None:
    post.server.stop()
    post.owe(3)
    assert post.work() == 0
    assert post.states() == {LetterState.RETRYING: 3}
    assert {letter.last_error for letter in post.letters()} == {"nothing listens at the mail server's port"}
    back = Server(post.script, hostname="127.0.0.1", port=post.server.port)
    back.start()
    try:
        assert post.work_later(timedelta(minutes=2)) == 3
    finally:
        back.stop()
    assert sorted(post.taken) == sorted(letter.message_token for letter in post.letters())


def test_a_server_that_breaks_off_costs_nobody_a_letter(post: Post, script: Script) -> None:
    script.replies["RCPT"] = [OK, OK, drop]
    post.owe(5)
    assert post.work() == 4
    assert post.states() == {LetterState.SENT: 4, LetterState.RETRYING: 1}
    assert post.work_later(timedelta(minutes=2)) == 1
    assert sorted(post.taken) == sorted(letter.message_token for letter in post.letters())
