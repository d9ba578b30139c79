from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Letter
from regapp.vocabulary import Language
from tests.standing import *  # noqa: F403 - fixtures are found by name

from . import dovecot, scenes
from .every import every_letter
from .post import Post
from .servers import Certificate, Script, Server, Start, make_certificate


@pytest.fixture
def today() -> Iterator[None]:
    """The clock stands still on the day of the scenes."""
    with time_machine.travel(scenes.TODAY, tick=False):
        yield


@pytest.fixture(scope="session")
def letters_so_far() -> dict[tuple[str, Language], dict[str, EmailMessage]]:
    """The letters made so far, by their database and language."""
    return {}


@pytest.fixture
def letters_in(
    app: Flask, letters_so_far: dict[tuple[str, Language], dict[str, EmailMessage]]
) -> Callable[[Language], dict[str, EmailMessage]]:
    """A letter of each kind in a language, as this kind of database sent it; made once for all tests."""

    def letters_in(language: Language) -> dict[str, EmailMessage]:
        key = app.extensions["settings"].database_url, language
        if key not in letters_so_far:
            letters_so_far[key] = every_letter(app, language)
            assert set(db.session.scalars(select(Letter.last_error))) == {""}
        return letters_so_far[key]

    return letters_in


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def start(script: Script) -> Iterator[Start]:
    with ExitStack() as stack:

        def start(**options: Any) -> Server:
            server = Server(script, hostname="127.0.0.1", port=0, server_hostname="localhost", **options)
            server.start()
            stack.callback(server.stop)
            return server

        yield start


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("ours"), "IP:127.0.0.1")


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("strangers"), "DNS:elsewhere.example")


@pytest.fixture
def post(app: Flask, script: Script, start: Start) -> Iterator[Post]:
    """The application and its mail server."""
    made = Post(app, script, start)
    yield made
    db.session.remove()


@pytest.fixture(scope="session")
def imap_server(ours: Certificate) -> Iterator[dovecot.Dovecot]:
    """A running IMAP server; skips where Dovecot is not to be had."""
    if dovecot.PROGRAM is None:
        pytest.skip("Dovecot is not installed")
    with dovecot.server(ours) as running:
        yield running


@pytest.fixture
def imap(imap_server: dovecot.Dovecot) -> dovecot.Dovecot:
    """The same, with nothing in its mailbox."""
    imap_server.clear()
    return imap_server
