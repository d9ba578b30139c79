"""A host puts an event away, or throws a draft away."""

from collections.abc import Callable

from flask import abort, url_for
from werkzeug.wrappers import Response

from regapp.errors import NotPossible
from regapp.models import Event
from regapp.services.events import publishing
from regapp.web.access import Right, may_in, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.life.pages import refused
from regapp.web.organise.pages import done
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


@organise.post("/events/<slug>/archive")
@needs(Right.MANAGE)
def archive_event(event: Event) -> Response:
    """Put it away from the list."""
    return _do(
        event,
        publishing.archive,
        "overview",
        _("The event is put away. You find it under “Archived events” in your list."),
        _("The event is still to come, so it stays in the list."),
    )


@organise.post("/events/<slug>/unarchive")
@needs(Right.MANAGE)
def unarchive_event(event: Event) -> Response:
    """Put it back into the list."""
    return _do(event, publishing.unarchive, "overview", _("The event is in your list again."), "")


@organise.post("/events/<slug>/delete")
@needs(Right.MANAGE)
def delete_event(event: Event) -> Response:
    """Throw a draft away; what cannot be undone is not for a co-host's people: 403."""
    if not may_in(Right.MANAGE, event.organisation):
        abort(403)
    return _do(
        event,
        publishing.delete_draft,
        "events",
        _("The draft is deleted."),
        _("Only a draft that nobody has registered for can be deleted. You can cancel or archive the event."),
    )


def _do(event: Event, what: Callable[..., None], leads_to: str, text: str, refusal: str) -> Response:
    overview = url_for("organise.overview", slug=event.slug)
    stands_at(overview)
    form = PlainForm()
    if not form.validate():
        return refused(event, is_stale=stale(form))
    try:
        what(event_id=event.id, user_id=user_id())
    except NotPossible:
        return refused(event, refusal)
    return done(url_for("organise.events") if leads_to == "events" else overview, text)
