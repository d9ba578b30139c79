"""``make bench``: what is measured, as a table; exit status 1 if an aim is missed.

Without arguments everything but the burst, and few letters, people and rows. ``burst`` or ``letters`` alone,
with how many if not 15,000, and on which database if not on both: ``make bench ARGS="burst 2000 sqlite"``.
``list`` with how many people if not 100,000: the attendee list, its workbook, an import, a message to all.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bench import attendee_list, bringing_in, burst, footprint, letters, servers, speed, taking_out
from bench.installation import KINDS, installation
from bench.table import Line, bound, show
from tests import postgres

_SOME = 10_000  # people on the list where it is one measurement of many
MISSING = "PostgreSQL is not installed: its part is left out"


def main() -> int:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("part", nargs="?", choices=_PARTS, help="without: everything but the burst")
    parser.add_argument("count", nargs="?", type=int, help="registrations, letters or people")
    parser.add_argument("database", nargs="?", choices=[kind.lower() for kind in KINDS], help="both")
    given = parser.parse_args()
    lines = _PARTS[given.part](given.count or 0, given.database) if given.part else _everything_else()
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
    lines += _list_on("SQLite", _SOME, bringing_in.FEW)
    if postgres.programs() is None:
        print(MISSING)
        return lines
    with installation("PostgreSQL") as place:
        lines.append(speed.registration(place.settings, "PostgreSQL"))
    lines.append(letters.letters("PostgreSQL", letters.FEW))
    show(lines[-2:])
    lines += _list_on("PostgreSQL", _SOME, bringing_in.FEW)
    return lines


def _burst(count: int, database: str | None) -> list[Line]:
    lines: list[Line] = []
    burst.clients_alone()
    for kind in _kinds(database):
        measured = burst.burst(kind, count or burst.COUNT)
        show(measured)
        lines += measured
    return lines


def _letters(count: int, database: str | None) -> list[Line]:
    lines = []
    for kind in _kinds(database):
        lines.append(letters.letters(kind, count or letters.COUNT))
        show(lines[-1:])
    return lines


def _list(count: int, database: str | None) -> list[Line]:
    many = count or attendee_list.COUNT
    rows = min(many, bringing_in.COUNT)
    return [line for kind in _kinds(database) for line in _list_on(kind, many, rows)]


def _list_on(kind: str, many: int, rows: int) -> Iterator[Line]:
    print(f"\n{kind}: an attendee list of {many:,} against one of {attendee_list.FEW}", flush=True)
    with attendee_list.filled(kind, many, attendee_list.FEW) as places:
        for line in chain(attendee_list.pages(kind, places), taking_out.workbook(kind, *places)):
            show([line])
            yield line
    with attendee_list.filled(kind, 0, rows) as (empty, full):
        for line in (bringing_in.table(kind, empty, rows), *bringing_in.letters(kind, full, rows)):
            show([line])
            yield line


def _kinds(database: str | None) -> Iterator[str]:
    """The databases to measure on: all of those that are there, or the one asked for."""
    for kind in KINDS:
        if database not in {None, kind.lower()}:
            continue
        if kind == "PostgreSQL" and postgres.programs() is None:
            print(MISSING)
        else:
            yield kind


_PARTS = {"burst": _burst, "letters": _letters, "list": _list}

if __name__ == "__main__":
    sys.exit(main())
