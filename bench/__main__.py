"""``make bench``: what is measured, as a table; exit status 1 if an aim is missed.

Without arguments everything but the burst. ``burst`` alone, with how many registrations if not 15,000, and on
which database if not on both: ``make bench ARGS="burst 2000 sqlite"``.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import burst, footprint, servers, speed
from bench.installation import KINDS, installation
from bench.table import Line, bound, show
from tests import postgres

MISSING = "PostgreSQL is not installed: its part is left out"


def main() -> int:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("part", nargs="?", choices=["burst"], help="without: everything else")
    parser.add_argument("count", nargs="?", type=int, default=burst.COUNT, help="registrations of the burst")
    parser.add_argument("database", nargs="?", choices=[kind.lower() for kind in KINDS], help="both")
    given = parser.parse_args()
    lines = _burst(given.count, given.database) if given.part else _everything_else()
    return 0 if all(line.reached for line in lines) else 1


def _everything_else() -> list[Line]:
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
        print(MISSING)
        return lines
    with installation("PostgreSQL") as place:
        lines.append(speed.registration(place.settings, "PostgreSQL"))
    show(lines[-1:])
    return lines


def _burst(count: int, database: str | None) -> list[Line]:
    lines: list[Line] = []
    burst.clients_alone()
    for kind in KINDS:
        if database not in {None, kind.lower()}:
            continue
        if kind == "PostgreSQL" and postgres.programs() is None:
            print(MISSING)
            continue
        measured = burst.burst(kind, count)
        show(measured)
        lines += measured
    return lines


sys.exit(main())
