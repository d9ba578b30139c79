"""TLS and the sign-in: whom a connection trusts, and who it says it is."""

from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from regapp.mail.smtp import SmtpSettings, Unreachable

from .servers import Certificate, Script, Start, failure, send


def test_it_secures_the_connection_by_starttls(start: Start, script: Script, ours: Certificate) -> None:
    server = start(tls_context=ours.for_server(), require_starttls=True)
    send(server.settings(use_tls=True, ca_file=ours.certificate), times=2)
    assert len(script.kept) == 2


def test_it_speaks_tls_from_the_first_octet(start: Start, script: Script, ours: Certificate) -> None:
    server = start(ssl_context=ours.for_server())
    send(server.settings(use_ssl=True, ca_file=ours.certificate))
    assert len(script.kept) == 1


@pytest.mark.parametrize("way", ["use_tls", "use_ssl"])
def test_it_refuses_a_certificate_that_nobody_vouches_for(
    way: str, start: Start, script: Script, ours: Certificate
) -> None:
    context = ours.for_server()
    server = start(tls_context=context) if way == "use_tls" else start(ssl_context=context)
    error = failure(server.settings(**{way: True}))
    assert isinstance(error, Unreachable)
    assert error.reason.startswith("the mail server's certificate is not to be trusted")
    assert script.kept == []


@pytest.mark.parametrize("way", ["use_tls", "use_ssl"])
def test_it_refuses_a_certificate_for_another_name(
    way: str, start: Start, script: Script, strangers: Certificate
) -> None:
    context = strangers.for_server()
    server = start(tls_context=context) if way == "use_tls" else start(ssl_context=context)
    error = failure(server.settings(**{way: True}, ca_file=strangers.certificate))
    assert error.reason.startswith("the mail server's certificate is not to be trusted")
    assert script.kept == []


def test_it_sends_nothing_in_the_clear_when_the_server_lacks_starttls(start: Start, script: Script) -> None:
    error = failure(start().settings(use_tls=True))
    assert isinstance(error, Unreachable)
    assert error.reason == "the mail server offers no STARTTLS, or no way to sign in that we know"
    assert script.kept == []


def sign_in(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"events", b"secret"), handled=False)


@pytest.fixture
def guarded(start: Start, ours: Certificate) -> SmtpSettings:
    server = start(tls_context=ours.for_server(), auth_required=True, authenticator=sign_in)
    return server.settings(use_tls=True, ca_file=ours.certificate, username="events", password="secret")


def test_it_signs_in(guarded: SmtpSettings, script: Script) -> None:
    send(guarded)
    assert len(script.kept) == 1


def test_it_leaves_the_letter_for_later_when_the_sign_in_is_refused(guarded: SmtpSettings) -> None:
    error = failure(replace(guarded, password="wrong"))
    assert isinstance(error, Unreachable)
    assert error.reason == "the mail server refused the sign-in (535)"


def test_it_does_not_show_the_password() -> None:
    assert "secret" not in repr(SmtpSettings("localhost", password="secret"))
