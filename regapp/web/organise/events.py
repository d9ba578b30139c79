from flask import render_template, request
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.queries.organisers import count_archived, list_own_events, organisations_of
from regapp.web.access import Right, managed_organisations, needs, signed_in, user_id
from regapp.web.organise import organise
from regapp.web.organise.life.pages import overview_page
from regapp.web.organise.pages import state


@organise.get("/")
@signed_in
def events() -> str:
    """The events of the visitor's organisations, with what is taken; ``archived=1``: those put away."""
    moment, archived = now(), request.args.get("archived") == "1"
    number = request.args.get("page", 1, type=int)
    return render_template(
        "organise/events.html",
        page=list_own_events(db.session(), user_id(), moment, page=number, archived=archived),
        organisations=organisations_of(db.session(), user_id()),
        may_create=bool(managed_organisations()),
        archived=archived,
        put_away=count_archived(db.session(), user_id()),
        moment=moment,
        state=state,
    )


@organise.get("/events/<slug>")
@needs(Right.SEE_LIST)
def overview(event: Event) -> Response:
    """One event at a glance."""
    return overview_page(event)
