"""The forms about an organisation and its members."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from regapp.documents.examining import PICTURES
from regapp.models import Organisation
from regapp.vocabulary import Role
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, OneOf, clean_line
from regapp.web.forms import PostedForm
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise.forms import language_field, made
from regapp.web.telephones import Telephone
from regapp.web.translations import gettext as _
from regapp.web.uploads import UploadField
from regapp.web.web_addresses import WebAddress, with_scheme
from regapp.web.words import member_role_hint, member_role_word
from regapp.web.zone_fields import ZoneField

LONGEST_ADDRESS, LONGEST_PHONE = 300, 40
LARGEST_LOGO = 800  # pixels of a side


def organisation_form(**options: Any) -> FlaskForm:
    """What an organisation says of itself."""
    fields = {
        "seen": HiddenField(),
        "name": LocalizedField(_("Name"), longest=LONGEST_NAME, required=True),
        "website": StringField(
            _("Website"),
            filters=[with_scheme],
            validators=[Optional(), AtMost(LONGEST_ADDRESS), WebAddress()],
            render_kw={"inputmode": "url", "autocomplete": "url"},
        ),
        "contact_email": EmailField(
            _("E-mail address for questions"),
            description=_("Answers to letters go there. It stands on the pages of events."),
            filters=[clean_line],
            validators=[Optional(), AtMost(254), Address()],
        ),
        "contact_phone": StringField(
            _("Telephone for questions"),
            filters=[clean_line],
            validators=[Optional(), AtMost(LONGEST_PHONE), Telephone()],
            render_kw={"inputmode": "tel", "autocomplete": "tel"},
        ),
        "zone": ZoneField(_("Time zone of new events")),
        "requires_second_factor": BooleanField(
            _("Members sign in with a second step"),
            description=_(
                "A code from an app or a passkey, besides the password. Who has none sets one up at the next"
                " page, you as well."
            ),
        ),
    }
    return made(PostedForm, fields, **options)


def logo_form(**options: Any) -> FlaskForm:
    """Another logo, or none."""
    fields = {
        "picture": UploadField(
            _("Another logo"),
            accept=PICTURES,
            side=LARGEST_LOGO,
            description=_("It stands on the pages of your events, on white."),
        ),
        "none": BooleanField(_("Show no logo")),
    }
    return made(PostedForm, fields, **options)


def stored_values(organisation: Organisation) -> dict[str, Any]:
    """What stands of it, by the names of the form's fields."""
    return {
        "name": dict(organisation.name),
        "website": organisation.website,
        "contact_email": organisation.contact_email,
        "contact_phone": organisation.contact_phone,
        "zone": organisation.zone,
        "requires_second_factor": organisation.requires_second_factor,
    }


def invite_form(**options: Any) -> FlaskForm:
    """Who is asked to work for it, as what, and in which language."""
    fields = {
        "email": EmailField(
            _("E-mail address"),
            filters=[clean_line],
            validators=[Filled(_("Write the address of the person.")), AtMost(254), Address()],
            render_kw={"autocomplete": "off", "inputmode": "email"},
        ),
        "role": role_field(hints=True),
        "language": language_field(),
    }
    return made(PostedForm, fields, **options)


def role_form(**options: Any) -> FlaskForm:
    """As what a member works from now on."""
    return made(PostedForm, {"role": role_field()}, **options)


def role_field(*, hints: bool = False) -> SelectField:
    """One of the roles; with ``hints`` each says what it lets do."""
    return SelectField(
        _("Role"),
        choices=[
            SelectChoice(
                str(role),
                f"{member_role_word(role)}: {member_role_hint(role)}" if hints else member_role_word(role),
            )
            for role in Role
        ],
        validators=[Filled(_("Choose a role.")), OneOf()],
        validate_choice=False,
    )
