import ctypes
from collections.abc import Callable
from datetime import UTC, date, datetime

from .seen import Seen, UnavailableError


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
        self._status = self._function("icalcomponent_get_status", ctypes.c_int, ctypes.c_void_p)
        self._word = self._function("icalproperty_status_to_string", ctypes.c_char_p, ctypes.c_int)
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
        texts = {name: (read(event) or b"").decode() for name, read in self._text.items()}
        start, end = (self._moment(read(event)) for read in self._time.values())
        return Seen(start=start, end=end, status=(self._word(self._status(event)) or b"").decode(), **texts)

    def _moment(self, time: _Time) -> date:
        if time.is_date:
            return date(time.year, time.month, time.day)
        return datetime.fromtimestamp(self._seconds(time, time.zone), UTC)
