"""A host makes another edition of an event, or keeps it as a template."""

from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from regapp.errors import NameTaken, WrongTimes
from regapp.models import Event
from regapp.services.events import starting
from regapp.services.events.templates import saving
from regapp.web.access import Right, may_in, needs, user_id
from regapp.web.clock_fields import Day
from regapp.web.fields import AtMost, Filled, clean_line, stale
from regapp.web.formats import read
from regapp.web.forms import PostedForm
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.forms import made
from regapp.web.organise.pages import done, event_page
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _

LONGEST_NAME, LONGEST_TITLE = 100, 200


@organise.get("/events/<slug>/duplicate")
@needs(Right.MANAGE)
def duplicate_event(event: Event) -> Response:
    """The question on which day the copy starts."""
    _owned(event)
    return _duplicate_page(event, _copy_form(event, formdata=None))


@organise.post("/events/<slug>/duplicate")
@needs(Right.MANAGE)
def duplicate_event_now(event: Event) -> Response:
    """Make the copy, and lead to it."""
    _owned(event)
    form = _copy_form(event)
    if not form.validate():
        return _duplicate_page(event, form, status=422)
    try:
        slug = once(
            starting.duplicate,
            event_id=event.id,
            first=form.date.data,
            title=form["title"].data,
            user_id=user_id(),
        )
    except WrongTimes:
        form.date.errors = [_("Choose a day to come, on which the clock shows all the hours of the event.")]
        return _duplicate_page(event, form, status=422)
    return done(url_for("organise.overview", slug=slug), _("The copy is made. It is a draft."))


@organise.get("/events/<slug>/template")
@needs(Right.MANAGE)
def save_as_template(event: Event) -> Response:
    """The question what the template is called."""
    _owned(event)
    return _template_page(event, _name_form(formdata=None, data={"name": read(event.title)[:LONGEST_NAME]}))


@organise.post("/events/<slug>/template")
@needs(Right.MANAGE)
def save_as_template_now(event: Event) -> Response:
    """Keep it."""
    _owned(event)
    form = _name_form()
    if not form.validate():
        return _template_page(event, form, status=422)
    try:
        once(saving.save_template, event_id=event.id, name=form["name"].data, user_id=user_id())
    except NameTaken:
        form["name"].errors = [_("You have a template of this name. Choose another.")]
        return _template_page(event, form, status=422)
    address = url_for("organise.overview", slug=event.slug)
    return done(address, _("The template is kept. You find it where new events start."))


def _owned(event: Event) -> None:
    """A co-host's manager looks after this event, but makes no others for its owner: 403."""
    if not may_in(Right.MANAGE, event.organisation):
        abort(403)


def _copy_form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "date": Day(_("First day of the copy"), validators=[Filled(_("Choose the day."))]),
        "title": LocalizedField(_("Title of the copy"), longest=LONGEST_TITLE, required=bool(event.title)),
    }
    return made(PostedForm, fields, data={"title": event.title}, **options)


def _name_form(**options: Any) -> FlaskForm:
    field = StringField(
        _("Name of the template"),
        description=_("You and your colleagues see it where new events start."),
        filters=[clean_line],
        validators=[Filled(_("Write a name.")), AtMost(LONGEST_NAME)],
    )
    return made(PostedForm, {"name": field}, **options)


def _duplicate_page(event: Event, form: FlaskForm, *, status: int = 200) -> Response:
    return event_page(
        "organise/life/duplicate.html",
        event,
        "overview",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
    )


def _template_page(event: Event, form: FlaskForm, *, status: int = 200) -> Response:
    return event_page(
        "organise/life/template.html",
        event,
        "overview",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
    )
