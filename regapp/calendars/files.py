"""The kinds of iCalendar file: published without METHOD, and the messages REQUEST and CANCEL (RFC 5546)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration

from regapp.calendars.entry import Entry, Party, Status
from regapp.calendars.events import add_ways_in, event_of
from regapp.calendars.values import address, text, uri
from regapp.calendars.zones import timezone_component, timezone_components

_PRODUCT = "-//regapp//calendars//EN"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def published(
    entries: Sequence[Entry], *, name: str = "", refresh: timedelta | None = None, source: str = ""
) -> bytes:
    """A file to download or a feed to subscribe to: no METHOD and nobody's address (RFC 5545 3.6).

    The same entries give the same bytes: DTSTAMP is each entry's `changed_at`. `name`, `refresh` (how long a
    subscriber should wait before asking again) and `source` (the feed's own address) are those of RFC 7986 5.
    """
    calendar = _calendar()
    if name:
        calendar.add("NAME", text(name), encode=False)
        calendar.add("X-WR-CALNAME", text(name), encode=False)
    if refresh is not None:
        calendar.add("REFRESH-INTERVAL", vDuration(refresh, params={"VALUE": "DURATION"}))
        calendar.add("X-PUBLISHED-TTL", vDuration(refresh))
    if source:
        address_of_feed = uri(source)
        address_of_feed.params["VALUE"] = "URI"
        calendar.add("SOURCE", address_of_feed)
    events = []
    for entry in entries:
        event = event_of(entry, stamp=entry.changed_at)
        event.add("STATUS", entry.status.value)
        add_ways_in(event, entry)
        events.append(event)
    return _written(calendar, entries, events)


def request(entry: Entry, *, organiser: Party, attendee: Party, stamp: datetime, asks: bool = False) -> bytes:
    """An invitation or its update for one attendee, who has already said yes by registering (RFC 5546 3.2.2).

    With `asks` the calendar asks them for an answer all the same (RFC 5545 3.2.12, 3.2.17). `stamp` (aware)
    is the instant of writing. An entry that is cancelled cannot be requested: ValueError.
    """
    if entry.status is Status.CANCELLED:
        raise ValueError(f"a cancelled entry is told with cancel(), not with request(): {entry.uid}")
    event = _addressed(entry, organiser, attendee, stamp, asks=asks)
    event.add("STATUS", entry.status.value)
    add_ways_in(event, entry)
    return _written(_calendar("REQUEST"), [entry], [event])


def cancel(entry: Entry, *, organiser: Party, attendee: Party, stamp: datetime) -> bytes:
    """Take an entry out of one attendee's calendar (RFC 5546 3.2.5).

    The caller has raised the entry's `sequence`. STATUS is there only if the whole event is cancelled: it
    must not be when one attendee leaves. Neither alarm nor address to join is told any more. `stamp`: aware.
    """
    event = _addressed(entry, organiser, attendee, stamp)
    if entry.status is Status.CANCELLED:
        event.add("STATUS", entry.status.value)
    return _written(_calendar("CANCEL"), [entry], [event])


def _calendar(method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    return calendar


def _addressed(
    entry: Entry, organiser: Party, attendee: Party, stamp: datetime, *, asks: bool = False
) -> Event:
    event = event_of(entry, stamp=stamp)
    event.add("ORGANIZER", address(organiser))
    answer = (
        {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if asks else {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    )
    event.add("ATTENDEE", address(attendee, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", **answer))
    return event


def _written(calendar: Calendar, entries: Sequence[Entry], events: Sequence[Event]) -> bytes:
    """The file: zones first, since some programs look for one only before its use."""
    timed = [entry for entry in entries if not entry.all_day]
    zones = timezone_components(time for entry in timed for time in (entry.start, entry.end))
    if not events:
        # A calendar needs a component (RFC 5545 3.6), and a zone is the one that shows nowhere.
        zones = [timezone_component(ZoneInfo("Etc/UTC"), _EPOCH, _EPOCH)]
    for component in (*zones, *events):
        calendar.add_component(component)
    return bytes(calendar.to_ical())
