"""Servers of the benchmark: the service as ``make run`` starts it, and bare Flask on the same server."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LONGEST_START = 60.0  # seconds
WEB = """
import importlib
import socket
import sys
from regapp.web.server import Server
module, _, factory = sys.argv[1].partition(":")
app = getattr(importlib.import_module(module), factory)()
Server(app, socket.socket(fileno=int(sys.argv[2])), 2).run()
"""


@dataclass(frozen=True)
class Running:
    """A server that answers; ``seconds`` passed from its start to its first page."""

    port: int
    pid: int
    seconds: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def service(instance: Path, database_url: str, module: str = "regapp.serve") -> Iterator[Running]:
    """The whole service, web and worker, on a database that it fills with the sample events."""
    port = _free_port()
    environ = {"PORT": str(port), **settings(instance, database_url)}
    with _started([sys.executable, "-m", module], environ, port, "/") as running:
        yield running


def settings(instance: Path, database_url: str) -> dict[str, str]:
    """The environment of an installation to be measured."""
    return {"INSTANCE_PATH": str(instance), "DATABASE_URL": database_url, "LIMIT_REGISTRATIONS": "off"}


@contextmanager
def web(application: str, environ: dict[str, str], first_page: str) -> Iterator[Running]:
    """An application, given as module:factory, on the service's own production server, without a worker."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    command = [sys.executable, "-c", WEB, application, str(listener.fileno())]
    with _started(command, environ, port, first_page, pass_fds=(listener.fileno(),)) as running:
        listener.close()
        yield running


@contextmanager
def _started(
    command: list[str], environ: dict[str, str], port: int, first_page: str, pass_fds: tuple[int, ...] = ()
) -> Iterator[Running]:
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        pass_fds=pass_fds,
        start_new_session=True,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{first_page}", process)
        yield Running(port, process.pid, time.monotonic() - start)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with status {process.returncode} before its first page")
        try:
            with urllib.request.urlopen(url, timeout=LONGEST_START):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at {url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
