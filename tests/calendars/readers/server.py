"""Radicale: a CalDAV server (RFC 4791) that stores files and finds them by time."""

import base64
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from xml.etree import ElementTree as ET

from radicale import config
from radicale.app import Application

from .in_python import forget_zones

_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


class Radicale:
    """The server in a thread, on a free port of the loopback interface, with one user."""

    def __init__(self, folder: Path) -> None:
        settings = config.load()
        settings.update(
            {
                "storage": {"filesystem_folder": str(folder), "_filesystem_fsync": False},
                "auth": {"type": "none"},
                "logging": {"level": "error"},
            },
            "the tests",
            privileged=True,
        )
        self._server = make_server("127.0.0.1", 0, Application(settings), handler_class=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self._calendars = 0

    def store(self, file: bytes) -> "Stored":
        """A new calendar with the file's entries, each put into it by itself as programs do: RFC 4791 4.1."""
        forget_zones()
        self._calendars += 1
        path = f"/guest/{self._calendars}/"
        self._ask("MKCALENDAR", path, expected=201)
        for number, entry in enumerate(single_entries(file)):
            self._ask("PUT", f"{path}{number}.ics", entry, expected=201)
        return Stored(self, path)

    def found(self, path: str, start: datetime, end: datetime) -> list[bytes]:
        body = _QUERY.format(start=start.astimezone(UTC), end=end.astimezone(UTC)).encode()
        answer = ET.fromstring(self._ask("REPORT", path, body, expected=207))  # noqa: S314 - our own
        return [(data.text or "").encode() for data in answer.iter(f"{_CALDAV}calendar-data")]

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()

    def _ask(self, method: str, path: str, body: bytes = b"", *, expected: int) -> bytes:
        connection = HTTPConnection("127.0.0.1", self._server.server_port, timeout=10)
        headers = {
            "Authorization": f"Basic {base64.b64encode(b'guest:').decode()}",
            "Content-Type": "text/calendar; charset=utf-8"
            if method == "PUT"
            else "application/xml; charset=utf-8",
            "Depth": "1",
        }
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        assert response.status == expected, f"{method} {path}: {response.status} {content[:300]!r}"
        return content


class Stored:
    """A calendar on the server."""

    def __init__(self, server: Radicale, path: str) -> None:
        self._server, self._path = server, path

    def between(self, start: datetime, end: datetime) -> list[bytes]:
        """The files of the entries that take place at some moment from `start` and before `end` (aware)."""
        return self._server.found(self._path, start, end)


def single_entries(file: bytes) -> Iterator[bytes]:
    """A file for each entry, with all zones and without METHOD, which is not for storing (RFC 4791 4.1)."""
    text = re.sub("METHOD:.*\r\n", "", file.decode())
    entries = re.findall("BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL)
    frame: Any = re.sub("BEGIN:VEVENT\r\n.*END:VEVENT\r\n", "", text, flags=re.DOTALL)
    for entry in entries:
        yield frame.replace("END:VCALENDAR", f"{entry}END:VCALENDAR").encode()
