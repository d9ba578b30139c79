"""The shape of what participants send: types, lengths, what is required. Rules live in services."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.models import Registration, emails
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, OneOf, clean_line
from regapp.web.forms import PostedForm
from regapp.web.question_fields import (
    AnsweringForm,
    let_answers_in,
    question_fields,
    removal_fields,
    tickets_of,
)
from regapp.web.translations import gettext as _


def email_form(message: str, **options: Any) -> FlaskForm:
    """A form for one address; ``message`` says what to do when it is empty."""
    return type("EmailForm", (PostedForm,), {"email": email_field(message)})(**options)


def details_form(found: Registration, **current: Any) -> AnsweringForm:
    """What a participant may change on the own page; what is asked for other tickets is left out."""
    let_answers_in(found.event)
    tickets = tickets_of(found)
    questions = [
        question
        for question in found.event.questions
        if question.removed_at is None
        and (not question.ticket_types or not tickets.isdisjoint(question.ticket_types))
    ]
    fields: dict[str, Field] = {
        "name": name_field(),
        "language": SelectField(
            _("Language of letters"),
            choices=[SelectChoice(str(key), name) for key, name in texts.NAMES.items()],
            validators=[Filled(_("Choose a language.")), OneOf()],
            validate_choice=False,
        ),
        **question_fields(questions, found.answers),
        **removal_fields(questions, found.answers),
    }
    of_questions = {"questions": questions, "tickets": tickets}
    made: type[AnsweringForm] = type("DetailsForm", (AnsweringForm,), {**fields, **of_questions})
    return made(**current)


def email_field(message: str) -> StringField:
    """The field for the address that letters go to; ``message`` says what to do when it is empty."""
    return StringField(
        _("E-mail address"),
        filters=[clean_line],
        validators=[Filled(message), AtMost(emails.LONGEST), Address()],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )


def name_field() -> StringField:
    """The field for the name of the person who fills the form in."""
    return StringField(
        _("First and last name"),
        filters=[clean_line],
        validators=[Filled(_("Write your name as it should stand on the list.")), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "name"},
    )
