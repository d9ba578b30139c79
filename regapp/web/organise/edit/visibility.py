"""Who finds an event, what everybody learns of its places, and its address."""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from regapp.errors import SlugTaken
from regapp.models import Event
from regapp.models.slugs import LONGEST_SLUG, is_slug
from regapp.services.events import addressing
from regapp.vocabulary import EventVisibility, PlacesShown
from regapp.web.access import Right, needs, user_id
from regapp.web.context import addresses
from regapp.web.fields import AtMost, Filled, OneOf, clean_line
from regapp.web.formats import read
from regapp.web.organise import organise
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _


@organise.get("/events/<slug>/edit/visibility")
@needs(Right.MANAGE)
def edit_visibility(event: Event) -> Response:
    """The form."""
    return SECTION.show(event, before=addresses().event(""))


@organise.post("/events/<slug>/edit/visibility")
@needs(Right.MANAGE)
def save_visibility(event: Event) -> Response:
    """Save it."""
    return SECTION.answer(event, before=addresses().event(""))


def _form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "visibility": RadioField(
            _("Who finds the event"),
            choices=[SelectChoice(str(one), word) for one, word in _visibilities().items()],
            validators=[Filled(_("Choose who finds the event.")), OneOf(), _ByCode(event)],
            validate_choice=False,
        ),
        "places_shown": RadioField(
            _("What everybody learns of the places left"),
            choices=[SelectChoice(str(one), word) for one, word in _ways_to_show().items()],
            description=_("That all are taken is always said."),
            validators=[Filled(_("Choose what everybody learns.")), OneOf()],
            validate_choice=False,
        ),
        "slug": StringField(
            _("Address of the page"),
            filters=[lambda text: clean_line(text).lower()],
            validators=[Filled(_("Write an address.")), AtMost(LONGEST_SLUG), _slug],
            render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
        ),
    }
    return made(SectionForm, fields, **options)


def _visibilities() -> dict[EventVisibility, str]:
    return {
        EventVisibility.PUBLIC: _(
            "Everybody: it stands in the list and in calendars, and search engines know it"
        ),
        EventVisibility.UNLISTED: _("Whoever has its address: it stands in no list"),
        EventVisibility.INVITED: _(
            "Who is invited: without a code the page shows title, date and host, no more"
        ),
    }


def _ways_to_show() -> dict[PlacesShown, str]:
    return {
        PlacesShown.NUMBER: _("How many there are"),
        PlacesShown.FEW: _("Whether there are many or few"),
        PlacesShown.HIDDEN: _("Nothing"),
    }


class _ByCode:
    """An event by invitation has no ticket that can be had without a code."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        free = [read(one.name) for one in self.event.ticket_types if not one.needs_code]
        if field.data == EventVisibility.INVITED and free:
            raise StopValidation(
                _(
                    "These can be had without a code: %(tickets)s. Say first, under “Ways to attend”, that"
                    " they need one.",
                    tickets=", ".join(free),
                )
            )


def _slug(_form: FlaskForm, field: Field) -> None:
    if not is_slug(field.data):
        raise StopValidation(
            _("Use small Latin letters, digits and single hyphens between them, e.g. round-table-2026.")
        )


def _stored(event: Event) -> Values:
    return {
        "visibility": str(event.visibility),
        "places_shown": str(event.places_shown),
        "slug": event.slug,
    }


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        addressing.change_visibility(
            event_id=event.id,
            revision=revision,
            visibility=EventVisibility(form.visibility.data),
            places_shown=PlacesShown(form.places_shown.data),
            slug=form.slug.data,
            user_id=user_id(),
        )
    except SlugTaken:
        form.slug.errors = [_("Another event has this address, or had it. Choose another one.")]
        return False
    return True


SECTION = Section("organise.edit_visibility", "organise/edit/visibility.html", _form, _stored, _save)
