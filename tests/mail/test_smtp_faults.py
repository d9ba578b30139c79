"""A server that refuses, hangs, breaks off or is not there at all."""

import smtplib
import socket

import pytest

from regapp.mail.smtp import Connection, Refused, SmtpSettings, Unreachable

from .servers import FROM, TO, Script, Start, drop, failure, hang, letter


@pytest.mark.parametrize(
    ("command", "reply", "reason"),
    [
        ("RCPT", f"550 5.1.1 <{TO}> unknown", "there is no such mailbox (550 5.1.1)"),
        ("RCPT", f"450 4.2.2 <{TO}> over quota", "the mailbox is full (450 4.2.2)"),
        ("RCPT", f"550 no {TO} here", "the mail server refused the recipient's address (550)"),
        ("DATA", "554 5.7.1 spam", "the mail server's rules forbid it (554 5.7.1)"),
        ("DATA", "451 4.3.0 later", "the mail server refused the letter (451 4.3.0)"),
        ("MAIL", "550 not you", "the mail server refused the sender's address (550)"),
    ],
)
def test_it_says_what_a_refusal_means_without_naming_anybody(
    start: Start, script: Script, command: str, reply: str, reason: str
) -> None:
    script.replies[command] = [reply]
    assert failure(start().settings()).reason == reason


# A refused sender is our own setting's fault: the letters are good, and wait until it is mended.
@pytest.mark.parametrize(
    ("command", "code", "permanent"),
    [
        ("RCPT", 550, True),
        ("RCPT", 450, False),
        ("RCPT", 421, False),
        ("DATA", 554, True),
        ("DATA", 451, False),
        ("DATA", 421, False),
        ("MAIL", 451, False),
        ("MAIL", 550, False),
        ("MAIL", 552, True),
    ],
)
def test_it_tells_a_refusal_for_ever_from_one_for_now(
    start: Start, script: Script, command: str, code: int, *, permanent: bool
) -> None:
    script.replies[command] = [f"{code} no"]
    error = failure(start().settings())
    assert isinstance(error, Refused)
    assert (error.code, error.permanent) == (code, permanent)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("reply", ["550 no", "450 later", "421 closing"])
def test_it_sends_the_next_letter_after_a_refused_one(
    start: Start, script: Script, command: str, reply: str
) -> None:
    # A connection that is used up is renewed once, so it takes two such answers to refuse a letter.
    script.replies[command] = [reply] * (2 if (command, reply[:3]) == ("MAIL", "421") else 1)
    with Connection(start().settings()) as connection:
        with pytest.raises(Refused):
            connection.send(letter(), FROM, TO)
        connection.send(letter("Second"), FROM, TO)
    assert [kept.rcpt_tos for kept in script.kept] == [[TO]]


def test_it_reports_a_letter_that_is_too_large_before_sending_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = smtplib.SMTP.docmd

    def without_data(self: smtplib.SMTP, command: str, *more: str) -> tuple[int, bytes]:
        assert command != "DATA"
        return plain(self, command, *more)

    monkeypatch.setattr(smtplib.SMTP, "docmd", without_data)
    error = failure(start(data_size_limit=100).settings())
    assert isinstance(error, Refused)
    assert error.permanent
    assert error.code == 552


@pytest.mark.parametrize(
    "address", ["a@example.org>\r\nRCPT TO:<b@example.org", "nobody", "a b@example.org", ""]
)
def test_it_refuses_what_is_no_address(start: Start, script: Script, address: str) -> None:
    error = failure(start().settings(), to=address)
    assert isinstance(error, Refused)
    assert (error.permanent, error.reason) == (True, "mail cannot be sent to such an address")


def test_it_does_not_wait_for_a_server_that_never_greets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = failure(SmtpSettings("127.0.0.1", silent.getsockname()[1], timeout=0.2))
    assert isinstance(error, Unreachable)
    assert error.reason == "the mail server did not answer in time"


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_it_does_not_wait_for_a_server_that_hangs(start: Start, script: Script, command: str) -> None:
    script.replies[command] = [hang, hang]
    error = failure(start().settings(timeout=0.2))
    assert isinstance(error, Unreachable)
    assert error.reason == "the mail server did not answer in time"


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_it_does_not_send_twice_by_itself_when_the_connection_breaks(
    start: Start, script: Script, command: str
) -> None:
    script.replies[command] = [drop]
    error = failure(start().settings())
    assert isinstance(error, Unreachable)
    assert error.reason == "the connection to the mail server broke off"
    assert len(script.clients) == 1


def test_it_sends_the_next_letter_over_a_new_connection_after_a_broken_one(
    start: Start, script: Script
) -> None:
    script.replies["DATA"] = [drop]
    with Connection(start().settings()) as connection:
        with pytest.raises(Unreachable):
            connection.send(letter(), FROM, TO)
        script.kept.clear()
        connection.send(letter(), FROM, TO)
    assert (len(script.kept), len(script.clients)) == (1, 2)


def test_it_says_when_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = failure(SmtpSettings("127.0.0.1", port, timeout=1))
    assert error.reason == "nothing listens at the mail server's port"


@pytest.mark.parametrize("server", ["a" * 70 + ".example", ".."])
def test_it_says_when_the_name_cannot_be_one(server: str) -> None:
    error = failure(SmtpSettings(server, 25, timeout=1))
    assert error.reason == "the mail server's name or the sign-in has letters that cannot be sent"
