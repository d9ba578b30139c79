"""The filters of events in a query string, alike on the list and in the calendars."""

from flask import request

from regapp.queries.events import EventFilter

FILTERS = ("q", "mode", "region", "venue", "organisation", "month")
LONGEST = 100


def wanted_events(**fixed: str) -> EventFilter:
    """What the present request asks for; ``fixed`` filters are those of the path."""
    asked = {field: _printable(request.args.get(field, ""))[:LONGEST] for field in FILTERS}
    return EventFilter(**{**asked, **fixed}, past=request.args.get("past") == "1")


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()
