from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from .servers import Certificate, Script, Server, Start, make_certificate


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
