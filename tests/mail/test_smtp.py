"""Letters handed to a real server on this machine."""

import smtplib
import socket
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import flask_mail
import pytest

from regapp.mail.smtp import Connection, Refused, SmtpSettings, Unreachable

from .servers import FROM, TO, Script, Start, accept_and_hang_up, failure, letter, send


def test_it_hands_a_letter_over(start: Start, script: Script) -> None:
    send(start().settings())
    (kept,) = script.kept
    assert (kept.mail_from, kept.rcpt_tos) == (FROM, [TO])
    assert kept.content == letter(to="x@example.org").as_bytes(policy=SMTP_POLICY)


def test_it_ends_every_line_as_smtp_wants_it_whatever_the_messages_policy(
    start: Start, script: Script
) -> None:
    message = letter()
    assert b"\r\n" not in message.as_bytes()
    with Connection(start().settings()) as connection:
        connection.send(message, FROM, TO)
    content = script.kept[0].content
    assert isinstance(content, bytes)
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_it_sends_several_letters_over_one_connection(start: Start, script: Script) -> None:
    send(start().settings(), times=5)
    assert (len(script.kept), len(script.clients)) == (5, 1)


def test_it_renews_the_connection_after_so_many_letters(start: Start, script: Script) -> None:
    send(start().settings(max_emails=2), times=5)
    assert (len(script.kept), len(script.clients)) == (5, 3)


def test_it_blames_no_accepted_letter_for_a_server_that_went_away_after_it(
    start: Start, script: Script
) -> None:
    server = start()
    with Connection(server.settings(max_emails=1)) as connection:
        connection.send(letter(), FROM, TO)
        server.stop()
        with pytest.raises(Unreachable):
            connection.send(letter(), FROM, TO)
    assert len(script.kept) == 1


def test_it_takes_leave_of_a_server_that_went_away_without_complaint(start: Start, script: Script) -> None:
    server = start()
    with Connection(server.settings()) as connection:
        connection.send(letter(), FROM, TO)
        server.stop()
    assert len(script.kept) == 1


def test_it_connects_anew_when_the_server_has_closed_the_connection_meanwhile(
    start: Start, script: Script
) -> None:
    script.replies["DATA"] = [accept_and_hang_up]
    with Connection(start().settings()) as connection:
        connection.send(letter(), FROM, TO)
        assert connection.host is not None
        assert connection.host.sock is not None
        wait_for_end(connection.host.sock)
        connection.send(letter(), FROM, TO)
    assert (len(script.kept), len(script.clients)) == (2, 2)


def wait_for_end(sock: socket.socket) -> None:
    """Until the server's farewell lies in the socket's buffer; it stays there for smtplib to find."""
    assert sock.recv(1, socket.MSG_PEEK) == b""


def test_it_connects_anew_when_the_server_says_that_the_connection_is_used_up(
    start: Start, script: Script
) -> None:
    script.replies["MAIL"] = ["250 OK", "421 4.7.0 too many letters on this connection"]
    send(start().settings(), times=2)
    assert (len(script.kept), len(script.clients)) == (2, 2)


