"""Somebody on the programme as a host says who they are."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp.models import Event, Speaker
from regapp.services.events.people import PersonFacts
from regapp.vocabulary import SpeakerRole
from regapp.web.countries import countries
from regapp.web.fields import EachOf, Filled, OneOf
from regapp.web.formats import read
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise.edit.section import SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _
from regapp.web.uploads import UploadField
from regapp.web.words import role_word

LONGEST_NAME, LONGEST_POST, LONGEST_BIOGRAPHY = 200, 300, 3_000
SIDE = 480  # pixels: photographs are shown small


def person_form(event: Event, **options: Any) -> FlaskForm:
    """The form, with the event's groups and sessions to choose from."""
    fields: dict[str, Any] = {
        "name": LocalizedField(_("Name"), longest=LONGEST_NAME, required=True),
        "role": SelectField(
            _("Role"),
            choices=[SelectChoice(str(role), role_word(role)) for role in SpeakerRole],
            validators=[Filled(_("Choose a role.")), OneOf()],
            validate_choice=False,
        ),
        "title": LocalizedField(_("Academic title and post"), longest=LONGEST_POST),
        "affiliation": LocalizedField(_("Organisation"), longest=LONGEST_POST),
        "country": SelectField(
            _("Country"),
            choices=[SelectChoice("", _("not said")), *(SelectChoice(*one) for one in countries())],
            validators=[OneOf()],
            validate_choice=False,
        ),
        "biography": LocalizedField(_("Short biography"), longest=LONGEST_BIOGRAPHY, rows=4),
        "photograph": UploadField(_("Photograph"), side=SIDE),
        "without_photograph": BooleanField(_("Take the photograph away")),
        "photograph_seen": HiddenField(),
        "group": SelectField(
            _("Speaks for"),
            choices=[
                SelectChoice("", _("no group")),
                *(SelectChoice(str(one.id), read(one.title)) for one in event.speaker_groups),
            ],
            validators=[OneOf()],
            validate_choice=False,
        ),
        "sessions": SelectMultipleField(
            _("In these parts of the programme"),
            choices=[SelectChoice(str(one.id), read(one.title)) for one in event.sessions],
            option_widget=CheckboxInput(),
            validators=[EachOf()],
            validate_choice=False,
        ),
    }
    return made(SectionForm, fields, **options)


def new_person(_event: Event) -> Values:
    """What the form shows of somebody who is not there yet."""
    texts: Values = {name: {} for name in ("name", "title", "affiliation", "biography")}
    return {**texts, "role": str(SpeakerRole.SPEAKER), "country": "", "group": "", "sessions": []}


def stored_person(event: Event, person: Speaker) -> Values:
    """Who somebody is now."""
    return {
        "name": person.name,
        "role": str(person.role),
        "title": person.title,
        "affiliation": person.affiliation,
        "country": person.country,
        "biography": person.biography,
        "group": str(person.group_id or ""),
        "sessions": sorted(str(one.id) for one in event.sessions if person in one.speakers),
    }


def facts_of(form: FlaskForm) -> PersonFacts:
    """What a valid form says."""
    texts = {name: form[name].data for name in ("name", "title", "affiliation", "biography")}
    return PersonFacts(
        **texts,
        role=SpeakerRole(form.role.data),
        country=form.country.data or "",
        group=int(form.group.data) if form.group.data else None,
        sessions=[int(one) for one in form.sessions.data or ()],
        photograph=form.photograph.data,
        without_photograph=form.without_photograph.data,
    )


def refuse_unseen(form: FlaskForm, person: Speaker) -> bool:
    """Whether somebody else has changed the photograph meanwhile; said at its field, once."""
    now = str(person.photograph_id or "")
    changes = form.photograph.data is not None or form.without_photograph.data
    if not changes or form.photograph_seen.data in {None, now}:
        return False
    form.photograph_seen.data = now
    form.photograph.errors = [
        _("Somebody else has changed the photograph meanwhile. Choose yours again to replace it.")
    ]
    return True
