"""Calendar files."""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from regapp.calendars.entry import Entry, Status
from regapp.calendars.files import published
from regapp.clock import now
from regapp.database import db
from regapp.documents.calendar_entries import own_entries, public_entries
from regapp.errors import NotFound
from regapp.models import Event
from regapp.queries.events import EventFilter, find_event, list_events
from regapp.queries.hosts import find_organisation, find_venue
from regapp.queries.registrations import find_registration, standings
from regapp.vocabulary import Attendance
from regapp.web.context import addresses, settings
from regapp.web.filters import wanted_events
from regapp.web.formats import read
from regapp.web.reading import language
from regapp.web.translations import gettext as _

REFRESH = timedelta(hours=4)
MOST_TO_COME, MOST_PAST, PAST = 1000, 500, timedelta(days=30)

feeds = Blueprint("feeds", __name__)


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
    if event is None:
        abort(404)
    entries = _public_entries(event)
    return _public(published(entries), entries, filename=f"{event.slug}.ics")


@feeds.get("/registrations/<token>/calendar.ics")
def own_calendar(token: str) -> Response:
    """The participant's own entries, with the join address if their place is one online.

    Whoever has no place has the public facts, and whoever left has them cancelled.
    """
    registration = find_registration(db.session(), token)
    if registration is None:
        raise NotFound
    event = registration.event
    held = (
        standing.ticket_type for _, standing in standings(db.session(), registration) if standing.confirmed
    )
    place = next(held, None)
    entries = own_entries(
        event,
        addresses(),
        settings().public_host,
        registration.language,
        sequence=event.sequence + registration.calendar_revision,
        online=place is not None and place.attendance is Attendance.ONLINE,
    )
    if not registration.active:
        entries = [replace(entry, status=Status.CANCELLED) for entry in entries]
    response = _file(published(entries), entries)
    response.last_modified = max(event.changed_at, registration.acted_at or registration.created_at)
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _feed(wanted: EventFilter, name: str) -> Response:
    """A calendar to subscribe to: what is to come, and what has been of late."""
    session, moment = db.session(), now()
    to_come = list_events(session, replace(wanted, past=False), moment, size=MOST_TO_COME).rows
    past = list_events(session, replace(wanted, past=True), moment, size=MOST_PAST).rows
    recent = [event for event in past if event.end_at > moment - PAST]
    entries = [entry for event in (*reversed(recent), *to_come) for entry in _public_entries(event)]
    source = f"{addresses().public_url}{request.full_path.rstrip('?')}"
    return _public(published(entries, name=name, refresh=REFRESH, source=source), entries)


def _public_entries(event: Event) -> list[Entry]:
    return public_entries(event, addresses(), settings().public_host, language())


def _public(body: bytes, entries: list[Entry], *, filename: str = "") -> Response:
    response = _file(body, entries)
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response.make_conditional(request)


def _file(body: bytes, entries: list[Entry]) -> Response:
    response = Response(body, content_type="text/calendar; charset=utf-8")
    if entries:
        response.last_modified = max(entry.changed_at for entry in entries)
    response.add_etag()
    return response
