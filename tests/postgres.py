"""A PostgreSQL server of the tests' own, from the system's programs.

It refuses to run as root, and pytest-postgresql has no way round that, so root starts it as ``postgres``.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first, or None."""
    on_path = shutil.which("pg_ctl")
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: -float(path.parts[4])
    )
    found = next(iter(installed), Path(on_path) if on_path else None)
    return found.resolve().parent if found else None


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a server on a free port of loopback; its URL without a database's name.

    Tests need nothing to survive a power cut; ``durable`` is for measuring.
    """
    folder = programs()
    assert folder is not None
    with tempfile.TemporaryDirectory(prefix="regapp-pg-") as parent:
        Path(parent).chmod(0o755)
        data = Path(parent) / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, USER, USER)
        port = _free_port()
        _run(
            folder / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200"
            f" -c fsync={'on' if durable else 'off'}"
        )
        _run(folder / "pg_ctl", "-D", data, "-o", options, "-l", data / "log", "-w", "start")
        try:
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}"
        finally:
            _run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", *words]
    # Output to a file: pg_ctl's child would keep a pipe open for ever.
    subprocess.run(
        words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=120
    )
