"""Who speaks, moderates or is a guest: added, edited, put in order, taken away."""

from functools import partial

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import people
from regapp.web.access import Right, needs, user_id
from regapp.web.organise import organise
from regapp.web.organise.edit.person_form import (
    facts_of,
    new_person,
    person_form,
    refuse_unseen,
    stored_person,
)
from regapp.web.organise.edit.programme import programme_list
from regapp.web.organise.edit.section import Section, Values
from regapp.web.organise.edit.things import find, put, take_away
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.uploads import takes_files

LIST = "organise.edit_programme"
TEMPLATE = "organise/edit/person.html"


@organise.get("/events/<slug>/edit/programme/people/new")
@needs(Right.MANAGE)
def new_speaker_form(event: Event) -> Response:
    """The form for somebody who is not on the programme yet."""
    return _adding().show(event, person=None)


@organise.post("/events/<slug>/edit/programme/people/new")
@needs(Right.MANAGE)
@takes_files
def add_speaker(event: Event) -> Response:
    """Put them on it."""
    return _adding().answer(event, person=None)


@organise.get("/events/<slug>/edit/programme/people/<int:number>")
@needs(Right.MANAGE)
def edit_speaker(event: Event, number: int) -> Response:
    """The form with who somebody is."""
    return _editing(number).show(event, person=find(event.speakers, number))


@organise.post("/events/<slug>/edit/programme/people/<int:number>")
@needs(Right.MANAGE)
@takes_files
def save_speaker(event: Event, number: int) -> Response:
    """Save it."""
    return _editing(number).answer(event, person=find(event.speakers, number))


@organise.post("/events/<slug>/edit/programme/people/<int:number>/put")
@needs(Right.MANAGE)
def put_speaker(event: Event, number: int) -> Response:
    """Move somebody up or down among those of the same role and group."""
    find(event.speakers, number)
    address = url_for(LIST, slug=event.slug, _anchor=f"person-{number}")
    return put(
        lambda up: people.put(event_id=event.id, speaker_id=number, up=up, user_id=user_id()),
        address,
        partial(programme_list, event),
    )


@organise.post("/events/<slug>/edit/programme/people/<int:number>/remove")
@needs(Right.MANAGE)
def remove_speaker(event: Event, number: int) -> Response:
    """Take somebody off the programme."""
    person = find(event.speakers, number)

    def act(revision: int) -> str:
        people.remove(event_id=event.id, revision=revision, speaker_id=number, user_id=user_id())
        return ""

    back = url_for(LIST, slug=event.slug)
    return take_away(_editing(number), event, act, back, _("They are off the programme."), person=person)


def _adding() -> Section:
    endpoint = "organise.new_speaker_form"
    return Section(endpoint, TEMPLATE, person_form, new_person, _add, after=LIST, makes=True)


def _editing(number: int) -> Section:
    def stored(event: Event) -> Values:
        return stored_person(event, find(event.speakers, number))

    return Section(
        "organise.edit_speaker",
        TEMPLATE,
        person_form,
        stored,
        partial(_save, number),
        values={"number": number},
        after=LIST,
    )


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    once(people.add, event_id=event.id, revision=revision, facts=facts_of(form), user_id=user_id())
    return True


def _save(number: int, event: Event, form: FlaskForm, revision: int) -> bool:
    if refuse_unseen(form, find(event.speakers, number)):
        return False
    people.change(
        event_id=event.id, revision=revision, speaker_id=number, facts=facts_of(form), user_id=user_id()
    )
    return True
