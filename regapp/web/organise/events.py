from flask import render_template, request
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.queries.attendees import count_attendees, daily_attendees
from regapp.queries.organisers import list_own_events, organisations_of, own_events
from regapp.queries.outbox import count_undelivered
from regapp.web.access import Right, may, needs, signed_in, user_id
from regapp.web.organise import organise
from regapp.web.organise.calling_off import may_change
from regapp.web.organise.pages import event_page, state

DAYS = 28  # of which the overview draws the course


@organise.get("/")
@signed_in
def events() -> str:
    """The events of the visitor's organisations, with places taken and left."""
    moment = now()
    return render_template(
        "organise/events.html",
        page=list_own_events(db.session(), user_id(), moment, page=request.args.get("page", 1, type=int)),
        organisations=organisations_of(db.session(), user_id()),
        moment=moment,
        state=state,
    )


@organise.get("/events/<slug>")
@needs(Right.SEE_LIST)
def overview(event: Event) -> Response:
    """One event at a glance."""
    [own] = own_events(db.session(), [event])
    sees_letters = may(Right.LETTERS, event.organisation_id)
    return event_page(
        "organise/overview.html",
        event,
        "overview",
        own=own,
        counts=count_attendees(db.session(), event.id, []).by_status,
        daily=daily_attendees(db.session(), event.id, now(), days=DAYS),
        may_change=may_change(event),
        undelivered=count_undelivered(db.session(), event.id) if sees_letters else 0,
    )
