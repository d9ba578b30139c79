"""The calendars of public events."""

from dataclasses import replace

from flask import abort, request
from werkzeug.wrappers import Response

from regapp.calendars.entry import Entry
from regapp.calendars.files import published
from regapp.clock import now
from regapp.database import db
from regapp.documents.calendar_entries import public_entries
from regapp.models import Event
from regapp.queries.events import EventFilter, find_event
from regapp.queries.feeds import events_of_feed
from regapp.queries.hosts import find_organisation, find_venue
from regapp.vocabulary import EventVisibility
from regapp.web.context import addresses, settings
from regapp.web.feeds import feeds
from regapp.web.feeds.files import REFRESH, public_file
from regapp.web.filters import wanted_events
from regapp.web.formats import read
from regapp.web.reading import language
from regapp.web.translations import gettext as _


@feeds.get("/calendar.ics")
def calendar() -> Response:
    """All public events, with the filters of the list."""
    return _feed(wanted_events(), _("Events"))


@feeds.get("/organisations/<slug>/calendar.ics")
def organisation_calendar(slug: str) -> Response:
    """The public events of an organisation, its co-hosted ones too."""
    organisation = find_organisation(db.session(), slug)
    if organisation is None:
        abort(404)
    return _feed(wanted_events(organisation=slug), read(organisation.name))


@feeds.get("/venues/<slug>/calendar.ics")
def venue_calendar(slug: str) -> Response:
    """The public events at a venue."""
    venue = find_venue(db.session(), slug)
    if venue is None:
        abort(404)
    return _feed(wanted_events(venue=slug), read(venue.name))


@feeds.get("/events/<slug>/calendar.ics")
def event_calendar(slug: str) -> Response:
    """The public event."""
    event = find_event(db.session(), slug)
    if event is None or event.visibility is EventVisibility.INVITED:
        abort(404)
    return public_file(published(_entries(event)), event.changed_at, filename=f"{event.slug}.ics")


def _feed(wanted: EventFilter, name: str) -> Response:
    """A calendar to subscribe to: what is to come, and what has been of late."""
    found = events_of_feed(db.session(), replace(wanted, past=False), now())
    entries = [entry for event in found.events for entry in _entries(event)]
    source = f"{addresses().public_url}{request.full_path.rstrip('?')}"
    return public_file(published(entries, name=name, refresh=REFRESH, source=source), found.changed_at)


def _entries(event: Event) -> list[Entry]:
    return public_entries(event, addresses(), settings().public_host, language())
