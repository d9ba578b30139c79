"""The shape of what participants send: types, lengths, what is required. Rules live in services."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.models import Event, Question, emails
from regapp.vocabulary import Language, QuestionKind
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, OneOf, clean, clean_line
from regapp.web.forms import PostedForm
from regapp.web.reading import language
from regapp.web.translations import gettext as _

LONGEST_TEXT, LONGEST_PARAGRAPH = 300, 4000
PREFIX = "question-"


def email_form(message: str, **options: Any) -> FlaskForm:
    """A form for one address; ``message`` says what to do when it is empty."""
    return type("EmailForm", (PostedForm,), {"email": email_field(message)})(**options)


def details_form(event: Event, **current: Any) -> FlaskForm:
    """What a participant may change on the own page."""
    fields: dict[str, Field] = {
        "name": name_field(),
        "language": SelectField(
            _("Language of letters"),
            choices=[SelectChoice(str(key), name) for key, name in texts.NAMES.items()],
            validators=[Filled(_("Choose a language.")), OneOf()],
            validate_choice=False,
        ),
        **question_fields(event),
    }
    return type("DetailsForm", (PostedForm,), fields)(**current)


def answers(form: FlaskForm) -> dict[str, str]:
    """The answers of a form by their questions' keys; what was left out is empty."""
    return {
        name.removeprefix(PREFIX): field.data or ""
        for name, field in form._fields.items()
        if name.startswith(PREFIX)
    }


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


def question_fields(event: Event) -> dict[str, Field]:
    """The fields of the event's own questions, by their names in the form."""
    return {f"{PREFIX}{question.key}": _question_field(question, language()) for question in event.questions}


def _question_field(question: Question, reader: Language) -> Field:
    filled = [Filled(_("Answer this question."))] if question.required else []
    common: dict[str, Any] = {"label": question.label.read(reader), "description": question.hint.read(reader)}
    match question.kind:
        case QuestionKind.CHOICE:
            choices = [
                SelectChoice(key, label.read(reader)) for key, label in question.choice_labels().items()
            ]
            return RadioField(**common, choices=choices, validators=[*filled, OneOf()], validate_choice=False)
        case QuestionKind.PARAGRAPH:
            return TextAreaField(
                **common,
                filters=[clean],
                validators=[*filled, AtMost(LONGEST_PARAGRAPH)],
                render_kw={"rows": 4},
            )
        case QuestionKind.TEXT:
            return StringField(**common, filters=[clean_line], validators=[*filled, AtMost(LONGEST_TEXT)])
