"""What a host writes to people: a subject and a text in one or more languages."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.database import db
from regapp.documents.message_fields import FIELDS, IN_SUBJECT, first_in_address, first_wrong
from regapp.models import Event
from regapp.queries.audience import Audience
from regapp.queries.recipients import count_audience
from regapp.queries.selections import Selection
from regapp.services.telling.messages import Written
from regapp.vocabulary import Language, Recipients
from regapp.web.fields import AtMost, Filled, OneOf, clean, clean_line
from regapp.web.forms import PostedForm
from regapp.web.organise.chosen_readers import selection_typed, to_words
from regapp.web.organise.forms import made
from regapp.web.reading import language
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
            valid = _has_whole_fields(subject, text) and valid
        if not any(field.data for pair in pairs for field in pair):
            first = self[f"subject_{self.languages[0]}"]
            first.errors, valid = [_("Write a subject and a text in one language at least.")], False
        return valid


def _has_whole_fields(subject: Field, text: Field) -> bool:
    """Whether all that stands between braces is a field, and where one can be."""
    known: tuple[str, ...]
    for field, known in ((subject, IN_SUBJECT), (text, FIELDS)):
        if found := first_wrong(field.data or "", known):
            fields = ", ".join(f"{{{name}}}" for name in known)
            told = _("There is no field “%(field)s”. You can use %(fields)s.", field=found, fields=fields)
            field.errors = [*field.errors, told]
    if found := first_in_address(text.data or ""):
        told = _("“%(field)s” cannot stand within an address. Write it outside of it.", field=found)
        text.errors = [*text.errors, told]
    return not (subject.errors or text.errors)


def write_form(event: Event, selection: Selection | None = None, **options: Any) -> FlaskForm:
    """To whom a letter goes and what it says; ``languages`` begin with the one that most people read.

    ``selection``: whom the writer has chosen in the list, if they did; a form that comes back has it with it.
    ``readers`` counts those people, or without a selection everybody, by their language.
    """
    selection = selection or selection_typed()
    readers = _readers(event, selection)
    languages = _languages(event, readers)
    fields: dict[str, Any] = {
        "to": RadioField(
            _("To"),
            choices=[SelectChoice(str(one), text) for one, text in to_words(selection).items()],
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
    }
    for code in languages:
        fields |= _texts_in(code)
    beside = {"languages": languages, "selection": selection, "readers": readers}
    form = made(WriteForm, {**fields, **beside}, **options)
    for name in fields:
        form[name].flags.unmarked = True  # each language is optional, but not all of them
    return form


def field_words() -> dict[str, str]:
    """What stands for each reader where a field is."""
    return {
        "name": _("the reader’s name; each letter greets them by it anyway"),
        "event": _("the title of the event"),
        "date": _("the day of the event, or its first and last"),
        "place": _("the venue, or that it is online"),
        "own_page": _("the address of the reader’s own page; in the text alone"),
    }


def _readers(event: Event, selection: Selection | None) -> Counter[Language]:
    to = Recipients.SELECTED if selection else Recipients.ALL
    return count_audience(db.session(), event, Audience(to, selection=selection))


def _languages(event: Event, readers: Counter[Language]) -> list[Language]:
    """Those that most people read first; then the event's, and among them the one of whoever writes."""
    own = {*event.title, *event.languages}
    return sorted(Language, key=lambda code: (-readers[code], code not in own, code is not language()))


def written(form: FlaskForm) -> Written:
    """What a valid form says."""
    return Written(
        subject={str(code): subject for code in Language if (subject := form[f"subject_{code}"].data)},
        text={str(code): text for code in Language if (text := form[f"text_{code}"].data)},
        about_registration=form.about.data,
        to=Recipients(form.to.data),
        selection=form.selection.as_facts() if form.selection else None,
    )


def as_typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a message, for the form."""
    typed = {"to": facts["to"], "about": facts["about_registration"]}
    for code in Language:
        typed[f"subject_{code}"] = facts["subject"].get(code, "")
        typed[f"text_{code}"] = facts["text"].get(code, "")
    return typed


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
