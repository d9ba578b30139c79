"""``make run``'s program as an operator meets it: a process of its own, from the first line to Ctrl-C."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask_security import verify_password
from sqlalchemy import select

import config
from regapp import create_app
from regapp.database import db
from regapp.models import User

PATIENCE = 60.0  # seconds: a machine that does much else at the same time is slow
LAST_LINE = "Organisers sign in at "

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks at processes through /proc"
)


@dataclass
class Start:
    """One start of the service."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    log: Path

    def output(self) -> str:
        return self.log.read_text()

    def is_up(self) -> bool:
        return LAST_LINE in self.output()

    def status_of(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as response:
            return int(response.status)

    def children(self, parent: int | None = None) -> dict[int, str]:
        """All processes below, with their names."""
        found: dict[int, str] = {}
        for path in Path(f"/proc/{parent or self.process.pid}/task").glob("*/children"):
            for child in map(int, path.read_text().split()):
                found[child] = Path(f"/proc/{child}/comm").read_text().strip()
                found |= self.children(child)
        return found

    def named(self, name: str) -> list[int]:
        return sorted(pid for pid, found in self.children().items() if found == name)


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def living(processes: Iterable[int]) -> list[int]:
    """Those that have not ended: one that has may stand in the list until somebody asks how."""
    states = {pid: Path(f"/proc/{pid}/stat") for pid in processes}
    return [pid for pid, stat in states.items() if stat.exists() and ") Z " not in stat.read_text()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(folder: Path, port: int, **environ: str) -> Start:
    settings = {"INSTANCE_PATH": str(folder), "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1", **environ}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    log = folder.parent / f"{folder.name}-{port}-{time.monotonic_ns()}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "regapp.serve"],
            cwd=config.ROOT,
            env=kept | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Start(process, folder, port, log)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Start]]:
    """Start the service in a folder, and wait until it says that it is up."""
    started: list[Start] = []

    def start(folder: Path) -> Start:
        new = launch(folder, free_port())
        started.append(new)
        until(lambda: new.is_up() or new.process.poll() is not None, "the service said nothing")
        assert new.process.poll() is None, new.output()
        return new

    yield start
    for one in started:
        one.process.terminate()
        one.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def first(start: Callable[[Path], Start], tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The first start in a new folder."""
    return start(tmp_path_factory.mktemp("serve") / "instance")


def dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "regapp.db")) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/"])
def test_pages_answer_once_the_address_is_printed(first: Start, path: str):
    assert first.status_of(path) == 200


def test_the_last_lines_say_where_to_go(first: Start):
    address = f"http://localhost:{first.port}"
    running, letters, sign_in = first.output().splitlines()[-3:]
    assert running == f"regapp runs at {address}"
    assert letters == f"Letters are shown at {address}/mailbox"
    assert sign_in.startswith(f"{LAST_LINE}{address}/login: organiser@example.org, password ")


@pytest.mark.parametrize("size", [1_500_000, 40_000_000])
def test_what_is_too_large_is_answered_by_a_page_once_all_is_sent(first: Start, size: int):
    head = (
        "POST /events/round-table/register HTTP/1.1\r\nHost: localhost\r\nAccept-Language: de\r\n"
        "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {size}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", first.port), timeout=PATIENCE) as browser:
        browser.sendall(head.encode() + b"a" * size)
        answer = b"".join(iter(lambda: browser.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'<html lang="de"' in answer


def test_the_printed_password_is_the_sample_organisers(first: Start):
    found = re.search(r"password (\S+) \(shown only now\)", first.output())
    assert found
    app = create_app(config.read({"INSTANCE_PATH": str(first.folder)}))
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        assert {(m.organisation.slug, m.role) for m in user.memberships} == {
            (slug, "owner") for slug in ("dku", "fes", "shanyrak", "assembly")
        }
        assert verify_password(found[1], user.password)
        db.session.remove()
        db.engine.dispose()


def test_a_web_process_that_was_killed_is_replaced(first: Start):
    server, *web = first.named("regapp-web")
    os.kill(web[0], signal.SIGKILL)
    until(lambda: web[0] not in first.named("regapp-web"), "the dead process is still there")
    until(lambda: len(first.named("regapp-web")) == 1 + len(web), "no new process came")
    assert first.status_of("/healthz") == 200
    assert server in first.named("regapp-web")


def test_a_port_that_is_taken_is_named_in_one_line(first: Start, tmp_path: Path):
    late = launch(tmp_path / "instance", first.port)
    assert late.process.wait(PATIENCE) == 1
    wanted = f"regapp: PORT {first.port} cannot be opened at 127.0.0.1: address already in use\n"
    assert late.output() == wanted
    assert not (tmp_path / "instance" / "regapp.db").exists()


def test_a_second_start_changes_no_data_and_ctrl_c_ends_it(first: Start, start: Callable[[Path], Start]):
    before = dump(first.folder)
    second = start(first.folder)
    assert dump(first.folder) == before
    assert "organiser@example.org; a new password: " in second.output().splitlines()[-1]
    # The worker, the server and its two processes, of which the first may answer before the second is there.
    until(lambda: len(second.children()) == 4, "it has not the processes that it should have")
    processes = second.children()
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(PATIENCE) == 0
    assert living(processes) == []
    assert second.output().splitlines()[-1].startswith(LAST_LINE)


@pytest.mark.parametrize("name", ["worker", "web"])
def test_when_one_half_dies_the_other_is_ended(first: Start, start: Callable[[Path], Start], name: str):
    service = start(first.folder)
    processes = service.children()
    os.kill(service.named(f"regapp-{name}")[0], signal.SIGKILL)
    assert service.process.wait(PATIENCE) == 1
    assert service.output().splitlines()[-1] == f"regapp: {name} ended (status -9); all is stopped"
    until(lambda: not living(processes), "a process was left behind")


def test_nothing_is_left_behind_when_it_is_killed_itself(first: Start, start: Callable[[Path], Start]):
    service = start(first.folder)
    processes = service.children()
    service.process.kill()
    service.process.wait(PATIENCE)
    until(lambda: not living(processes), "a process was left behind")


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"PORT": "http"}, "regapp: PORT has to be a whole number from 1 to 65535"),
        (
            {"DATABASE_URL": "sqlite:////nowhere/regapp.db"},
            "regapp: DATABASE_URL leads to no database: unable to open database file",
        ),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path: Path, environ: dict[str, str], line: str):
    wrong = launch(tmp_path / "instance", free_port(), **environ)
    assert wrong.process.wait(PATIENCE) == 1
    assert wrong.output() == f"{line}\n"
