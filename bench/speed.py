"""Requests per second: ours against bare Flask on the same server."""

import urllib.request

from bench import load, recording, servers
from bench.table import Line, ratio

EVENT = "/events/round-table"
OURS = "regapp:create_app"


def event_page(environ: dict[str, str]) -> list[Line]:
    """The public page, in full and when the browser has it already."""
    with servers.web(OURS, environ, EVENT) as service:
        with urllib.request.urlopen(service.url + EVENT) as response:  # noqa: S310 - our own address
            size, etag = len(response.read()), response.headers["ETag"]
        ours = load.requests_per_second(service.url + EVENT)
        unchanged = load.requests_per_second(service.url + EVENT, {"If-None-Match": etag})
    with servers.web("bench.bare:pages", {"BENCH_SIZE": str(size)}, "/page") as other:
        theirs = load.requests_per_second(f"{other.url}/page")
    return [
        ratio("event page / bare page of its size", ours, theirs, 0.5),
        ratio("event page unchanged (304) / bare page", unchanged, theirs, 0.5),
    ]


def registration(environ: dict[str, str], kind: str) -> Line:
    """Form page and POST, against bare views with the same SQL through the driver."""
    recording.save(environ, EVENT.rpartition("/")[2], "online", {"affiliation": "University"})
    with servers.web(OURS, environ, EVENT) as service:
        with urllib.request.urlopen(f"{service.url}{EVENT}/register") as response:  # noqa: S310 - our own address
            size = len(response.read())
        ours = load.rounds_per_second(service.port, load.register_once)
    with servers.web("bench.bare:registering", {"BENCH_SIZE": str(size), **environ}, "/form") as other:
        theirs = load.rounds_per_second(other.port, load.bare_once)
    return ratio(f"form and POST / bare with the same SQL, {kind}", ours, theirs, 0.3)
