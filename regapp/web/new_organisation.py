"""What is asked of a new organisation, wherever one is made."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import StopValidation

from regapp.models.slugs import LONGEST_SLUG, is_slug, proposed_slug
from regapp.services.accounts.organisations import NewOrganisation
from regapp.web.fields import LONGEST_NAME, AtMost, Filled, clean_line
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.zone_fields import ZoneField

USUAL_ZONE = "Asia/Almaty"
RESERVED = frozenset({"new"})  # words that our own addresses have where the slug stands


def organisation_fields() -> dict[str, Any]:
    """Name, address and time zone of an organisation."""
    return {
        "organisation": StringField(
            _("Name of the organisation"),
            filters=[clean_line],
            validators=[Filled(_("Write what the organisation is called.")), AtMost(LONGEST_NAME)],
            render_kw={"autocomplete": "organization"},
        ),
        "slug": StringField(
            _("Short name in addresses"),
            description=_(
                "Latin letters, digits and hyphens, e.g. dku. Left empty, we make it of the name. It cannot"
                " be changed later."
            ),
            filters=[clean_line, lambda text: (text or "").lower()],
            validators=[AtMost(LONGEST_SLUG), _fits_addresses],
            render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
        ),
        "zone": ZoneField(_("Time zone of its events")),
    }


def organisation_of(form: FlaskForm) -> NewOrganisation:
    """What a valid form says, its name being in the language of the page."""
    return NewOrganisation(
        name={str(language()): form.organisation.data},
        slug=form.slug.data or proposed_slug(form.organisation.data),
        zone=form.zone.data,
    )


def say_taken(form: FlaskForm) -> None:
    """Put it to the field that another organisation has the slug."""
    taken = organisation_of(form).slug
    form.slug.errors = [_("Another organisation has the name %(slug)s. Choose another one.", slug=taken)]
    form.slug.data = form.slug.data or taken
    form.slug.raw_data = [form.slug.data]


def _fits_addresses(form: FlaskForm, field: Field) -> None:
    if field.data and not is_slug(field.data):
        raise StopValidation(_("Use a to z, 0 to 9 and single hyphens between them."))
    if (field.data or proposed_slug(form.organisation.data or "")) in RESERVED:
        raise StopValidation(_("This word is taken. Choose another one."))
    if not field.data and form.organisation.data and not proposed_slug(form.organisation.data):
        raise StopValidation(_("Write a short name: none can be made of the name of the organisation."))
