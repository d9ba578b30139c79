"""What it costs to send letters to thousands: the worker against a bare loop that sends the same octets."""

import json
import os
import subprocess
import sys

from bench import guests
from bench.installation import Installation, installation
from bench.sink import sink
from bench.table import Line, at_most

COUNT = 15_000
FEW = 2_000  # where it is one measurement of many
TICKET = "runner"
MOST = 2.0  # times the processor time of the bare loop
LONGEST = 1_800.0  # seconds


def letters(kind: str, count: int = COUNT) -> Line:
    """Send ``count`` confirmations, each with a QR code and a calendar entry; prints where the time goes."""
    print(f"\n{kind}: {count:,} letters to a local mail server that forgets them", flush=True)
    with installation(kind) as place, sink() as port:
        environ = {
            **place.settings,
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(port),
            "MAIL_PACE": "1000000",  # counted, and never reached
        }
        place.make_places(count)
        guests.make(place.settings, TICKET, count)
        written, ours, bare = (_run(step, environ) for step in ("write", "ours", "bare"))
        _check(place, count, ours, bare)
    _show(written, ours)
    unit = 1_000_000 / count
    return at_most(
        f"sending a letter / bare smtplib loop, {kind}", ours["sending"] * unit, bare["sending"] * unit, MOST
    )


def _run(what: str, environ: dict[str, str]) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-m", "bench.postman", what],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST,
        check=True,
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _check(place: Installation, count: int, *sent: dict[str, float]) -> None:
    """Raise RuntimeError unless each sent all, and the outbox says so."""
    noted = place.number("SELECT count(*) FROM letter WHERE state = 'sent'")
    if {noted, *(one["letters"] for one in sent)} != {count}:
        raise RuntimeError(f"not all of {count} letters were sent: {sent}, {noted} noted")


def _show(written: dict[str, float], ours: dict[str, float]) -> None:
    parts = {**written, "sending": ours["sending"]}
    count = parts.pop("letters")
    for part, seconds in parts.items():
        print(f"  {part}: {seconds / count * 1000:.2f} ms of a processor a letter")
    print(f"  one worker: {count / sum(parts.values()):,.0f} letters a second of a processor", flush=True)
