"""What a host writes to people: a subject and a text in one or more languages."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.models import Event
from regapp.vocabulary import Language, Recipients
from regapp.web.fields import AtMost, Filled, OneOf, clean, clean_line
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made
from regapp.web.organise.made_up import Message
from regapp.web.translations import gettext as _

LONGEST_SUBJECT = 150
LONGEST_TEXT = 10_000


class WriteForm(PostedForm):
    """A subject and a text belong together, and there is one language at least."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what is missing, at the field where it is missing."""
        valid: bool = super().validate(extra_validators)
        pairs = [(self[f"subject_{code}"], self[f"text_{code}"]) for code in Language]
        for subject, text in pairs:
            if text.data and not subject.data:
                subject.errors, valid = [*subject.errors, _("Write what the letter is about.")], False
            if subject.data and not text.data:
                text.errors, valid = [*text.errors, _("Write the text that belongs to this subject.")], False
        if not any(field.data for pair in pairs for field in pair):
            first = self[f"subject_{self.languages[0]}"]
            first.errors, valid = [_("Write a subject and a text in one language at least.")], False
        return valid


def write_form(event: Event, **options: Any) -> FlaskForm:
    """To whom a letter goes and what it says; ``languages`` are those of the event, then the others."""
    languages = event_languages(event)
    fields: dict[str, Any] = {
        "to": RadioField(
            _("To"),
            choices=[
                SelectChoice(Recipients.ALL.value, _("Everybody who comes or waits")),
                SelectChoice(Recipients.CONFIRMED.value, _("Those with a place")),
                SelectChoice(Recipients.WAITING.value, _("Those on the waiting list")),
            ],
            validators=[Filled(_("Choose to whom you write.")), OneOf()],
            validate_choice=False,
        ),
        "about": BooleanField(
            _("It is about their registration"),
            description=_(
                "Everybody gets it. Otherwise it is news: the letter says how to refuse more of it, and"
                " whoever has refused your news gets none."
            ),
        ),
        "next": StringField(),
    }
    for code in Language:
        fields |= _texts_in(code)
    form = made(WriteForm, {**fields, "languages": languages}, **options)
    for name in fields:
        form[name].flags.unmarked = True  # each language is optional, but not all of them
    return form


def event_languages(event: Event) -> list[Language]:
    """The languages in which people write to each other: those of the event first."""
    own = {*event.title, *event.languages}
    return [code for code in Language if code in own] + [code for code in Language if code not in own]


def message_of(form: FlaskForm) -> Message:
    """What a valid form says."""
    return Message(
        {str(code): subject for code in Language if (subject := form[f"subject_{code}"].data)},
        {str(code): text for code in Language if (text := form[f"text_{code}"].data)},
        form.about.data,
    )


def _texts_in(code: Language) -> dict[str, Any]:
    look = {"lang": str(code), "autocomplete": "off"}
    name = texts.NAMES[code]
    return {
        f"subject_{code}": StringField(
            _("Subject (%(language)s)", language=name),
            filters=[clean_line],
            validators=[AtMost(LONGEST_SUBJECT)],
            render_kw=look,
        ),
        f"text_{code}": TextAreaField(
            _("Text (%(language)s)", language=name),
            filters=[clean],
            validators=[AtMost(LONGEST_TEXT)],
            render_kw={**look, "rows": 8},
        ),
    }
