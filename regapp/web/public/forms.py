"""The shape of what participants send: types, lengths, what is required. Rules live in services."""

import unicodedata
from functools import lru_cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from regapp import texts
from regapp.models import Event, Question, emails
from regapp.vocabulary import Language, QuestionKind
from regapp.web.forms import PostedForm
from regapp.web.reading import language
from regapp.web.translations import gettext as _

LONGEST_NAME, LONGEST_TEXT, LONGEST_PARAGRAPH = 200, 300, 4000
PREFIX = "question-"


# Characters that turn the direction of whatever stands behind them, on every page that shows the text.
TURNING = frozenset(
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}"
    "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
)


def clean(text: str | None) -> str:
    """Without the control characters that no person types and no calendar or database takes."""
    return "".join(c for c in (text or "") if _is_kept(c)).strip()


def _is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    return character not in TURNING and (character.isprintable() or character > "\x9f")


def clean_line(text: str | None) -> str:
    """The same on a single line."""
    return " ".join(clean(text).split())


class Filled:
    """Something has to be there; says what to do if not."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library's own protocol

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at an empty field, or one with nothing in it that can be seen."""
        seen = not isinstance(field.data, str) or any(
            unicodedata.category(c)[0] not in "CZ" for c in field.data
        )
        if not field.data or not seen:
            raise StopValidation(self.message)


class AtMost:
    """A text is bounded."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at a text that is too long."""
        if len(field.data or "") > self.most:
            raise StopValidation(
                _(
                    "Shorten this to %(most)s characters; it has %(count)s.",
                    most=self.most,
                    count=len(field.data),
                )
            )


class Address:
    """A letter could reach it."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Normalise the address, or say what is wrong."""
        try:
            field.data = emails.checked(field.data)
        except ValueError as error:
            raise StopValidation(_("Check the address: it should look like name@example.org.")) from error


class OneOf:
    """One of the choices, or nothing."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at a value that was not offered."""
        if field.data and field.data not in offered(field):
            raise StopValidation(_("Choose one of the answers."))


def offered(field: Field) -> dict[str, str]:
    """The choices of a field: labels by values."""
    return {choice.value: choice.label for choice in field.choices}


def stale(form: FlaskForm) -> bool:
    """Whether the form lacks the proof that our own page sent it, of late."""
    return bool(form.csrf_token.errors)


def email_form(message: str, **options: Any) -> FlaskForm:
    """A form for one address; ``message`` says what to do when it is empty."""
    return type("EmailForm", (PostedForm,), {"email": _email_field(message)})(**options)


def registration_form(event: Event, consent: str) -> FlaskForm:
    """The event's form for the present request."""
    return _registration_form(event, consent, language())()


@lru_cache(maxsize=64)  # a kept event is the same thing until something of it changes
def _registration_form(event: Event, consent: str, reader: Language) -> type[FlaskForm]:
    fields: dict[str, Field] = {
        "name": _name_field(),
        "email": _email_field(_("Write your e-mail address: the letter with your place goes there.")),
        "ticket": RadioField(
            _("How will you attend?"),
            choices=[SelectChoice(ticket.key, ticket.name.read(reader)) for ticket in event.ticket_types],
            validators=[Filled(_("Choose how you will attend.")), OneOf()],
            validate_choice=False,
        ),
        **_question_fields(event),
        "consent": BooleanField(
            consent, validators=[Filled(_("We need your agreement to keep your registration."))]
        ),
        "form": HiddenField(filters=[lambda text: (text or "")[:100]]),
        "website": HiddenField(validators=[_Empty()]),
    }
    return type("RegistrationForm", (PostedForm,), fields)


def details_form(event: Event, **current: Any) -> FlaskForm:
    """What a participant may change on the own page."""
    fields: dict[str, Field] = {
        "name": _name_field(),
        "language": SelectField(
            _("Language of letters"),
            choices=[SelectChoice(str(key), name) for key, name in texts.NAMES.items()],
            validators=[Filled(_("Choose a language.")), OneOf()],
            validate_choice=False,
        ),
        **_question_fields(event),
    }
    return type("DetailsForm", (PostedForm,), fields)(**current)


def answers(form: FlaskForm) -> dict[str, str]:
    """The answers of a form by their questions' keys; what was left out is empty."""
    return {
        name.removeprefix(PREFIX): field.data or ""
        for name, field in form._fields.items()
        if name.startswith(PREFIX)
    }


class _Empty:
    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if field.data:
            raise StopValidation(
                _("A field that people do not see was filled in. It is empty again: please send once more.")
            )


def _email_field(message: str) -> StringField:
    return StringField(
        _("E-mail address"),
        filters=[clean_line],
        validators=[Filled(message), AtMost(emails.LONGEST), Address()],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )


def _name_field() -> StringField:
    return StringField(
        _("First and last name"),
        filters=[clean_line],
        validators=[Filled(_("Write your name as it should stand on the list.")), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "name"},
    )


def _question_fields(event: Event) -> dict[str, Field]:
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
