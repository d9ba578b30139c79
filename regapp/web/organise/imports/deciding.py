"""A host has the good rows of a table registered, or throws the draft away."""

from flask import url_for
from werkzeug.wrappers import Response

from regapp.errors import NotPossible
from regapp.models import Event
from regapp.services.imports import drafting
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.imports.columns import found_import
from regapp.web.organise.imports.result import result_page, take_form
from regapp.web.organise.pages import done
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


@organise.post("/events/<slug>/attendees/import/<int:number>/take")
@needs(Right.MANAGE)
def take_import(event: Event, number: int) -> Response:
    """Have the good rows registered, in the background."""
    stand_at_result(event, number)
    job = found_import(event, number)
    form = take_form()
    if not form.validate():
        return result_page(event, job, form, status=422, is_stale=stale(form))
    try:
        people = drafting.begin(event_id=event.id, job_id=number, user_id=user_id())
    except NotPossible:
        problem = _("The event is cancelled, or the table has changed meanwhile. Check the rows once more.")
        return result_page(event, found_import(event, number), status=409, problem=problem)
    text = ngettext("%(num)s person is being registered.", "%(num)s people are being registered.", people)
    return done(url_for("organise.job", slug=event.slug, job_id=number), text)


@organise.post("/events/<slug>/attendees/import/<int:number>/forget")
@needs(Right.MANAGE)
def forget_import(event: Event, number: int) -> Response:
    """Throw a draft away."""
    stand_at_result(event, number)
    job = found_import(event, number)
    form = PlainForm()
    if not form.validate():
        return result_page(event, job, status=422, is_stale=True)
    try:
        drafting.forget(event_id=event.id, job_id=number)
    except NotPossible:
        problem = _("People of this table are registered already, so it stays here.")
        return result_page(event, found_import(event, number), status=409, problem=problem)
    return done(
        url_for("organise.import_people", slug=event.slug),
        _("The table is forgotten. Nobody was registered."),
    )


def stand_at_result(event: Event, number: int) -> None:
    """Say where the page can be got that answers these forms."""
    stands_at(url_for("organise.import_result", slug=event.slug, number=number))
