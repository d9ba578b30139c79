"""``make bench``: everything that is measured, as a table; exit status 1 if an aim is missed."""

import sys
import tempfile
from pathlib import Path

import psycopg

from bench import footprint, servers, speed
from bench.table import Line, bound, show
from tests import postgres


def main() -> int:
    """Run all benchmarks."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="regapp-bench-") as folder:
        url = f"sqlite:///{folder}/regapp.db"
        with servers.service(Path(folder), url) as service:
            lines.append(bound("start to first page", service.seconds, "s", 60))
            lines.append(footprint.memory(service))
            lines += footprint.weight(service)
        environ = servers.settings(Path(folder), url)
        lines += speed.event_page(environ)
        lines.append(speed.registration(environ, "SQLite"))
    show(lines)
    if postgres.programs() is None:
        print("PostgreSQL is not installed: its part is left out")
    else:
        lines.append(_on_postgres())
        show(lines[-1:])
    return 0 if all(line.reached for line in lines) else 1


def _on_postgres() -> Line:
    with (
        postgres.server(durable=True) as server,
        tempfile.TemporaryDirectory(prefix="regapp-bench-") as folder,
    ):
        with psycopg.connect(f"{server.replace('+psycopg', '', 1)}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        url = f"{server}/bench"
        with servers.service(Path(folder), url):
            pass  # brings the tables and the sample events
        return speed.registration(servers.settings(Path(folder), url), "PostgreSQL")


sys.exit(main())
