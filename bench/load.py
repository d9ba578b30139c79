"""Load: requests per second from another process, over connections that are kept open."""

import http.client
import multiprocessing
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable
from urllib.parse import urlencode

SECONDS = 4
CLIENTS = 8


def requests_per_second(url: str, headers: dict[str, str] | None = None) -> float:
    """How often ``url`` is answered a second, by wrk."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("bench: wrk is not installed; it is in the system's packages under that name")
    extra = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    command = [wrk, "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", *extra, url]
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    if "Non-2xx or 3xx" in output:
        raise RuntimeError(f"errors under load:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])  # type: ignore[index]


Round = Callable[[http.client.HTTPConnection], None]


def rounds_per_second(port: int, one: Round) -> float:
    """How many rounds of ``one`` all CLIENTS manage in a second together; an error ends the benchmark."""
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        counts = pool.starmap(_repeat, [(port, one)] * CLIENTS)
    return sum(counts) / SECONDS


def _repeat(port: int, one: Round) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.monotonic() + SECONDS
    count = 0
    while time.monotonic() < end:
        one(connection)
        count += 1
    return count


TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


def register_once(connection: http.client.HTTPConnection) -> None:
    """Get the form and send it, like a person who has never been here."""
    path = "/events/round-table/register"
    connection.request("GET", path)
    response = connection.getresponse()
    page = response.read()
    cookies = "; ".join(value.split(";")[0] for value in response.headers.get_all("Set-Cookie", []))
    token = TOKEN.search(page)
    if token is None:
        raise RuntimeError("the form has no CSRF token")
    name = secrets.token_hex(8)
    fields = {
        "csrf_token": token[1].decode(),
        "form": secrets.token_urlsafe(12),
        "name": f"Person {name}",
        "email": f"{name}@example.org",
        "ticket": "online",
        "question-affiliation": "University",
        "consent": "y",
    }
    _post(connection, path, fields, {"Cookie": cookies})


def bare_once(connection: http.client.HTTPConnection) -> None:
    """The same two requests to the bare view."""
    connection.request("GET", "/form")
    connection.getresponse().read()
    _post(connection, "/form", {"name": "Person"}, {})


def _post(
    connection: http.client.HTTPConnection, path: str, fields: dict[str, str], headers: dict[str, str]
) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(fields), {**kind, **headers})
    response = connection.getresponse()
    response.read()
    if response.status != http.client.SEE_OTHER:
        raise RuntimeError(f"the form was answered by {response.status}")
