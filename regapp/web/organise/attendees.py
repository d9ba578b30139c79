"""The attendee list, and the same selection as a file."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from flask import Response, request, stream_with_context, url_for
from werkzeug.wrappers import Response as Answer

from regapp.clock import now
from regapp.database import db
from regapp.documents.spreadsheet import csv_lines
from regapp.models import Event
from regapp.queries.attendees import AttendeeFilter, Row, Sort, all_attendees, count_attendees, list_attendees
from regapp.queries.outbox import undelivered
from regapp.services.allocation.transitions import is_companion
from regapp.vocabulary import Status
from regapp.web.access import Right, may, needs
from regapp.web.formats import local, read
from regapp.web.organise import organise
from regapp.web.organise.answers import Answers
from regapp.web.organise.pages import event_page
from regapp.web.translations import gettext as _
from regapp.web.words import status_word

ALWAYS_SHOWN = {Status.CONFIRMED, Status.WAITING, Status.CANCELLED}  # as filters, also while nobody is so


@organise.get("/events/<slug>/attendees")
@needs(Right.SEE_LIST)
def attendees(event: Event) -> Answer:
    """The people of an event: searched, filtered, sorted, a page at a time."""
    return list_page(event)


def list_page(event: Event, *, status: int = 200, **context: Any) -> Answer:
    """The list that the query string asks for."""
    sees_contacts = may(Right.SEE_CONTACTS, event)
    wanted = _wanted(names_only=not sees_contacts)
    keys = [ticket.key for ticket in event.ticket_types]
    counts = count_attendees(db.session(), event.id, keys, wanted)
    page = list_attendees(db.session(), event.id, wanted, page=request.args.get("page", 1, type=int))
    return event_page(
        "organise/attendees.html",
        event,
        "attendees",
        status=status,
        wanted=wanted,
        page=page,
        unreached=unreached(event, page.rows),
        counts=counts,
        statuses=[
            one for one in Status if one in ALWAYS_SHOWN or counts.by_status[one] or one == wanted.status
        ],
        selection=selection(),
        all_chosen=request.args.get("chosen") == "all",
        answer=Answers(event.questions),
        **context,
    )


def unreached(event: Event, rows: Sequence[Row]) -> set[int]:
    """The ids of these attendees whom the last letter did not reach; told to those who may see letters."""
    if not may(Right.LETTERS, event):
        return set()
    found = undelivered(db.session(), event.id, {row.registration.id for row in rows})
    return {row.attendee.id for row in rows if (row.registration.id, _addressed(row)) in found}


def _addressed(row: Row) -> int | None:
    """The attendee if letters come to an address of their own; None if they come to the contact's."""
    return row.attendee.id if is_companion(row.attendee, row.registration) else None


def selection() -> dict[str, str]:
    """What of the query string makes the list what it is, for an address that leads back to it."""
    names = ("q", "status", "ticket", "sort", "page")
    return {name: text for name in names if (text := _typed(name, 100))}


def list_address(event: Event) -> str:
    """The address of the list that the query string asks for."""
    selected: dict[str, Any] = selection()
    return url_for("organise.attendees", slug=event.slug, **selected)


@organise.get("/events/<slug>/attendees.csv")
@needs(Right.EXPORT)
def attendees_csv(event: Event) -> Response:
    """The selection of the list as CSV."""
    lines = csv_lines(_table(event, _wanted(names_only=False)))
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    name = f"{event.slug}-{local(now(), event.zone):%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _wanted(*, names_only: bool) -> AttendeeFilter:
    sort = request.args.get("sort", "")
    return AttendeeFilter(
        q=_typed("q", 100),
        status=_typed("status", 40),
        ticket=_typed("ticket", 100),
        sort=Sort(sort) if sort in list(Sort) else Sort.NAME,
        names_only=names_only,
    )


def _typed(name: str, most: int) -> str:
    # No database has a NUL in a text, and PostgreSQL refuses to look for one.
    return request.args.get(name, "").replace("\0", "").strip()[:most]


def _table(event: Event, wanted: AttendeeFilter) -> Iterator[list[str]]:
    # What is read of the event is read now: when the rows are sent the page's transaction has ended.
    answer, zone = Answers(event.questions), event.zone
    labels = answer.labels()
    head = [
        _("Name"),
        _("E-mail"),
        _("Ticket"),
        _("Status"),
        _("Code"),
        _("Registered (%(zone)s)", zone=zone),
        _("Language"),
        *labels.values(),
    ]
    event_id = event.id

    def lines() -> Iterator[list[str]]:
        for row in all_attendees(db.session(), event_id, wanted):
            yield [*_facts(row, zone), *(answer(row.registration, key) for key in labels)]

    return chain([head], lines())


def _facts(row: Row, zone: str) -> list[str]:
    statuses = [part.status for part in row.parts] + [Status.UNPROVEN] * row.unproven
    return [
        row.attendee.name,
        row.attendee.email or row.registration.email,
        "; ".join(read(part.ticket_type.name) for part in row.parts),
        "; ".join(map(status_word, statuses)),
        row.attendee.code,
        f"{local(row.registration.created_at, zone):%Y-%m-%d %H:%M}",
        str(row.registration.language),
    ]
