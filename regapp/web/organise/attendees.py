"""The attendee list."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from flask import request, url_for
from werkzeug.wrappers import Response as Answer

from regapp import texts
from regapp.database import db
from regapp.models import Event, SavedView
from regapp.queries.attendee_counts import Beside
from regapp.queries.attendee_filter import LARGEST, LONGEST, AttendeeFilter
from regapp.queries.attendee_lists import event_tags, saved_views
from regapp.queries.attendee_matching import MOST
from regapp.queries.attendees import Row, list_attendees
from regapp.queries.jobs import live_jobs
from regapp.queries.outbox import undelivered
from regapp.services.allocation.transitions import is_companion
from regapp.vocabulary import Status
from regapp.web.access import Right, may, needs
from regapp.web.organise import organise
from regapp.web.organise.answers import Answers
from regapp.web.organise.attendee_columns import USUAL, columns, shown_columns
from regapp.web.organise.attendee_filters import more_filters, status_filter, ticket_filter
from regapp.web.organise.pages import event_page
from regapp.web.words import source_word


@organise.get("/events/<slug>/attendees")
@needs(Right.SEE_LIST)
def attendees(event: Event) -> Answer:
    """The people of an event: searched, filtered, sorted, a page at a time."""
    return list_page(event)


def list_page(event: Event, *, status: int = 200, **context: Any) -> Answer:
    """The list that the query string asks for."""
    session, sees_contacts = db.session(), may(Right.SEE_CONTACTS, event)
    wanted = wanted_people(event)
    beside = Beside(session, event.id, wanted, {one.key: one.id for one in event.ticket_types})
    page = list_attendees(
        session,
        event.id,
        wanted,
        after=_person_id("after"),
        before=_person_id("before"),
        at_end=request.args.get("at") == "end",
        few=beside.few,
    )
    views = saved_views(session, event.id) if sees_contacts else []
    return event_page(
        "organise/attendees.html",
        event,
        "attendees",
        status=status,
        wanted=wanted,
        page=page,
        most=MOST,
        unreached=unreached(event, page.rows),
        status_filter=status_filter(wanted, beside),
        ticket_filter=ticket_filter(event, wanted, beside),
        more_filters=more_filters(event, event_tags(session, event.id), wanted, beside)
        if sees_contacts
        else [],
        columns=columns(event, sees_contacts=sees_contacts),
        has_usual_columns=shown_columns() == list(USUAL),
        views=views,
        open_view=_open_view(views),
        cancelled=0 if wanted.status else beside.status(Status.CANCELLED),
        jobs=live_jobs(session, event.id) if may(Right.MANAGE, event) else [],
        has_pending=bool(beside.status(Status.PENDING)),
        selection=selection(),
        all_chosen=request.args.get("chosen") == "all",
        answer=Answers(event.questions),
        source_word=source_word,
        language_names=texts.NAMES,
        **context,
    )


def _open_view(views: Sequence[SavedView]) -> SavedView | None:
    """The view that shows the list as it is now, but for the page."""
    shown = {name: text for name, text in selection().items() if name not in {"after", "before", "at"}}
    return next((one for one in views if dict(parse_qsl(one.query)) == shown), None)


def wanted_people(event: Event) -> AttendeeFilter:
    """The people that the query string asks for, as far as the visitor may ask."""
    return AttendeeFilter.from_query(request.args, names_only=not may(Right.SEE_CONTACTS, event))


def _person_id(name: str) -> int | None:
    typed = request.args.get(name, "")
    return (
        int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(LARGEST)) - 1 else None
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
    wanted = AttendeeFilter.from_query(request.args).as_query()
    places = {name: request.args.get(name, "")[:LONGEST] for name in ("columns", "after", "before", "at")}
    return {**wanted, **{name: text for name, text in places.items() if text}}


def list_address(event: Event) -> str:
    """The address of the list that the query string asks for."""
    selected: dict[str, Any] = selection()
    return url_for("organise.attendees", slug=event.slug, **selected)
