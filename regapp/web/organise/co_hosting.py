"""Where an organisation is named as a co-host by others, and how its own people end that."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.models import Organisation
from regapp.queries.co_hosts import co_hosted_events, find_co_hosted
from regapp.services.events import co_hosts as service
from regapp.web.access import Right, needs_in_organisation, user_id
from regapp.web.fields import clean_line
from regapp.web.formats import read
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.organisation_pages import organisation_page
from regapp.web.organise.pages import done, state
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _

LONGEST_SLUG = 100


@organise.get("/organisations/<slug>/co-hosted")
@needs_in_organisation(Right.MANAGE)
def co_hosted(organisation: Organisation) -> Response:
    """The events of others at which the organisation is named."""
    return _page(organisation)


@organise.post("/organisations/<slug>/co-hosted/leave")
@needs_in_organisation(Right.MANAGE)
def leave_event(organisation: Organisation) -> Response:
    """Take the organisation off one of them; its own people need nobody's leave for that."""
    address = url_for("organise.co_hosted", slug=organisation.slug)
    stands_at(address)
    if not PlainForm().validate():
        return _page(organisation, status=422, stale=True)
    slug = clean_line(request.form.get("event"))[:LONGEST_SLUG]
    host = find_co_hosted(db.session(), organisation.id, slug) or abort(404)
    title = read(host.event.title) or slug
    service.leave(event_id=host.event_id, organisation_id=organisation.id, user_id=user_id())
    return done(address, _("You are no longer named as a co-host: %(title)s", title=title))


def _page(organisation: Organisation, *, status: int = 200, stale: bool = False) -> Response:
    moment, number = now(), request.args.get("page", 1, type=int)
    return organisation_page(
        "organise/co_hosted.html",
        organisation,
        "co-hosted",
        status=status,
        page=co_hosted_events(db.session(), organisation.id, moment, page=number),
        stale=stale,
        state=state,
    )
