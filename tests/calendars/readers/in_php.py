from pathlib import Path

from .program import Program
from .seen import Seen, from_json


class Sabre:
    """sabre/vobject in PHP; Debian's packages php-cli and php-sabre-vobject.

    It takes the rules of a zone from PHP by the zone's name, whatever the file says of it.
    """

    def __init__(self) -> None:
        self._php = Program("sabre/vobject", "php", Path(__file__).parent / "read.php")

    def complaints(self, file: bytes) -> list[str]:
        """What its validation has against the file."""
        return self._php.ask(file.decode())["complaints"]

    def __call__(self, file: bytes) -> list[Seen]:
        return [
            Seen(
                start=from_json(entry["start"]),
                end=from_json(entry["end"]),
                **{
                    name: _unescaped(entry[name])
                    for name in ("uid", "summary", "description", "location", "status")
                },
            )
            for entry in self._php.ask(file.decode())["entries"]
        ]

    def close(self) -> None:
        self._php.close()


def _unescaped(text: str) -> str:
    """Version 2.1.7 reads an escaped line break and backslash, but leaves commas and semicolons escaped."""
    return text.replace("\\,", ",").replace("\\;", ";")