def test_it_hangs_up_at_once_when_it_is_interrupted_in_the_middle_of_a_letter(
    start: Start, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = smtplib.SMTP.send

    def interrupt(self: smtplib.SMTP, told: bytes | str) -> None:
        if not isinstance(told, bytes):
            plain(self, told)  # a command
            return
        plain(self, b"Subject: half a letter\r\n")
        raise KeyboardInterrupt

    def never(self: smtplib.SMTP) -> tuple[int, bytes]:
        pytest.fail("a command would be taken for a line of the letter")

    monkeypatch.setattr(smtplib.SMTP, "send", interrupt)
    monkeypatch.setattr(smtplib.SMTP, "quit", never)
    with pytest.raises(KeyboardInterrupt):
        send(start().settings())
    assert script.kept == []


def test_it_sends_bounces_nowhere_when_told_so(start: Start, script: Script) -> None:
    with Connection(start().settings()) as connection:
        connection.send(letter(), "", TO)
    assert script.kept[0].mail_from == "<>"


def test_it_needs_no_application_and_ignores_flask_mails_suppression(start: Start, script: Script) -> None:
    port = start().port
    settings = SmtpSettings.from_config(
        {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_SUPPRESS_SEND": True, "TESTING": True}
    )
    send(settings)
    assert len(script.kept) == 1


def test_it_is_a_connection_of_flask_mail() -> None:
    assert issubclass(Connection, flask_mail.Connection)


def test_it_sends_to_an_international_domain_through_any_server(start: Start, script: Script) -> None:
    send(start(enable_SMTPUTF8=False).settings(), to="ivan@пример.рф")
    assert script.kept[0].rcpt_tos == ["ivan@xn--e1afmkfd.xn--p1ai"]


def test_it_sends_to_an_international_address_through_a_server_that_can(start: Start, script: Script) -> None:
    send(start(enable_SMTPUTF8=True).settings(), to="иван@пример.рф")
    (kept,) = script.kept
    assert (kept.rcpt_tos, "SMTPUTF8" in kept.mail_options) == (["иван@xn--e1afmkfd.xn--p1ai"], True)


def test_it_sends_the_international_address_in_the_headers_as_it_is(start: Start, script: Script) -> None:
    message = EmailMessage(policy=SMTP_POLICY.clone(utf8=True))
    message["To"] = "иван@xn--e1afmkfd.xn--p1ai"
    with Connection(start(enable_SMTPUTF8=True).settings()) as connection:
        connection.send(message, FROM, TO)
    content = script.kept[0].content
    assert isinstance(content, bytes)
    assert "To: иван@xn--e1afmkfd.xn--p1ai\r\n".encode() in content


def test_it_asks_for_smtputf8_only_where_an_address_needs_it(start: Start, script: Script) -> None:
    send(start(enable_SMTPUTF8=True).settings())
    assert "SMTPUTF8" not in script.kept[0].mail_options


def test_it_gives_an_international_address_up_when_the_server_cannot(start: Start, script: Script) -> None:
    error = failure(start(enable_SMTPUTF8=False).settings(), to="иван@пример.рф")
    assert isinstance(error, Refused)
    assert (error.permanent, error.code) == (True, None)
    assert error.reason == "the mail server does not take addresses with letters beyond ASCII"


def test_it_sends_the_next_letter_after_an_address_the_server_cannot_take(
    start: Start, script: Script
) -> None:
    with Connection(start(enable_SMTPUTF8=False).settings()) as connection:
        with pytest.raises(Refused):
            connection.send(letter(), FROM, "иван@пример.рф")
        connection.send(letter(), FROM, TO)
    assert len(script.kept) == 1


def test_it_reads_the_settings_as_flask_mail_names_them() -> None:
    settings = SmtpSettings.from_config(
        {
            "MAIL_SERVER": "smtp.dku.example",
            "MAIL_PORT": 587,
            "MAIL_USERNAME": "events",
            "MAIL_PASSWORD": "secret",
            "MAIL_USE_TLS": True,
            "MAIL_MAX_EMAILS": 7,
            "MAIL_TIMEOUT": 12,
            "MAIL_CA_FILE": "/etc/ca.pem",
        }
    )
    assert settings == SmtpSettings(
        "smtp.dku.example",
        587,
        "events",
        "secret",
        use_tls=True,
        timeout=12,
        max_emails=7,
        ca_file=Path("/etc/ca.pem"),
    )


def test_it_has_a_default_for_every_setting_but_the_server() -> None:
    assert SmtpSettings.from_config({"MAIL_SERVER": "localhost"}) == SmtpSettings("localhost")


@pytest.mark.parametrize(
    "wrong", [{"use_tls": True, "use_ssl": True}, {"timeout": 0}, {"timeout": -1}, {"max_emails": 0}]
)
def test_it_refuses_settings_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="MAIL_"):
        SmtpSettings("localhost", **wrong)
