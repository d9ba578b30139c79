"""Groups of people who speak for the same side: added, edited, put in order, taken away."""

from functools import partial
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import people
from regapp.web.access import Right, needs, user_id
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.programme import programme_list
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.edit.things import find, put, take_away
from regapp.web.organise.forms import made
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.uploads import takes_files

LIST = "organise.edit_programme"
TEMPLATE = "organise/edit/group.html"
LONGEST_TITLE, LONGEST_TOPIC = 200, 1_000


@organise.get("/events/<slug>/edit/programme/groups/new")
@needs(Right.MANAGE)
def new_group_form(event: Event) -> Response:
    """The form for a group that is not there yet."""
    return _adding().show(event, group=None)


@organise.post("/events/<slug>/edit/programme/groups/new")
@needs(Right.MANAGE)
@takes_files
def add_group(event: Event) -> Response:
    """Make it."""
    return _adding().answer(event, group=None)


@organise.get("/events/<slug>/edit/programme/groups/<int:number>")
@needs(Right.MANAGE)
def edit_group(event: Event, number: int) -> Response:
    """The form with what a group is."""
    return _editing(number).show(event, group=find(event.speaker_groups, number))


@organise.post("/events/<slug>/edit/programme/groups/<int:number>")
@needs(Right.MANAGE)
@takes_files
def save_group(event: Event, number: int) -> Response:
    """Save it."""
    return _editing(number).answer(event, group=find(event.speaker_groups, number))


@organise.post("/events/<slug>/edit/programme/groups/<int:number>/put")
@needs(Right.MANAGE)
def put_group(event: Event, number: int) -> Response:
    """Move it up or down."""
    find(event.speaker_groups, number)
    address = url_for(LIST, slug=event.slug, _anchor=f"group-{number}")
    return put(
        lambda up: people.put_group(event_id=event.id, group_id=number, up=up, user_id=user_id()),
        address,
        partial(programme_list, event),
    )


@organise.post("/events/<slug>/edit/programme/groups/<int:number>/remove")
@needs(Right.MANAGE)
def remove_group(event: Event, number: int) -> Response:
    """End it; its people stay."""
    group = find(event.speaker_groups, number)

    def act(revision: int) -> str:
        people.remove_group(event_id=event.id, revision=revision, group_id=number, user_id=user_id())
        return ""

    back = url_for(LIST, slug=event.slug)
    return take_away(_editing(number), event, act, back, _("The group is gone."), group=group)


def _adding() -> Section:
    return Section("organise.new_group_form", TEMPLATE, _form, _nothing, _add, after=LIST, makes=True)


def _editing(number: int) -> Section:
    def stored(event: Event) -> Values:
        group = find(event.speaker_groups, number)
        return {"title": group.title, "topic": group.topic}

    endpoint, values = "organise.edit_group", {"number": number}
    return Section(endpoint, TEMPLATE, _form, stored, partial(_save, number), values=values, after=LIST)


def _form(_event: Event, **options: Any) -> FlaskForm:
    fields = {
        "title": LocalizedField(_("Whom they speak for"), longest=LONGEST_TITLE, required=True),
        "topic": LocalizedField(_("What they are asked about"), longest=LONGEST_TOPIC, rows=2),
    }
    return made(SectionForm, fields, **options)


def _nothing(_event: Event) -> Values:
    return {"title": {}, "topic": {}}


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    texts = {"title": form.title.data, "topic": form.topic.data}
    once(people.add_group, event_id=event.id, revision=revision, **texts, user_id=user_id())
    return True


def _save(number: int, event: Event, form: FlaskForm, revision: int) -> bool:
    texts = {"title": form.title.data, "topic": form.topic.data}
    people.change_group(event_id=event.id, revision=revision, group_id=number, **texts, user_id=user_id())
    return True
