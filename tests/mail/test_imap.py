"""The reply mailbox on a real IMAP server, with its faults."""

import socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from regapp.mail.failures import Unreachable
from regapp.mail.imap import ImapSettings, Mailbox

from .dovecot import Dovecot
from .incoming import note
from .servers import Certificate, Start

FIRST, SECOND = note("reply@x.example", body="first"), note("reply@x.example", body="second")


def failure(settings: ImapSettings) -> str:
    with pytest.raises(Unreachable) as caught, Mailbox(settings):
        pass
    return caught.value.reason


def test_it_fetches_what_is_unread_octet_for_octet(imap: Dovecot) -> None:
    imap.deliver(FIRST, SECOND)
    with Mailbox(imap.settings()) as mailbox:
        assert [mailbox.fetch(uid, 10_000) for uid in mailbox.unread(10)] == [FIRST, SECOND]


def test_fetching_leaves_a_message_unread(imap: Dovecot) -> None:
    imap.deliver(FIRST)
    with Mailbox(imap.settings()) as mailbox:
        (uid,) = mailbox.unread(10)
        mailbox.fetch(uid, 10_000)
    assert imap.flags() == [""]


def test_what_is_marked_as_read_stays_and_does_not_come_again(imap: Dovecot) -> None:
    imap.deliver(FIRST, SECOND)
    with Mailbox(imap.settings()) as mailbox:
        first, second = mailbox.unread(10)
        mailbox.mark_read(first)
        assert mailbox.unread(10) == [second]
    assert imap.flags() == ["S", ""]


def test_it_takes_the_oldest_first_and_not_all_at_once(imap: Dovecot) -> None:
    imap.deliver(FIRST, SECOND)
    with Mailbox(imap.settings()) as mailbox:
        assert len(mailbox.unread(1)) == 1
        assert mailbox.unread(1) == mailbox.unread(2)[:1]


def test_of_a_large_message_only_the_beginning_is_fetched(imap: Dovecot) -> None:
    imap.deliver(FIRST + b"x" * 100_000)
    with Mailbox(imap.settings()) as mailbox:
        (uid,) = mailbox.unread(10)
        assert mailbox.fetch(uid, len(FIRST)) == FIRST


def test_a_message_that_has_gone_meanwhile_is_none(imap: Dovecot) -> None:
    with Mailbox(imap.settings()) as mailbox:
        assert mailbox.fetch("4711", 10_000) is None
        mailbox.mark_read("4711")


def test_it_speaks_tls_with_a_server_that_it_trusts(imap: Dovecot, ours: Certificate) -> None:
    settings = imap.settings(port=imap.ssl_port, use_ssl=True, ca_file=ours.certificate)
    with Mailbox(settings) as mailbox:
        assert mailbox.unread(10) == []


def test_it_does_not_speak_with_a_server_that_it_does_not_trust(
    imap: Dovecot, strangers: Certificate
) -> None:
    settings = imap.settings(port=imap.ssl_port, use_ssl=True)
    assert failure(settings).startswith("the mail server's certificate is not to be trusted")
    other = imap.settings(port=imap.ssl_port, use_ssl=True, ca_file=strangers.certificate)
    assert failure(other).startswith("the mail server's certificate is not to be trusted")


def test_a_wrong_password_is_told_without_the_password(imap: Dovecot) -> None:
    assert failure(imap.settings(password="wrong")) == "the mailbox refused the sign-in"
    assert "wrong" not in repr(imap.settings(password="wrong"))


def test_a_folder_that_is_not_there_is_told(imap: Dovecot) -> None:
    assert failure(imap.settings(folder="Answers of calendars")) == "the mailbox has no such folder"


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        settings = ImapSettings("127.0.0.1", unheard.getsockname()[1], "u", "p", use_ssl=False)
        assert failure(settings) == "nothing listens at the mail server's port"


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        settings = ImapSettings("127.0.0.1", silent.getsockname()[1], "u", "p", use_ssl=False, timeout=0.5)
        assert failure(settings) == "the mail server did not answer in time"


def test_a_server_of_another_kind_is_told(start: Start) -> None:
    settings = ImapSettings("127.0.0.1", start().port, "u", "p", use_ssl=False)
    assert failure(settings) == "the mailbox did not do what it was asked"


class OldServer(StreamRequestHandler):
    """A server that knows no AUTHENTICATE, as Dovecot does not play it."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command = line.split()[:2]
            if command == b"CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            if command == b"LOGIN":
                assert line.split(maxsplit=2)[2] == b'user "pass word"\r\n'
            self.wfile.write(tag + b" OK done\r\n")


def test_it_signs_in_where_the_server_knows_only_login() -> None:
    with ThreadingTCPServer(("127.0.0.1", 0), OldServer) as old:
        Thread(target=old.serve_forever, daemon=True).start()
        port = old.server_address[1]
        try:
            with Mailbox(ImapSettings("127.0.0.1", port, "user", "pass word", use_ssl=False, timeout=5)):
                pass
        finally:
            old.shutdown()
