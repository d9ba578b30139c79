"""A host writes to people of an event: a form, and the draft that comes of it is looked at before it goes."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp import texts
from regapp.database import db
from regapp.errors import NotFound, NotPossible
from regapp.models import Event, Mailing
from regapp.queries.messages import find_message
from regapp.services.telling import messages
from regapp.vocabulary import Language, Recipients
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.attendees import list_page
from regapp.web.organise.chosen_readers import selection_asked, stored_selection
from regapp.web.organise.pages import LONGEST_NUMBER, event_page
from regapp.web.organise.write_forms import as_typed, field_words, write_form, written
from regapp.web.reading import stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _


@organise.get("/events/<slug>/messages/write")
@needs(Right.LETTERS)
def write(event: Event) -> Response:
    """The form for a letter to many: empty, or with the words of the message that ``from`` names."""
    old, selection = _asked_for(event), selection_asked(event)
    first: dict[str, Any] = as_typed(old.facts) if old else {"about": True}
    if selection:
        first["to"] = Recipients.SELECTED.value
    elif first.get("to", Recipients.SELECTED) == Recipients.SELECTED:
        first["to"] = Recipients.ALL.value
    return _page(event, write_form(event, selection, formdata=None, data=first))


@organise.post("/events/<slug>/messages/write/to")
@needs(Right.LETTERS)
def write_to(event: Event) -> Response:
    """From the list, where people were ticked or all that match are meant, to the form."""
    stands_at(url_for("organise.attendees", slug=event.slug))
    asked = request.args.to_dict(flat=True)
    means_all, people = bool(request.form.get("all")), request.form.getlist("person")
    if not PlainForm().validate() or not (means_all or people):
        return list_page(event, status=422, problem=_("Tick the people it is about first."))
    chosen: dict[str, Any] = {**asked, "all": "1"} if means_all else {"person": people}
    address = url_for("organise.write", slug=event.slug)
    return redirect(f"{address}?{urlencode(chosen, doseq=True)}", 303)


@organise.post("/events/<slug>/messages/write")
@needs(Right.LETTERS)
def write_now(event: Event) -> Response:
    """Keep it as a draft, and lead to the page that shows it as its readers will see it."""
    stands_at(url_for("organise.write", slug=event.slug))
    form = write_form(event)
    if not form.validate():
        return _page(event, form, status=422)
    number = once(messages.save, event_id=event.id, written=written(form), user_id=user_id())
    return redirect(url_for("organise.message", slug=event.slug, number=number), 303)


@organise.get("/events/<slug>/messages/written/<int:number>/edit")
@needs(Right.LETTERS)
def edit_message(event: Event, number: int) -> Response:
    """The form with a draft's words."""
    mailing = _draft(event, number)
    form = write_form(event, stored_selection(mailing.facts), formdata=None, data=as_typed(mailing.facts))
    return _page(event, form, mailing)


@organise.post("/events/<slug>/messages/written/<int:number>/edit")
@needs(Right.LETTERS)
def save_message(event: Event, number: int) -> Response:
    """Keep the draft with other words."""
    mailing = _draft(event, number)
    form = write_form(event)
    if not form.validate():
        return _page(event, form, mailing, status=422)
    try:
        messages.save(event_id=event.id, mailing_id=mailing.id, written=written(form), user_id=user_id())
    except (NotFound, NotPossible):  # sent or thrown away meanwhile
        abort(409)
    return redirect(url_for("organise.message", slug=event.slug, number=number), 303)


def _asked_for(event: Event) -> Mailing | None:
    asked = request.args.get("from", "")
    if not (asked.isascii() and asked.isdecimal()) or len(asked) > len(str(LONGEST_NUMBER)):
        return None
    return find_message(db.session(), event.id, min(int(asked), LONGEST_NUMBER))


def _draft(event: Event, number: int) -> Mailing:
    mailing = find_message(db.session(), event.id, min(number, LONGEST_NUMBER))
    if mailing is None or not mailing.is_draft:
        abort(404)
    return mailing


def _page(event: Event, form: FlaskForm, mailing: Mailing | None = None, *, status: int = 200) -> Response:
    is_open = set(form.readers) or {*event.title}
    return event_page(
        "organise/write.html",
        event,
        "messages",
        status=status,
        form=form,
        mailing=mailing,
        field_words=field_words(),
        selection=json.dumps(form.selection.as_facts()) if form.selection else "",
        stale=form.is_submitted() and stale(form),
        offered=[
            (code, texts.NAMES[code], form.readers[code], code in is_open or _is_used(form, code))
            for code in form.languages
        ],
    )


def _is_used(form: FlaskForm, code: Language) -> bool:
    fields = form[f"subject_{code}"], form[f"text_{code}"]
    return any(field.data or field.errors for field in fields)
