"""Addresses that open a calendar program on the web with the entry filled in.

They hold public facts only: whoever makes the entry gives no other, and the address to join is not read here.
Times are instants in UTC, whole days are dates. None of the four programs documents its parameters; these are
those in common use.
"""

from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import quote, urlencode

from regapp.calendars.entry import Entry
from regapp.calendars.values import clean
from regapp.calendars.zones import zone_written

# Of the encoded description: with it an address stays below the 2,048 octets that old servers take.
_ROOM = 1000


def google(entry: Entry) -> str:
    """The address of a new entry in Google Calendar, shown in the event's own zone (ctz)."""
    zone = None if entry.all_day else zone_written(entry.start)
    return _address(
        "https://calendar.google.com/calendar/render",
        action="TEMPLATE",
        text=clean(entry.summary),
        dates="/".join(_basic(time, entry) for time in (entry.start, entry.end)),
        ctz=zone.key if zone else "",
        details=_details(entry),
        location=clean(entry.location),
    )


def outlook(entry: Entry) -> str:
    """The address of a new entry in Outlook.com."""
    return _microsoft("https://outlook.live.com/calendar/0/action/compose", entry)


def office365(entry: Entry) -> str:
    """The address of a new entry in Outlook of an organisation's Microsoft 365."""
    return _microsoft("https://outlook.office.com/calendar/0/action/compose", entry)


def yahoo(entry: Entry) -> str:
    """The address of a new entry in Yahoo Calendar."""
    return _address(
        "https://calendar.yahoo.com/",
        v="60",
        title=clean(entry.summary),
        **_yahoo_times(entry),
        desc=_details(entry),
        in_loc=clean(entry.location),
    )


def add_links(entry: Entry) -> dict[str, str]:
    """All four addresses, by the program's key."""
    return {
        "google": google(entry),
        "outlook": outlook(entry),
        "office365": office365(entry),
        "yahoo": yahoo(entry),
    }


def subscriptions(feed: str) -> dict[str, str]:
    """The addresses that subscribe to the feed at this one: on this device, in Google Calendar, by hand."""
    webcal = f"webcal://{feed.partition('://')[2]}"
    return {
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "address": feed,
    }


def _microsoft(base: str, entry: Entry) -> str:
    return _address(
        base,
        path="/calendar/action/compose",
        rru="addevent",
        subject=clean(entry.summary),
        startdt=_extended(entry.start, entry),
        enddt=_extended(entry.end, entry),
        allday="true" if entry.all_day else "",
        # Its body is HTML.
        body=escape(_details(entry), quote=False).replace("\n", "<br>"),
        location=clean(entry.location),
    )


def _address(base: str, **parameters: str) -> str:
    """The address with its parameters; blanks as %20, since Outlook shows a + as it is."""
    return f"{base}?{urlencode({key: value for key, value in parameters.items() if value}, quote_via=quote)}"


def _details(entry: Entry) -> str:
    """The description, shortened if it is long, and the page's own address below it."""
    return "\n\n".join(
        part for part in (_shortened(clean(entry.description).strip()), clean(entry.url)) if part
    )


def _shortened(description: str) -> str:
    """The description as far as its percent-encoding has room, cut between words where there are any."""
    room = _ROOM
    for index, character in enumerate(description):
        room -= len(quote(character))
        if room < 0:
            return description[:index].rsplit(maxsplit=1)[0] + " …"
    return description


def _yahoo_times(entry: Entry) -> dict[str, str]:
    if not entry.all_day:
        return {"st": _basic(entry.start, entry), "et": _basic(entry.end, entry)}
    last = entry.end - timedelta(days=1)  # its form has the last day, not the one after it
    several = {"et": _basic(last, entry)} if entry.start < last else {}
    return {"st": _basic(entry.start, entry), **several, "dur": "allday"}


def _basic(time: datetime, entry: Entry) -> str:
    return f"{time:%Y%m%d}" if entry.all_day else f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(time: datetime, entry: Entry) -> str:
    return f"{time:%Y-%m-%d}" if entry.all_day else f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
