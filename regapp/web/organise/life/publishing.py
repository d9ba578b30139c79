"""A host publishes a draft, or takes it back while nobody has registered."""

from flask import url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from regapp.errors import EditedMeanwhile, NotPossible, NotReady
from regapp.models import Event
from regapp.services.events import publishing
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.organise import organise
from regapp.web.organise.life.checklist import missing_words
from regapp.web.organise.life.pages import refused
from regapp.web.organise.pages import LONGEST_NUMBER, done
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


def _number(text: str | None) -> int:
    """What a page of ours has sent, or 0, which no event is at."""
    is_number = text and text.isascii() and text.isdigit() and len(text) < len(str(LONGEST_NUMBER))
    return int(text or 0) if is_number else 0


class PublishForm(PostedForm):
    """The version of the event that its host had in front of them."""

    revision = HiddenField(filters=[_number])


@organise.post("/events/<slug>/publish")
@needs(Right.MANAGE)
def publish_event(event: Event) -> Response:
    """Let everybody see a draft."""
    address = url_for("organise.overview", slug=event.slug)
    stands_at(address)
    form = PublishForm()
    if not form.validate():
        return refused(event, is_stale=stale(form))
    try:
        publishing.publish(event_id=event.id, revision=form.revision.data, user_id=user_id())
    except EditedMeanwhile:
        return refused(
            event, _("Somebody has changed the event meanwhile. Look at it, and publish it again.")
        )
    except NotReady as error:
        return refused(event, *(missing_words(one) for one in error.missing))
    except NotPossible:
        return refused(event, _("The event is cancelled. Make a copy of it instead."))
    return done(address, _("The event is published."))


@organise.post("/events/<slug>/unpublish")
@needs(Right.MANAGE)
def unpublish_event(event: Event) -> Response:
    """Make it a draft again."""
    address = url_for("organise.overview", slug=event.slug)
    stands_at(address)
    form = PlainForm()
    if not form.validate():
        return refused(event, is_stale=stale(form))
    try:
        publishing.unpublish(event_id=event.id, user_id=user_id())
    except NotPossible:
        return refused(
            event, _("Somebody has registered already, so the event stays public. You can cancel it instead.")
        )
    return done(address, _("The event is a draft again. Visitors do not see it any more."))
