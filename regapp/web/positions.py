"""A position on the earth, read from two numbers or from the address of a map."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import StopValidation

from regapp.web.fields import clean_line
from regapp.web.translations import gettext as _

LONGEST = 2000  # characters of a map's address
DIGITS = 6  # behind the point: a tenth of a metre
_NUMBER = r"[-+−]?\d{1,3}(?:[.,]\d+)?"
_PAIR = re.compile(
    rf"\(?\s*({_NUMBER})\s*°?\s*([NSСЮ])?\s*[,;/ ]\s*({_NUMBER})\s*°?\s*([EWВЗ])?\s*\)?", re.IGNORECASE
)
_TWO = re.compile(r"([-+]?\d{1,3}\.\d+)[,/]\s*([-+]?\d{1,3}\.\d+)")
# Where maps write it: latitude first, or, as Yandex and 2GIS do, longitude first.
_LATITUDE_FIRST = ("q", "query", "ll", "sll", "center", "destination", "daddr", "coordinate", "cp")
_LONGITUDE_FIRST = ("pt", "whatshere[point]", "ll", "m")
_GOOGLE_MARKER = re.compile(r"!3d([-+]?\d{1,3}\.\d+)!4d([-+]?\d{1,3}\.\d+)")
_OPENSTREETMAP = re.compile(r"map=[\d.]+/([-+]?\d{1,3}\.\d+)/([-+]?\d{1,3}\.\d+)")
_HOSTS_WITH_LONGITUDE_FIRST = re.compile(r"(?:^|\.)(?:yandex\.[a-z.]+|2gis\.[a-z.]+)$")


@dataclass(frozen=True, slots=True)
class Position:
    """In degrees: south and west are negative."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return ", ".join(
            f"{number:.{DIGITS}f}".rstrip("0").rstrip(".") for number in (self.latitude, self.longitude)
        )


def read_position(typed: str) -> Position | None:
    """The position that numbers, the address of a map or a geo: URI (RFC 5870) mean; None if none."""
    typed = typed.strip()
    if typed.startswith("geo:"):
        typed = typed.removeprefix("geo:").partition(";")[0]
    if typed.startswith(("http://", "https://")):
        return _of_address(typed)
    found = _PAIR.fullmatch(typed)
    if found is None:
        return None
    south = (found[2] or "").upper() in {"S", "Ю"}
    west = (found[4] or "").upper() in {"W", "З"}
    return _position(_number(found[1]) * (-1 if south else 1), _number(found[3]) * (-1 if west else 1))


def _of_address(address: str) -> Position | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if {"mlat", "mlon"} <= query.keys():
        return _pair(f"{query['mlat']},{query['mlon']}")
    if marker := _GOOGLE_MARKER.search(address):
        return _position(float(marker[1]), float(marker[2]))
    swapped = _HOSTS_WITH_LONGITUDE_FIRST.search(host) is not None
    for name in _LONGITUDE_FIRST if swapped else _LATITUDE_FIRST:
        if found := _pair(query.get(name, ""), swapped=swapped):
            return found
    if place := _OPENSTREETMAP.search(parts.fragment):
        return _position(float(place[1]), float(place[2]))
    return _pair(unquote(parts.path), swapped=swapped)


def _pair(text: str, *, swapped: bool = False) -> Position | None:
    found = _TWO.search(text)
    if found is None:
        return None
    first, second = float(found[1]), float(found[2])
    return _position(second, first) if swapped else _position(first, second)


def _position(latitude: float, longitude: float) -> Position | None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - of the earth
        return None
    return Position(round(latitude, DIGITS), round(longitude, DIGITS))


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


class PositionField(StringField):  # type: ignore[misc]
    """``data`` is the position as text; ``position`` the same as numbers, or None."""

    position: Position | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed or pasted."""
        typed = clean_line(valuelist[0]) if valuelist else ""
        self.position = read_position(typed[:LONGEST])
        self.data = str(self.position) if self.position else typed[:LONGEST]

    def process_data(self, value: str | None) -> None:
        """Take a stored position."""
        self.data, self.position = value or "", read_position(value or "")

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say what can be read."""
        if self.data and self.position is None:
            raise StopValidation(
                _(
                    "No position is in it. Write two numbers like 43.2457, 76.9531, or paste the long"
                    " address of a map; short ones do not say where it is."
                )
            )

    def _value(self) -> str:
        return str(self.data or "")


def position_text(latitude: float | None, longitude: float | None) -> str:
    """A stored position as the field keeps it."""
    if latitude is None or longitude is None:
        return ""
    return str(Position(latitude, longitude))
