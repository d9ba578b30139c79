"""What an event is called and what it is about."""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp import texts
from regapp.models import Event
from regapp.services.events import editing
from regapp.vocabulary import EventKind
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import Filled, OneOf
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.previewing import saved_or_shown
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _
from regapp.web.words import kind_word

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_DESCRIPTION = 200, 500, 20_000


@organise.get("/events/<slug>/edit/texts")
@needs(Right.MANAGE)
def edit_texts(event: Event) -> Response:
    """The form with the texts."""
    return SECTION.show(event)


@organise.post("/events/<slug>/edit/texts")
@needs(Right.MANAGE)
def save_texts(event: Event) -> Response:
    """Save them, or show the description as it will look."""
    return saved_or_shown(SECTION, event, "description")


def _form(_event: Event, **options: Any) -> FlaskForm:
    fields = {
        "title": LocalizedField(_("Title"), longest=LONGEST_TITLE, required=True),
        "summary": LocalizedField(
            _("In one or two sentences"),
            description=_("Stands below the title, in lists and in letters."),
            longest=LONGEST_SUMMARY,
            rows=2,
        ),
        "description": LocalizedField(
            _("Description"),
            description=_(
                "An empty line starts a new paragraph. **bold**, *italic*, - lists, [text](address)."
            ),
            longest=LONGEST_DESCRIPTION,
            rows=8,
        ),
        "kind": SelectField(
            _("Kind of event"),
            choices=[SelectChoice(str(kind), kind_word(kind)) for kind in EventKind],
            validators=[Filled(_("Choose a kind.")), OneOf()],
            validate_choice=False,
        ),
        "languages": SelectMultipleField(
            _("Languages spoken"),
            choices=[SelectChoice(str(one), name) for one, name in texts.NAMES.items()],
            option_widget=CheckboxInput(),
        ),
    }
    return made(SectionForm, fields, **options)


def _stored(event: Event) -> Values:
    return {
        "title": event.title,
        "summary": event.summary,
        "description": event.description,
        "kind": str(event.kind),
        "languages": list(event.languages),
    }


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    values = {name: form[name].data for name in ("title", "summary", "description", "languages")}
    editing.change_facts(
        event_id=event.id,
        revision=revision,
        values={**values, "kind": EventKind(form.kind.data)},
        user_id=user_id(),
    )
    return True


SECTION = Section("organise.edit_texts", "organise/edit/texts.html", _form, _stored, _save)
