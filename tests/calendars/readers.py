"""Calendar files as other programs read them: icalendar, vobject, ical.js and libical."""

import ctypes
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import vobject.icalendar

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent


class UnavailableError(Exception):
    """The reader cannot be had on this machine; the text says why."""


@dataclass(frozen=True)
class Seen:
    """What a program shows of an entry; times in UTC."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str


Reader = Callable[[bytes], list[Seen]]


def read_with_icalendar(file: bytes) -> list[Seen]:
    # Likewise vobject, below: they remember how the first file that they met defined a zone.
    icalendar.use_zoneinfo()
    return [
        Seen(
            uid=str(event["UID"]),
            start=event.start.astimezone(UTC),
            end=event.end.astimezone(UTC),
            summary=str(event.get("SUMMARY", "")),
            description=str(event.get("DESCRIPTION", "")),
            location=str(event.get("LOCATION", "")),
        )
        for event in icalendar.Calendar.from_ical(file).walk("VEVENT")
    ]


def read_with_vobject(file: bytes) -> list[Seen]:
    vars(vobject.icalendar)["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", UTC)
    calendar = vobject.readOne(file.decode())
    return [
        Seen(
            uid=event.uid.value,
            start=event.dtstart.value.astimezone(UTC),
            end=(event.dtend if hasattr(event, "dtend") else event.dtstart).value.astimezone(UTC),
            **{
                name: event.getChildValue(name, default="") for name in ("summary", "description", "location")
            },
        )
        for event in calendar.contents.get("vevent", [])
    ]


class IcalJs:
    """ical.js (Thunderbird's) in one Node process that lives as long as the tests."""

    def __init__(self) -> None:
        try:
            module = self._installed()
            self._node = subprocess.Popen(
                ["node", str(HERE / "read.mjs"), str(module)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except FileNotFoundError as error:
            raise UnavailableError(f"ical.js needs {error.filename}, which is not here") from error

    @staticmethod
    def _installed() -> Path:
        """The pinned ical.js, fetched from the npm registry when it is not there yet."""
        version = json.loads((HERE / "package.json").read_text())["dependencies"]["ical.js"]
        prefix = PROJECT / ".cache" / "npm"
        package = prefix / "node_modules" / "ical.js"
        manifest = package / "package.json"
        if not manifest.exists() or json.loads(manifest.read_text())["version"] != version:
            prefix.mkdir(parents=True, exist_ok=True)
            command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", prefix, f"ical.js@{version}"]
            try:
                done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
            except subprocess.TimeoutExpired as error:
                raise UnavailableError(
                    "ical.js could not be installed: npm did not answer in 60 s"
                ) from error
            if done.returncode:
                raise UnavailableError(f"ical.js could not be installed: {done.stderr.strip()[-300:]}")
        return package / "dist" / "ical.js"

    def entries(self, file: bytes) -> list[dict]:
        self._node.stdin.write(json.dumps(file.decode()) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["entries"]

    def __call__(self, file: bytes) -> list[Seen]:
        return [
            Seen(
                start=datetime.fromtimestamp(entry["start"], UTC),
                end=datetime.fromtimestamp(entry["end"], UTC),
                **{name: entry[name] for name in ("uid", "summary", "description", "location")},
            )
            for entry in self.entries(file)
        ]

    def close(self) -> None:
        self._node.stdin.close()
        self._node.wait(timeout=10)
        self._node.stdout.close()


class _Time(ctypes.Structure):
    """Libical's icaltimetype, as version 3 has it."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


class Libical:
    """The C library of GNOME's and KDE's calendars; Debian's package libical3."""

    def __init__(self) -> None:
        try:
            self._library = ctypes.CDLL("libical.so.3")
        except OSError as error:
            raise UnavailableError("libical.so.3 is not here (Debian: apt-get install libical3)") from error
        self._kind = self._function("icalcomponent_string_to_kind", ctypes.c_int, ctypes.c_char_p)
        self._parse = self._function("icalparser_parse_string", ctypes.c_void_p, ctypes.c_char_p)
        self._free = self._function("icalcomponent_free", None, ctypes.c_void_p)
        self._check = self._function("icalrestriction_check", ctypes.c_int, ctypes.c_void_p)
        self._errors = self._function("icalcomponent_count_errors", ctypes.c_int, ctypes.c_void_p)
        self._written = self._function("icalcomponent_as_ical_string", ctypes.c_char_p, ctypes.c_void_p)
        self._step = {
            step: self._function(
                f"icalcomponent_get_{step}_component", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int
            )
            for step in ("first", "next")
        }
        self._time = {
            name: self._function(f"icalcomponent_get_{name}", _Time, ctypes.c_void_p)
            for name in ("dtstart", "dtend")
        }
        self._seconds = self._function("icaltime_as_timet_with_zone", ctypes.c_long, _Time, ctypes.c_void_p)
        self._text = {
            name: self._function(f"icalcomponent_get_{name}", ctypes.c_char_p, ctypes.c_void_p)
            for name in ("uid", "summary", "description", "location")
        }

    def _function(self, name: str, result: object, *arguments: object) -> Callable:
        function = getattr(self._library, name)
        function.restype, function.argtypes = result, arguments
        return function

    def complaints(self, file: bytes) -> list[str]:
        """What its parser and its table of restrictions (RFC 5545 and 5546) have against the file."""
        root = self._parse(file)
        assert root, "libical could not read the file at all"
        try:
            self._check(root)
            written = self._written(root).decode().replace("\r\n ", "")
            assert ("X-LIC-ERROR" in written) == bool(self._errors(root))
            return [line for line in written.splitlines() if line.startswith("X-LIC-ERROR")]
        finally:
            self._free(root)

    def __call__(self, file: bytes) -> list[Seen]:
        root = self._parse(file)
        assert root, "libical could not read the file at all"
        try:
            kind = self._kind(b"VEVENT")
            found = []
            event = self._step["first"](root, kind)
            while event:
                found.append(self._seen(event))
                event = self._step["next"](root, kind)
            return found
        finally:
            self._free(root)

    def _seen(self, event: int) -> Seen:
        times = {name: read(event) for name, read in self._time.items()}
        instants = {
            name: datetime.fromtimestamp(self._seconds(time, time.zone), UTC) for name, time in times.items()
        }
        texts = {name: (read(event) or b"").decode() for name, read in self._text.items()}
        return Seen(start=instants["dtstart"], end=instants["dtend"], **texts)
