"""A race whose places all go in one burst: how fast, how long people wait, and whether all is right then."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench import bare_loop, people, recording, servers, watched
from bench.installation import SLUG, Installation, installation
from bench.table import Line, ratio

TICKET, PATH = "runner", f"/events/{SLUG}/register"
COUNT = 15_000  # registrations, and as many places
WATCHED = 1_000  # registrations of which each step is timed, at most
TRIAL = 2_000  # registrations at a server that does nothing
FEW = 16  # clients: as many as the service's web server has threads
FORM = 30_000  # octets of a form
LONGEST_DRAIN = 120.0  # seconds for the worker to send what is left
LONGEST_DOCTOR = 300.0  # seconds
LEAST = 0.33
HELD = (
    "SELECT count(*) FROM hold JOIN attendee ON attendee.id = hold.attendee_id"
    " WHERE attendee.event_id = (SELECT id FROM event WHERE slug = :slug)"
)
WAITING = "SELECT count(*) FROM waiting_entry WHERE event_id = (SELECT id FROM event WHERE slug = :slug)"
UNSENT = "SELECT count(*) FROM letter WHERE state NOT IN ('sent', 'dropped', 'failed')"


def burst(kind: str, count: int = COUNT) -> list[Line]:
    """Register ``count`` people for as many places, on a database of that kind; prints what it was like."""
    print(f"\n{kind}: {count:,} registrations for as many places, {people.CLIENTS} clients", flush=True)
    with installation(kind) as place:
        rate, checks = _measured(place, count)
    with installation(kind) as place:
        many, few = _bare(place, count)
    print(f"  bare loop: {many:,.0f}/s with {people.CLIENTS} clients, {few:,.0f}/s with {FEW}", flush=True)
    with installation(kind) as place:
        _where_it_goes(place, min(count, WATCHED))
    return [ratio(f"burst / bare loop with the same SQL, {kind}", rate, many, LEAST), *checks]


def clients_alone() -> None:
    """Print how fast the clients are on this machine where the server does nothing."""
    with servers.web("bench.bare:still", {"BENCH_SIZE": str(FORM)}, "/form") as still:
        answers = people.register_all(still.port, "/form", TICKET, TRIAL)
    print(
        f"the clients alone, at a server that does nothing: {answers.rate:,.0f} registrations/s,"
        f" {answers.processor / TRIAL * 1000:.2f} ms of a processor each",
        flush=True,
    )


def _measured(place: Installation, count: int) -> tuple[float, list[Line]]:
    place.make_places(count)
    late = people.Answers()
    with servers.service(place.folder, place.url) as service:
        answers = people.register_all(service.port, PATH, TICKET, count)
        _show(answers)
        people.register_one(service.port, PATH, TICKET, late)
        _drain(place)
    held, waiting, got = place.number(HELD), place.number(WAITING), len(answers.receipts)
    return answers.rate, [
        _check(
            "  each got a receipt of their own", got == count, f"{got:,} receipts{_others(answers.refused)}"
        ),
        _check(
            "  all places taken, nobody waits",
            (held, waiting) == (count, 0),
            f"{held:,} taken, {waiting} wait",
        ),
        _check("  the next one is refused", late.refused == {"409": 1}, f"answered{_others(late.refused)}"),
        _doctor(place),
    ]


def _show(answers: people.Answers) -> None:
    print(
        f"  {answers.rate:,.1f} registrations/s, forms and posts together"
        f" {2 * answers.rate:,.1f} requests/s, for {answers.seconds:.0f} s;"
        f" the clients took {answers.processor / answers.seconds:.1%} of a processor"
    )
    for name, times in (("POST", answers.posts), ("GET of the form", answers.forms)):
        shown = ", ".join(f"p{part} {_part(times, part):,.0f} ms" for part in (50, 95, 99))
        print(f"  {name}: {shown}, longest {max(times) * 1000:,.0f} ms", flush=True)


def _part(times: list[float], part: int) -> float:
    """The time within which ``part`` of a hundred were answered, in milliseconds."""
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)] * 1000


def _drain(place: Installation) -> None:
    """Let the worker send what is left for a while: doctor calls letters overdue after 15 minutes."""
    start, first = time.monotonic(), place.number(UNSENT)
    left = first
    while left and time.monotonic() < start + LONGEST_DRAIN:
        time.sleep(1)
        left = place.number(UNSENT)
    seconds = time.monotonic() - start
    print(
        f"  letters left to send at the end: {first:,}; {left:,} of them after {seconds:.0f} s more",
        flush=True,
    )


def _doctor(place: Installation) -> Line:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "doctor"]
    told = subprocess.run(
        command,
        env={**os.environ, **place.settings},
        capture_output=True,
        text=True,
        timeout=LONGEST_DOCTOR,
        check=False,
    )
    broken = [line for line in told.stdout.splitlines() if not line.startswith("ok ")]
    for line in broken:
        print(f"  doctor: {line}")
    return _check("  doctor", told.returncode == 0, "clean" if not told.returncode else "finds faults")


def _check(name: str, reached: bool, measured: str) -> Line:  # noqa: FBT001 - the outcome itself
    return Line(name, measured, "always", reached)


def _others(refused: Counter[str]) -> str:
    return "".join(f", {number} x {answer}" for answer, number in sorted(refused.items()))


def _bare(place: Installation, count: int) -> tuple[float, float]:
    """Registrations a second of the bare loop, with as many clients as the burst and with few."""
    post = recording.record(place.settings, SLUG, TICKET, {})[1]
    place.make_places(recording.PLACES + 2 * count)
    many = bare_loop.per_second(place.url, post, count, people.CLIENTS)
    return many, bare_loop.per_second(place.url, post, min(count, TRIAL), FEW)


def _where_it_goes(place: Installation, count: int) -> None:
    times = place.folder / "times"
    os.environ["BENCH_TIMES"] = str(times)
    with servers.service(place.folder, place.url, "bench.watched") as service:
        answers = people.register_all(service.port, PATH, TICKET, count)
    mean = sum(answers.posts) / len(answers.posts) * 1000
    print(f"  where a POST's {mean:,.0f} ms go, over {count:,} at {answers.rate:,.1f}/s:")
    for line in watched.table(Path(times), mean):
        print(f"    {line}", flush=True)
