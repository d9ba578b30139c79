"""A host moves an event to another time: asked first, with what changes and who is told."""

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NotPossible, Over
from regapp.models import Event
from regapp.queries.recipients import count_recipients
from regapp.services.events import event_changes
from regapp.vocabulary import LetterKind, Recipients
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.organise import organise
from regapp.web.organise.calling_off import may_change
from regapp.web.organise.move_forms import Move, current_times, move_form, move_of
from regapp.web.organise.pages import done, event_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _


@organise.get("/events/<slug>/move")
@needs(Right.MANAGE)
def move_event(event: Event) -> Response:
    """The form for other times."""
    return _page(event, move_form(event, formdata=None, data={**current_times(event), "programme": True}))


@organise.post("/events/<slug>/move")
@needs(Right.MANAGE)
def move_event_now(event: Event) -> Response:
    """Ask whether it is meant so, with the old and the new times; at the second time move it."""
    stands_at(url_for("organise.move_event", slug=event.slug))
    form = move_form(event)
    if not may_change(event):
        return _page(event, form, status=409)
    if not form.validate():
        return _page(event, form, status=422)
    if form.next.data == "change":
        return _page(event, form)
    move = move_of(event, form)
    if form.next.data != "move":
        return _question(event, form, move)
    told = _("Registration closes at another time now.")
    if _is_told(event, move):
        told = _("The event is moved. In a minute everybody who comes or waits gets a letter.")
    try:
        _move(event, move, form.message.data)
    except (NotPossible, Over):  # somebody was faster, or the clock
        return _page(event, form, status=409)
    return done(url_for("organise.overview", slug=event.slug), told)


def _is_told(event: Event, move: Move) -> bool:
    """Whether people are written to: when registration closes is no news to those who have registered."""
    return (move.start, move.end) != (event.start_wall, event.end_wall)


def _move(event: Event, move: Move, message: str) -> None:
    event_changes.move(
        event_id=event.id,
        zone=event.zone,
        start=move.start,
        end=move.end,
        opens=event.opens_wall,
        closes=move.closes,
        all_day=event.all_day,
        sessions=move.sessions,
        message=message,
        user_id=user_id(),
    )


def _question(event: Event, form: FlaskForm, move: Move) -> Response:
    return event_page(
        "organise/move_confirm.html",
        event,
        "overview",
        form=form,
        move=move,
        is_told=_is_told(event, move),
        told=count_recipients(db.session(), event, Recipients.ALL).total(),
        kind=LetterKind.EVENT_CHANGED,
    )


def _page(event: Event, form: FlaskForm, *, status: int = 200) -> Response:
    return event_page(
        "organise/move_event.html",
        event,
        "overview",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
        possible=may_change(event),
    )
