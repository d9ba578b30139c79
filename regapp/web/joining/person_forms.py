"""What is asked of somebody who gets an account."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.services.accounts.joining import Person
from regapp.vocabulary import Language
from regapp.web.fields import LONGEST_NAME, AtMost, Filled, OneOf, clean_line
from regapp.web.forms import PostedForm
from regapp.web.signin.passwords import hashed, new_password_fields
from regapp.web.translations import gettext as _


def person_form(fields: dict[str, Any] | None = None, **options: Any) -> FlaskForm:
    """Name, ``fields``, a password twice, and the language of letters."""
    whole = {
        "name": StringField(
            _("Your name"),
            filters=[clean_line],
            validators=[Filled(_("Write your name.")), AtMost(LONGEST_NAME)],
            render_kw={"autocomplete": "name"},
        ),
        **(fields or {}),
        **new_password_fields(),
        "language": SelectField(
            _("Language of letters to you"),
            choices=[SelectChoice(str(key), name) for key, name in texts.NAMES.items()],
            validators=[Filled(_("Choose a language.")), OneOf()],
            validate_choice=False,
        ),
    }
    return type("PersonForm", (PostedForm,), whole)(**options)


def person_of(form: FlaskForm) -> Person:
    """Whom a valid form names, with the password hashed."""
    return Person(form.name.data, hashed(form), Language(form.language.data))
