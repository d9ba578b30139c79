"""What ``make run`` starts: prepares the database, then runs web and worker until it is told to stop.

The program is read in once and then forked, so that web and worker share its memory.
"""

import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import NoReturn

from flask import Flask

import config
from regapp import create_app
from regapp.cli.background import work
from regapp.cli.preparing import prepare
from regapp.memory import settle
from regapp.web.server import GRACE, Server

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_START = 60.0  # seconds until the first page has to answer
SIGNAL_OF_PARENTS_DEATH, NAME = 1, 15  # PR_SET_PDEATHSIG and PR_SET_NAME of Linux' prctl()

LESS_URGENT = 10  # levels of niceness: a letter may wait a second, a person in front of a page not
# Which signal lets each finish what it is at.
GENTLE = {"web": signal.SIGTERM, "worker": signal.SIGINT}


def main() -> int:
    """Run the service; the exit status."""
    settings = config.read()
    for number in STOPS:
        signal.signal(number, _stop)
    try:
        listener = _listen(settings)
        app = create_app(settings)
        sign_in = prepare(app, sample=settings.sample)
        settle()
        processes = [
            _process("worker", lambda: _work(app, listener)),
            _process("web", Server(app, listener, settings.web_processes).run),
        ]
        return _run(settings, listener, processes, sign_in)
    except KeyboardInterrupt:
        return 0


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _listen(settings: config.Settings) -> socket.socket:
    """Take the port before anything is changed; early visitors wait until somebody answers."""
    try:
        found = socket.getaddrinfo(settings.host.strip("[]"), settings.port, type=socket.SOCK_STREAM)
        family, _, _, _, address = found[0]
        return socket.create_server(address, family=family, backlog=1024)
    except socket.gaierror as error:
        raise config.SettingError("HOST", f"is no address: {settings.host}") from error
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise config.SettingError(
            "PORT", f"{settings.port} cannot be opened at {settings.host}: {reason}"
        ) from error


def _process(name: str, work: Callable[[], object]) -> ForkProcess:
    parent = os.getpid()

    def run() -> None:
        os.setsid()  # Ctrl-C reaches the parent alone, which ends the others in order
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        if sys.platform == "linux":
            linux = ctypes.CDLL(None)
            linux.prctl(SIGNAL_OF_PARENTS_DEATH, GENTLE[name])
            linux.prctl(NAME, f"regapp-{name}".encode())
        if os.getppid() == parent:
            work()

    return multiprocessing.get_context("fork").Process(target=run, name=name)


def _work(app: Flask, listener: socket.socket) -> None:
    listener.close()
    os.nice(LESS_URGENT)
    work(app)


def _run(
    settings: config.Settings, listener: socket.socket, processes: list[ForkProcess], sign_in: str
) -> int:
    try:
        for process in processes:
            process.start()
        address = listener.getsockname()
        listener.close()
        if _answers(address, processes):
            _welcome(settings, sign_in)
            _wait_for_an_end(processes)
        _say_who_ended(processes)
        return 1
    finally:
        _end(processes)


def _answers(address: tuple[str, int], processes: list[ForkProcess]) -> bool:
    """Whether the first page comes, before a process ends or the patience."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 - compared, not bound
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and all(process.is_alive() for process in processes):
        with suppress(OSError), socket.create_connection((host, address[1]), timeout=1) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            if connection.recv(64).split()[1:2] == [b"200"]:
                return True
        time.sleep(0.05)
    return False


def _wait_for_an_end(processes: list[ForkProcess]) -> None:
    # The web server's own processes keep its sentinel for a while when it is killed.
    while all(process.is_alive() for process in processes):
        wait([process.sentinel for process in processes], timeout=1)


def _welcome(settings: config.Settings, sign_in: str) -> None:
    lines = [f"regapp runs at {settings.public_url}"]
    if settings.shows_mailbox:
        lines.append(f"Letters are shown at {settings.public_url}/mailbox")
    lines.append(sign_in)
    print("\n".join(lines), flush=True)  # noqa: T201


def _say_who_ended(processes: list[ForkProcess]) -> None:
    ended = [
        f"{process.name} ended (status {process.exitcode})"
        for process in processes
        if process.exitcode is not None
    ]
    reason = " and ".join(ended) or f"no page came within {LONGEST_START:.0f} seconds"
    print(f"regapp: {reason}; all is stopped", file=sys.stderr, flush=True)  # noqa: T201


def _end(processes: list[ForkProcess]) -> None:
    """Let every process finish what it is at, for some seconds; then end what is left of it."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    started = [(process, process.pid) for process in processes if process.pid]
    for process, pid in started:
        if process.is_alive():
            os.kill(pid, GENTLE[process.name])
    deadline = time.monotonic() + GRACE + 2
    for process, pid in started:
        process.join(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # it leads a group of its own


if __name__ == "__main__":
    sys.exit(main())
