"""VEVENT from an entry (RFC 5545 3.6.1)."""

from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

from icalendar import Alarm, Event, vDuration, vUri

from regapp.calendars.entry import Entry, Status
from regapp.calendars.values import day, instant, moment, parameter, position, text, uri


def event_of(entry: Entry, *, stamp: datetime) -> Event:
    """The VEVENT with what all may know of an entry. `stamp` (aware) becomes DTSTAMP, in UTC: 3.8.7.2."""
    event = Event()
    event.add("UID", text(entry.uid), encode=False)
    event.add("DTSTAMP", instant(stamp))
    event.add("LAST-MODIFIED", instant(entry.changed_at))
    event.add("SEQUENCE", entry.sequence)
    _add_times(event, entry)
    event.add("SUMMARY", text(entry.summary, language=entry.language), encode=False)
    for name, value in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if written := text(value, language=entry.language):
            event.add(name, written, encode=False)
    if address := uri(entry.url):
        event.add("URL", address)
    if entry.categories:
        event.add("CATEGORIES", text(*entry.categories, language=entry.language), encode=False)
    if entry.position:
        event.add("GEO", position(*entry.position), encode=False)
    return event


def _add_times(event: Event, entry: Entry) -> None:
    """From when to when; the end is the first moment, or the first day, after it (3.8.2.2)."""
    written = day if entry.all_day else moment
    event.add("DTSTART", written(entry.start))
    # An end must be later than the start; without one the entry ends as it starts (3.6.1).
    if entry.end.astimezone(UTC) > entry.start.astimezone(UTC):
        event.add("DTEND", written(entry.end))
    if entry.all_day:
        # Nobody is busy for all the hours of a day; calendars mark days that way themselves (3.8.2.7).
        event.add("TRANSP", "TRANSPARENT")


def add_ways_in(event: Event, entry: Entry) -> None:
    """Add what those who come need: the address to join (RFC 7986 5.11) and the alarm (RFC 5545 3.6.6)."""
    if entry.status is Status.CANCELLED:
        return
    if entry.join_address:
        event.add("CONFERENCE", _conference(entry))
    if entry.alarm_before is not None:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", vDuration(-entry.alarm_before))
        alarm.add("DESCRIPTION", text(entry.summary, language=entry.language), encode=False)
        event.add_component(alarm)


def _conference(entry: Entry) -> vUri:
    conference = uri(entry.join_address)
    conference.params["VALUE"] = "URI"
    conference.params["FEATURE"] = ["AUDIO", "VIDEO"]
    # The host says where the button leads, in every language.
    host: str | None = None
    with suppress(ValueError):
        host = urlsplit(str(conference)).hostname
    conference.params["LABEL"] = parameter(host or entry.summary)
    return conference
