"""The list of events, searched and filtered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for

from regapp.calendars.links import subscriptions
from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.queries.events import EventFilter, list_events, months, regions
from regapp.queries.pages import Page
from regapp.queries.places import Way, claimed_ticket_types, ways_to_attend
from regapp.web.context import addresses
from regapp.web.filters import FILTERS, wanted_events
from regapp.web.formats import clock_text, days_text, month_text, no_venue_words, read
from regapp.web.public import public
from regapp.web.public.phase import Phase, phase
from regapp.web.reading import language
from regapp.web.words import region_words


@dataclass(frozen=True, slots=True)
class Row:
    """An event in the list."""

    event: Event
    ways: list[Way]
    phase: Phase
    lines: list[str]


@public.get("/")
def events() -> str:
    """The events to come, or with ``past=1`` those that are over."""
    wanted = wanted_events()
    session, moment = db.session(), now()
    page = list_events(session, wanted, moment, page=request.args.get("page", 1, type=int))
    claimed = set() if wanted.past else claimed_ticket_types(session, page.rows, moment)
    return render_template(
        "public/events.html",
        page=page,
        rows=[_row(event, claimed, moment) for event in page.rows],
        wanted=wanted,
        regions=_in_words(regions(session, moment, past=wanted.past)),
        months={f"{day:%Y-%m}": month_text(day) for day in months(session, moment, past=wanted.past)},
        chosen=_chosen(wanted, page),
        filtered=any(getattr(wanted, field) for field in FILTERS),
        feed=subscriptions(f"{addresses().public_url}{_feed_path(wanted)}"),
    )


def _feed_path(wanted: EventFilter) -> str:
    """The calendar of what is looked for; an organisation and a venue have one of their own."""
    asked = {field: value for field in FILTERS if (value := getattr(wanted, field))}
    for one in ("organisation", "venue"):
        if set(asked) == {one}:
            return url_for(f"feeds.{one}_calendar", slug=asked[one], lang=language())
    return url_for("feeds.calendar", lang=language(), **asked)


def _row(event: Event, claimed: set[int], moment: datetime) -> Row:
    ways = ways_to_attend(event, claimed, moment)
    when = f"{days_text(event)}, {clock_text(event)}"
    venue = event.venue
    place = ", ".join((read(venue.name), read(venue.city))) if venue else no_venue_words(event)
    return Row(event, ways, phase(event, moment), [when, place, read(event.organisation.name)])


def _in_words(codes: Sequence[str]) -> dict[str, str]:
    known = {code: name for code, name in region_words().items() if code in codes}
    return known | {code: code for code in codes if code not in known}


def _chosen(wanted: EventFilter, page: Page[Event]) -> dict[str, str]:
    """The filters that links on other pages set, with names where a row tells them."""
    chosen = {}
    if wanted.venue:
        venue = next((event.venue for event in page.rows if event.venue), None)
        chosen["venue"] = read(venue.name) if venue else wanted.venue
    if wanted.organisation:
        hosts = (host for event in page.rows for host in event.held_by)
        host = next((host for host in hosts if host.slug == wanted.organisation), None)
        chosen["organisation"] = read(host.name) if host else wanted.organisation
    return chosen
