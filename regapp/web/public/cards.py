"""Ways to attend, and sessions to choose, as the templates' cards show them."""

from datetime import datetime
from typing import Any

from regapp import texts
from regapp.models import Event
from regapp.queries.places import FEW, BookableSession, Way, is_scarce
from regapp.vocabulary import PlacesShown
from regapp.web.formats import local, read
from regapp.web.reading import language
from regapp.web.translations import gettext as _

DRAWN_BY_KEY = {"runner", "studio"}  # ticket types that say more by their key than by where they admit to


def way_card(way: Way, event: Event, *, counted: bool = True, only_few: bool = False) -> dict[str, Any]:
    """What a card says of a way to attend ``event``; not ``counted``: nothing of places.

    ``only_few``: how many are left where they are few.
    """
    ticket_type = way.ticket_type
    card: dict[str, Any] = {
        "icon": ticket_type.key if ticket_type.key in DRAWN_BY_KEY else str(ticket_type.attendance),
        "name": read(ticket_type.name),
        "note": read(ticket_type.hint),
        "lines": _conditions(way, event) if counted else [],
        "disabled": not way.is_open,
        "waits": way.full and event.waiting_list,
    }
    # A place that is promised to the line is not "left" for the one who reads.
    if counted and not way.closed_at and not (way.claimed and way.left):
        card |= _left(way, event, only_few=only_few)
    return card


def session_card(bookable: BookableSession, event: Event) -> dict[str, Any]:
    """What a card says of a session that is chosen in the form."""
    session = bookable.session
    card: dict[str, Any] = {"name": read(session.title), "note": ""}
    if session.start_at and session.end_at:
        start, end = local(session.start_at, event.zone), local(session.end_at, event.zone)
        hours = f"{texts.clock_time(start, language())}–{texts.clock_time(end, language())}"
        card["note"] = f"{texts.long_date(start, language())}, {hours}"
    return card if bookable.capacity is None else card | _left(bookable, event, only_few=True)


def _left(limited: Way | BookableSession, event: Event, *, only_few: bool) -> dict[str, Any]:
    """What the host lets everybody know of the places; that there are none is said beside the name."""
    left, total = limited.left, limited.capacity
    if event.places_shown is PlacesShown.HIDDEN:
        return {}
    if left is None or total is None:
        return {"left": None, "total": None}
    if event.places_shown is PlacesShown.FEW:
        return {"left": None, "total": 0, "few": is_scarce(left, total)} if left else {}
    return {} if only_few and left > FEW else {"left": left, "total": total}


def _conditions(way: Way, event: Event) -> list[str]:
    """What else has to be known of a ticket type: who decides, and its own window."""
    closes_at = way.ticket_type.closes_at
    conditions = []
    if way.opens_at:
        conditions.append(_("Can be chosen from %(moment)s", moment=_moment(event, way.opens_at)))
    if way.closed_at:
        conditions.append(_("Could be chosen until %(moment)s", moment=_moment(event, way.closed_at)))
    elif closes_at and closes_at < event.closes_at:
        conditions.append(_("Can be chosen until %(moment)s", moment=_moment(event, closes_at)))
    if way.ticket_type.needs_approval:
        conditions.append(_("The host decides about each registration and tells you by letter."))
    return conditions


def _moment(event: Event, instant: datetime) -> str:
    moment = local(instant, event.zone)
    return _(
        "%(day)s, %(time)s (%(zone)s)",
        day=texts.short_date(moment, language()),
        time=texts.clock_time(moment, language()),
        zone=texts.zone_name(moment, language()),
    )
