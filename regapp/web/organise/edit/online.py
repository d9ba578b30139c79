"""How people join online: typed, or read from a pasted invitation, and asked first where people know it."""

from datetime import timedelta

from flask import request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp import texts
from regapp.announcements.meetings import read_meeting
from regapp.clock import now
from regapp.database import db
from regapp.errors import Over
from regapp.models import Event
from regapp.queries.recipients import count_online
from regapp.services.events import editing, event_changes
from regapp.vocabulary import EventStatus, LetterKind
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.organise import organise
from regapp.web.organise.edit.asking import Question, Row, may_change, told_words
from regapp.web.organise.edit.online_form import (
    BEFORE_START,
    OF_MEETING,
    fill_in,
    meeting_of,
    online_form,
    release_of,
    stored_online,
)
from regapp.web.organise.edit.section import Section
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


@organise.get("/events/<slug>/edit/online")
@needs(Right.MANAGE)
def edit_online(event: Event) -> Response:
    """The form with what stands."""
    return SECTION.show(event, possible=may_change(event))


@organise.post("/events/<slug>/edit/online")
@needs(Right.MANAGE)
def save_online(event: Event) -> Response:
    """Read a pasted invitation into the form; or save it, after a question where people are told."""
    possible = may_change(event)
    if not possible and "join_address" in request.form:  # it was over while somebody typed
        form = online_form(event, formdata=None, data=stored_online(event))
        return SECTION.again(event, form, status=409, possible=False)
    if possible and request.form.get("invitation", "").strip():
        return _read(event)
    return SECTION.answer(event, possible=possible)


def _read(event: Event) -> Response:
    """Nothing is saved: the host looks at what was read first."""
    form = online_form(event, data=stored_online(event))
    form.validate()
    if stale(form) or form.invitation.errors:
        return SECTION.again(event, form, status=422, possible=True)
    found = fill_in(form, read_meeting(form.invitation.data))
    if not found:
        form.invitation.errors = [
            _("We found no meeting in this text. Write the address to join into the field below.")
        ]
        return SECTION.again(event, form, status=422, possible=True)
    return SECTION.again(event, form, possible=True, found=found)


def _question(event: Event, form: FlaskForm) -> Question | None:
    if event.status is not EventStatus.PUBLISHED or not may_change(event):
        return None
    stored, meeting = stored_online(event), meeting_of(form)
    was_told = event.has_way_to_join and event.join_told(now())
    differs = any((form[name].data or "") != stored[name] for name in OF_MEETING)
    is_there = bool(meeting.join_address or meeting.meeting_id or meeting.passcode or meeting.dial_in)
    is_news = is_there and _is_told(event, release_of(form)) and not was_told
    told = count_online(db.session(), event).total()
    if not told or not (is_news or (was_told and differs)):
        return None
    return Question(
        title=_("Tell people how to join?") if is_news else _("Change how people join?"),
        yes=_("Yes, tell them") if is_news else _("Yes, change it"),
        rows=_rows(event, form),
        told=told,
        reach=_reach(told, is_news=is_news),
        kind=LetterKind.MEETING if is_news else LetterKind.EVENT_CHANGED,
        done=told_words(),
    )


def _is_told(event: Event, release: int | None) -> bool:
    return release is None or event.start_at - timedelta(minutes=release) <= now()


def _reach(told: int, *, is_news: bool) -> str:
    if is_news:
        return ngettext(
            "%(num)s person who has a place online gets a letter with the way to join.",
            "%(num)s people who have a place online get a letter with the way to join.",
            told,
        )
    return ngettext(
        "%(num)s person who has a place online gets a letter with the new way to join.",
        "%(num)s people who have a place online get a letter with the new way to join.",
        told,
    )


def _rows(event: Event, form: FlaskForm) -> list[Row]:
    old = online_form(event, formdata=None, data=stored_online(event))
    rows = [
        Row(form[name].label.text, _words(old, name), _words(form, name)) for name in (*OF_MEETING, "release")
    ]
    return [row for row in rows if row.old or row.new]


def _words(form: FlaskForm, name: str) -> str:
    value = form[name].data or ""
    if name == "provider":
        return texts.provider_name(value)
    if name == "release":
        if value != BEFORE_START:
            return _("with the place")
        hours, minutes = form.release_hours.data or 0, form.release_minutes.data or 0
        return _("%(hours)s h %(minutes)s min before the start", hours=hours, minutes=minutes)
    return ", ".join(value.splitlines())


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    stream = form.public_stream.data
    if not may_change(event):
        editing.change_facts(
            event_id=event.id, revision=revision, values={"public_stream": stream}, user_id=user_id()
        )
        return True
    try:
        event_changes.change_meeting(
            event_id=event.id,
            meeting=meeting_of(form),
            join_release_minutes=release_of(form),
            public_stream=stream,
            message=form.message.data,
            user_id=user_id(),
            revision=revision,
        )
    except Over:
        form.join_address.errors = [_("The event is over or cancelled meanwhile: its meeting stays.")]
        return False
    return True


SECTION = Section(
    "organise.edit_online", "organise/edit/online.html", online_form, stored_online, _save, question=_question
)
