"""A workbook of very many people: what it takes of memory, and how long beside a bare loop."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from re import MULTILINE, search
from tempfile import TemporaryFile
from time import perf_counter

import xlsxwriter

from bench import crowd, servers
from bench.attendee_list import LIST, OURS
from bench.footprint import family
from bench.installation import Installation
from bench.organiser import Organiser
from bench.table import Line, bound, ratio

MOST_MEMORY = 50  # MB above what a hundred rows take
FORGET_PEAK = "5"  # see proc(5), clear_refs
LEAST = 0.5  # of the speed of the bare loop

Table = list[list[str]]


def workbook(kind: str, many: Installation, few: Installation) -> Iterator[Line]:
    """Take out everybody of both, each from a server that has just started."""
    small, _spent, _table = _taken_out(few, lambda _table: None)
    bare: list[float] = []
    big, spent, table = _taken_out(many, lambda table: bare.append(_bare_loop(table)))
    rows, seconds = len(table) - 1, sum(bare) / len(bare)
    yield bound(f"XLSX of {rows:,} rows, memory above that of few, {kind}", big - small, "MB", MOST_MEMORY)
    yield ratio(f"XLSX of {rows:,} rows / bare xlsxwriter loop, {kind}", rows / spent, rows / seconds, LEAST)


def _taken_out(place: Installation, beside: Callable[[Table], object]) -> tuple[float, float, Table]:
    """By how many MB a process of the server grew at most, the seconds, and the table itself.

    ``beside`` is done before and after.
    """
    with servers.web(OURS, place.settings, "/") as running:
        reader = Organiser(running.port, crowd.OWNER)
        _spent, page = reader.get(f"{LIST}.csv")
        table = list(csv.reader(io.StringIO(page.decode("utf-8-sig"))))
    with servers.web(OURS, place.settings, "/") as running:
        beside(table)
        organiser = Organiser(running.port, crowd.OWNER)
        pids = family(running.pid)
        for pid in pids:  # checking a password takes much memory for a moment
            Path(f"/proc/{pid}/clear_refs").write_text(FORGET_PEAK)
        before = {pid: _peak(pid) for pid in pids}
        spent, _page = organiser.get(f"{LIST}.xlsx")
        grown = max(_peak(pid) - before[pid] for pid in pids)
        beside(table)
    return grown / 1000, spent, table


def _peak(pid: int) -> int:
    found = search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), MULTILINE)
    return int(found[1]) if found else 0


def _bare_loop(table: Table) -> float:
    """Seconds to write the same cells as texts, with as little memory."""
    begin = perf_counter()
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        book.close()
    return perf_counter() - begin
