"""A real SMTP server on this machine that misbehaves on demand, and letters to try it with."""

import asyncio
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from regapp.mail.smtp import Connection, DeliveryError, SmtpSettings

FROM, TO = "events@dku.example", "aigul@example.org"
OK = "250 OK"

Reply = str | Callable[[SMTP], Any]


@dataclass
class Script:
    """What the server answers, command by command; at a list's end it is in order again."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    kept: list[Envelope] = field(default_factory=list)
    clients: set[Any] = field(default_factory=set)

    async def answer(self, command: str, server: SMTP) -> str:
        queue = self.replies.get(command)
        reply = queue.pop(0) if queue else OK
        if callable(reply):
            reply = await reply(server)
        return reply

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.clients.add(session.peer)
        envelope.mail_from, envelope.mail_options = address, options
        return await self.answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = await self.answer("RCPT", server)
        if reply == OK:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = await self.answer("DATA", server)
        if reply.startswith("250"):
            self.kept.append(envelope)
        return reply


class Server(Controller):
    """A server on a port that the system chooses."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]

    def stop(self, no_assert: bool = True) -> None:  # noqa: FBT001, FBT002
        if self._thread is not None:
            super().stop(no_assert)

    def settings(self, **changes: Any) -> SmtpSettings:
        return replace(SmtpSettings("127.0.0.1", self.port, timeout=5), **changes)


Start = Callable[..., Server]


async def hang(server: SMTP) -> str:
    await asyncio.sleep(60)
    return OK


async def drop(server: SMTP) -> str:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    return OK


async def accept_and_hang_up(server: SMTP) -> str:
    assert server.transport is not None
    server.loop.call_later(0.05, server.transport.close)
    return OK


@dataclass(frozen=True)
class Certificate:
    certificate: Path
    key: Path

    def for_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_certificate(folder: Path, name: str) -> Certificate:
    """A certificate that vouches for itself, for `name`, like IP:127.0.0.1."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test"
    )
    extensions = ["-addext", f"subjectAltName={name}", "-addext", "keyUsage=digitalSignature,keyCertSign"]
    files = ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run([*command.split(), *extensions, *files], check=True, capture_output=True)
    return made


def letter(subject: str = "Round table", to: str = TO) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = FROM, to, subject
    message.set_content("Welcome\n.\n..dots\n")
    return message


def send(settings: SmtpSettings, *, times: int = 1, to: str = TO) -> None:
    with Connection(settings) as connection:
        for _ in range(times):
            connection.send(letter(to="x@example.org"), FROM, to)


def failure(settings: SmtpSettings, **options: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(settings, **options)
    return caught.value
