"""The forms of the own page that are about one person: name and address, ticket, sessions.

Several people stand on one page, so each of its fields has an id of its own beside the promised name.
"""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from regapp.models import Session, TicketType, emails
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, OneOf, clean_line, offered
from regapp.web.formats import read
from regapp.web.forms import PostedForm
from regapp.web.translations import gettext as _

NEW = "new"  # the number of the person who is not there yet


def person_form(number: int | str, **current: Any) -> FlaskForm:
    """Somebody's name and, if wanted, address."""
    fields: dict[str, Field] = {
        "name": StringField(
            _("First and last name"),
            id=f"person-{number}-name",
            filters=[clean_line],
            validators=[Filled(_("Write the name as it should stand on the list.")), AtMost(LONGEST_NAME)],
            render_kw={"autocomplete": "off"},
        ),
        "email": StringField(
            _("E-mail address"),
            id=f"person-{number}-email",
            description=_("If you write one, this person gets a letter with the ticket too."),
            filters=[clean_line],
            validators=[_IfAny(AtMost(emails.LONGEST)), _IfAny(Address())],
            render_kw={
                "type": "email",
                "autocomplete": "off",
                "inputmode": "email",
                "spellcheck": "false",
            },
        ),
    }
    return _form(fields, current)


def ticket_form(number: int, ticket_types: list[TicketType], **current: Any) -> FlaskForm:
    """Which ticket it is to be."""
    field = RadioField(
        _("Ticket"),
        id=f"person-{number}-ticket",
        choices=[SelectChoice(one.key, read(one.name)) for one in ticket_types],
        validators=[Filled(_("Choose a ticket.")), OneOf()],
        validate_choice=False,
    )
    return _form({"ticket": field}, current)


def sessions_form(number: int, sessions: list[Session], **current: Any) -> FlaskForm:
    """Which sessions of the programme; none is an answer too."""
    field = SelectMultipleField(
        _("Sessions"),
        id=f"person-{number}-session",
        choices=[SelectChoice(str(one.id), read(one.title)) for one in sessions],
        option_widget=CheckboxInput(),
        validators=[_AllOffered()],
        validate_choice=False,
    )
    return _form({"session": field}, current)


class _IfAny:
    """A check of what need not be there."""

    def __init__(self, check: Any) -> None:
        self.check = check
        self.field_flags = getattr(check, "field_flags", {})

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data:
            self.check(form, field)


class _AllOffered:
    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if not set(field.data or ()) <= set(offered(field)):
            raise StopValidation(_("Choose from these sessions."))


def _form(fields: dict[str, Field], current: dict[str, Any]) -> FlaskForm:
    return type("PersonForm", (PostedForm,), fields)(**current)
