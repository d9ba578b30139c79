from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import vobject.icalendar

from .seen import Seen, in_utc


def read_with_icalendar(file: bytes) -> list[Seen]:
    # Likewise vobject, below: they remember how the first file that they met defined a zone.
    icalendar.use_zoneinfo()
    return [
        Seen(
            start=in_utc(event.start),
            end=in_utc(event.end),
            **{
                name: str(event.get(name, ""))
                for name in ("uid", "summary", "description", "location", "status")
            },
        )
        for event in icalendar.Calendar.from_ical(file).walk("VEVENT")
    ]


def forget_zones() -> None:
    """Of vobject, which keeps a zone as the first file of the process defined it, for that file's years."""
    vars(vobject.icalendar)["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", vobject.icalendar.utc)


def read_with_vobject(file: bytes) -> list[Seen]:
    forget_zones()
    return [_seen(event) for event in vobject.readOne(file.decode()).contents.get("vevent", [])]


def vobject_complaints(file: bytes) -> list[str]:
    """What the rules of vobject have against the file."""
    forget_zones()
    calendar = vobject.readOne(file.decode())
    try:
        calendar.validate(raiseException=True)
    except vobject.base.ValidateError as error:
        return [str(error)]
    return []


def _seen(event: Any) -> Seen:
    start = event.dtstart.value
    return Seen(
        start=in_utc(start),
        end=in_utc(event.dtend.value if hasattr(event, "dtend") else _natural_end(start)),
        **{
            name: event.getChildValue(name, default="")
            for name in ("uid", "summary", "description", "location", "status")
        },
    )


def _natural_end(start: date) -> date:
    """Where an entry without DTEND ends: RFC 5545 3.6.1."""
    return start if isinstance(start, datetime) else start + timedelta(days=1)
