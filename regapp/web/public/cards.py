"""Ways to attend as the templates' cards show them."""

from typing import Any

from regapp.queries.places import Way
from regapp.web.formats import read

DRAWN_BY_KEY = {"runner", "studio"}  # ticket types that say more by their key than by where they admit to


def way_card(way: Way, *, counted: bool = True) -> dict[str, Any]:
    """What a card says of a way to attend; not ``counted``: nothing of places."""
    ticket_type = way.ticket_type
    card: dict[str, Any] = {
        "icon": ticket_type.key if ticket_type.key in DRAWN_BY_KEY else str(ticket_type.attendance),
        "name": read(ticket_type.name),
        "note": read(ticket_type.hint),
    }
    # A place that is promised to the line is not "left" for the one who reads.
    if counted and not (way.queued and way.left):
        card |= {"left": way.left, "total": way.capacity}
    return card
