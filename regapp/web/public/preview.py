"""An event's page and form as visitors will see them; for its hosts, and nothing done there is stored."""

from http import HTTPStatus

from flask import abort, make_response
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.documents.cover import cover_svg
from regapp.models import Event
from regapp.queries.events import find_event_to_preview
from regapp.queries.places import is_for_invited
from regapp.web.access import Right, needs
from regapp.web.public import public
from regapp.web.public.consent import consent_text
from regapp.web.public.event_page import event_page
from regapp.web.public.register_page import empty_page, typed_page
from regapp.web.public.registration_form import registration_form

CODE = "PREVIEW"


@public.get("/organise/events/<slug>/preview")
@needs(Right.SEE_LIST)
def preview(event: Event) -> str:
    """The event's page."""
    return event_page(_shown(event), preview=True)


@public.get("/organise/events/<slug>/preview/cover.svg")
@needs(Right.SEE_LIST)
def preview_cover(event: Event) -> Response:
    """The ornament on it."""
    response = make_response(cover_svg(event.slug))
    response.mimetype = "image/svg+xml"
    return response


@public.get("/organise/events/<slug>/preview/register")
@needs(Right.SEE_LIST)
def preview_form(event: Event) -> str:
    """The form, empty; what needs a code is open, with one that stands for any."""
    shown = _shown(event)
    invited_to = _invited_to(shown)
    form = registration_form(shown, consent_text(shown), invited_to)
    return empty_page(shown, form, code=CODE if invited_to else "", invited_to=invited_to, preview=True)


@public.post("/organise/events/<slug>/preview/register")
@needs(Right.SEE_LIST)
def preview_registration(event: Event) -> Response:
    """What the form says to what was typed; a valid one is told that it is."""
    shown = _shown(event)
    invited_to = _invited_to(shown)
    form = registration_form(shown, consent_text(shown), invited_to)
    if not form.validate():
        return typed_page(shown, form, invited_to, preview=True)
    return typed_page(shown, form, invited_to, status=HTTPStatus.OK, preview=True, complete=True)


def _invited_to(event: Event) -> int | None:
    return next((one.id for one in event.ticket_types if is_for_invited(event, one)), None)


def _shown(event: Event) -> Event:
    found = find_event_to_preview(db.session(), event.id)
    if found is None:
        abort(404)
    return found
