"""Entries for the tests of calendar files."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from regapp.calendars.entry import Entry, Party

ALMATY = ZoneInfo("Asia/Almaty")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

HOST = Party("Kazakh-German University", "events@dku.example")
GUEST = Party("Айгүл Сәрсенова", "aigul@example.kz")
STAMP = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def entry(start: datetime | None = None, **changes: Any) -> Entry:
    """The round table of 2020, two hours long, with whatever is to be different."""
    start = start or datetime(2020, 11, 12, 17, tzinfo=ALMATY)
    later = (start.astimezone(UTC) + timedelta(hours=2)).astimezone(start.tzinfo)
    facts = {
        "uid": "2f6c@events.example",
        "sequence": 3,
        "start": start,
        "end": later,
        "summary": "Migration during the pandemic",
        "changed_at": datetime(2020, 10, 1, 9, 30, tzinfo=UTC),
    }
    return Entry(**(facts | changes))


def full_entry(**changes: Any) -> Entry:
    """An entry with every fact given."""
    facts = {
        "description": "Problems and solutions; questions, answers.\nTelephone +7 777 397 11 27",
        "location": "DKU, Pushkin 111, Almaty",
        "url": "https://events.example/events/round-table",
        "categories": ("round table", "migration, labour"),
        "position": (43.2551, 76.9426),
        "join_address": "https://zoom.example/j/84684484087?pwd=a,b;c",
        "alarm_before": timedelta(hours=1),
        "language": "en",
    }
    return entry(**(facts | changes))


def lines(file: bytes) -> list[str]:
    """The file's content lines, unfolded."""
    return file.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def values(file: bytes, name: str) -> list[str]:
    """The values of every property of that name outside VTIMEZONE, parameters and all."""
    found = []
    in_zone = False
    for line in lines(file):
        in_zone = (in_zone or line == "BEGIN:VTIMEZONE") and line != "END:VTIMEZONE"
        if not in_zone and line.startswith((f"{name}:", f"{name};")):
            found.append(line[len(name) + 1 :])
    return found


def names(file: bytes) -> list[str]:
    """The names of the file's lines, in their order."""
    return [re.split("[;:]", line, maxsplit=1)[0] for line in lines(file)]
