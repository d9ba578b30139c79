"""The links that put an event, day by day or session by session, into a calendar on the web."""

from collections.abc import Collection
from typing import Any

from regapp import texts
from regapp.calendars.links import add_links
from regapp.documents.calendar_entries import public_entries
from regapp.models import Event
from regapp.web.context import addresses, settings
from regapp.web.reading import language


def calendar_parts(event: Event, sessions: Collection[int] | None = None) -> list[dict[str, Any]]:
    """What each entry is called beside the others, and its links; of these ``sessions`` or of all."""
    entries = public_entries(event, addresses(), settings().public_host, language(), sessions=sessions)
    return [
        {
            "title": entry.summary if event.calendar_by_session else texts.long_date(entry.start, language()),
            "links": add_links(entry),
        }
        for entry in entries
    ]
