"""Telephone numbers, as people in Kazakhstan write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

from regapp.announcements.source import Source

REGION = "KZ"
CANDIDATE = re.compile(r"(?<![\w/=.,#*-])[+(]?\d[\d ()./-]{5,28}\d(?![\w%])")
FEWEST_DIGITS, MOST_DIGITS = 10, 15
MOBILE = re.compile(r"^(\+7 \d{3} \d{3}) ?(\d{2})-?(\d{2})$")
INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in international form, and where it stands in the readable text."""

    number: str
    start: int
    end: int


def phones_in(source: Source, start: int = 0, end: int | None = None) -> Iterator[Phone]:
    """Every valid number of a piece of the text."""
    for match in CANDIDATE.finditer(source.low, start, len(source.low) if end is None else end):
        yield from _phones(match[0], match.start())


def _phones(written: str, offset: int) -> Iterator[Phone]:
    number = _number(written)
    if number:
        yield Phone(number, offset, offset + len(written))
        return
    for part in re.finditer(r"[+(]?\d[^/]{5,28}", written):  # 8 727 355 05 51 / 355 05 52
        number = _number(part[0].strip())
        if number:
            yield Phone(number, offset + part.start(), offset + part.start() + len(part[0].rstrip()))


def _number(written: str) -> str:
    """In international form, or an empty text if nobody has such a number."""
    digits = sum(character.isdecimal() for character in written)
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        return ""
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    # People here speak of 77 123 45 67, the library writes 77 123 4567.
    return MOBILE.sub(r"\1 \2 \3", phonenumbers.format_number(number, INTERNATIONAL))
