"""``make bench``: what is measured, as a table; exit status 1 if an aim is missed.

Without arguments everything but the burst, and few letters. ``burst`` or ``letters`` alone, with how many if
not 15,000, and on which database if not on both: ``make bench ARGS="burst 2000 sqlite"``.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import burst, footprint, letters, servers, speed
from bench.installation import KINDS, installation
from bench.table import Line, bound, show
from tests import postgres

MISSING = "PostgreSQL is not installed: its part is left out"


def main() -> int:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("part", nargs="?", choices=_PARTS, help="without: everything but the burst")
    parser.add_argument("count", nargs="?", type=int, default=burst.COUNT, help="registrations or letters")
    parser.add_argument("database", nargs="?", choices=[kind.lower() for kind in KINDS], help="both")
    given = parser.parse_args()
    lines = _PARTS[given.part](given.count, given.database) if given.part else _everything_else()
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
    lines.append(letters.letters("SQLite", letters.FEW))
    show(lines)
    if postgres.programs() is None:
        print(MISSING)
        return lines
    with installation("PostgreSQL") as place:
        lines.append(speed.registration(place.settings, "PostgreSQL"))
    lines.append(letters.letters("PostgreSQL", letters.FEW))
    show(lines[-2:])
    return lines


def _burst(count: int, database: str | None) -> list[Line]:
    lines: list[Line] = []
    burst.clients_alone()
    for kind in _kinds(database):
        measured = burst.burst(kind, count)
        show(measured)
        lines += measured
    return lines


def _letters(count: int, database: str | None) -> list[Line]:
    lines = []
    for kind in _kinds(database):
        lines.append(letters.letters(kind, count))
        show(lines[-1:])
    return lines


def _kinds(database: str | None) -> Iterator[str]:
    """The databases to measure on: all of those that are there, or the one asked for."""
    for kind in KINDS:
        if database not in {None, kind.lower()}:
            continue
        if kind == "PostgreSQL" and postgres.programs() is None:
            print(MISSING)
        else:
            yield kind


_PARTS = {"burst": _burst, "letters": _letters}

if __name__ == "__main__":
    sys.exit(main())
