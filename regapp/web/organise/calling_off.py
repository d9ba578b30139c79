"""A host cancels an event: asked first, with the number of people who are told."""

from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from regapp.clock import now
from regapp.database import db
from regapp.errors import Over
from regapp.models import Event
from regapp.queries.recipients import count_recipients
from regapp.services.events import event_changes
from regapp.vocabulary import EventStatus, LetterKind, Recipients
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, clean, stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import LONGEST_MESSAGE, made
from regapp.web.organise.pages import done, event_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


@organise.get("/events/<slug>/cancel")
@needs(Right.MANAGE)
def cancel_event(event: Event) -> Response:
    """The question whether the event shall not take place."""
    return _page(event, _form(formdata=None))


@organise.post("/events/<slug>/cancel")
@needs(Right.MANAGE)
def cancel_event_now(event: Event) -> Response:
    """Cancel it, and tell everybody."""
    stands_at(url_for("organise.cancel_event", slug=event.slug))
    form = _form()
    if not form.validate():
        return _page(event, form, status=422)
    try:
        event_changes.cancel(event_id=event.id, reason=form.reason.data, user_id=user_id())
    except Over:
        return _page(event, form, status=409)
    address = url_for("organise.overview", slug=event.slug)
    return done(address, _("The event is cancelled. Everybody who comes or waits gets a letter."))


def may_change(event: Event) -> bool:
    """Whether the event is still to come, so that it can be moved or cancelled."""
    return event.status is EventStatus.PUBLISHED and event.end_at > now()


def _form(**options: Any) -> FlaskForm:
    fields = {
        "reason": TextAreaField(
            _("Reason"),
            description=_("It stands in the letter, and on the page of the event for everybody."),
            filters=[clean],
            validators=[AtMost(LONGEST_MESSAGE)],
            render_kw={"rows": 4},
        )
    }
    return made(PostedForm, fields, **options)


def _page(event: Event, form: FlaskForm, *, status: int = 200) -> Response:
    session = db.session()
    return event_page(
        "organise/cancel_event.html",
        event,
        "overview",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
        possible=may_change(event),
        told=count_recipients(session, event, Recipients.ALL).total(),
        with_place=count_recipients(session, event, Recipients.CONFIRMED).total(),
        kind=LetterKind.EVENT_CANCELLED,
    )
