"""The form that registers people. It takes more than it shows: what it did not show may be sent as well."""

import re
import unicodedata
from functools import lru_cache

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from regapp.models import Event, TicketType, emails
from regapp.queries.places import Way, is_for_invited
from regapp.services.allocation.asked import Asked, Companion
from regapp.vocabulary import Language, Together
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, OneOf, clean_line, offered
from regapp.web.public.consent import VERSION
from regapp.web.public.forms import email_field, name_field
from regapp.web.question_fields import AnsweringForm, answers, let_answers_in, question_fields
from regapp.web.reading import language
from regapp.web.translations import gettext as _

LONGEST_CODE = 100
MOST_ROWS = 100  # for companions: more are not read, and too many either way
_POSTED_PERSON = re.compile(r"person-([1-9]\d{0,5})-(?:name|email)")


def registration_form(
    event: Event, consent: str, invited_to: int | None = None, *, stranger: bool = False
) -> AnsweringForm:
    """The event's form for the present request.

    ``invited_to`` is the ticket type that the visitor's code opens; its choices show no other hidden one. A
    ``stranger`` to an event by invitation learns neither its questions nor its sessions.
    """
    let_answers_in(event)
    return _form_class(event, consent, language(), invited_to, _rows(event), stranger=stranger)()


def asked(form: AnsweringForm, consent: str) -> Asked:
    """What a valid form asks for."""
    return Asked(
        name=form["name"].data,
        email=form["email"].data,
        ticket=form["ticket"].data,
        answers={key: answer for key, answer in answers(form).items() if answer},
        language=language(),
        consent_version=VERSION,
        consent_text=consent,
        companions=tuple(
            Companion(form[f"person-{number}-name"].data, form[f"person-{number}-email"].data or "")
            for number in named_rows(form)
        ),
        together=Together(form["together"].data or Together.ALL),
        meanwhile=form["meanwhile"].data,
        sessions=tuple(int(chosen) for chosen in dict.fromkeys(form["session"].data or ())),
        code=form["code"].data or "",
    )


def named_rows(form: FlaskForm) -> list[int]:
    """The numbers of the companions whose names were filled in."""
    return [number for number in form.rows if form[f"person-{number}-name"].data]


def can_be_held_meanwhile(ticket_type: TicketType) -> bool:
    """Whether the ticket type may be held while waiting for another."""
    return not ticket_type.needs_code and not ticket_type.needs_approval


def show_choices(form: FlaskForm, ways: list[Way], *, waiting_list: bool, full_answer: bool = False) -> None:
    """Leave out of ``form`` what makes no sense now: there is nothing to wait for, or nothing to hold.

    ``full_answer``: a place that goes with an answer may have to be waited for.
    """
    if not waiting_list and not form["together"].errors:
        form["together"].choices = []
    field = form["meanwhile"]
    may_wait = waiting_list and (full_answer or any(way.full and way.is_open for way in ways))
    free = {way.ticket_type.key for way in ways if way.free and can_be_held_meanwhile(way.ticket_type)}
    if not field.errors:
        field.choices = [one for one in field.choices if may_wait and free and one.value in {"", *free}]


def _rows(event: Event) -> tuple[int, ...]:
    """The numbers of the companions' rows: those that are shown, and what was sent beyond them."""
    shown = set(range(2, event.most_people + 1))
    sent = (_POSTED_PERSON.fullmatch(key) for key, text in request.form.items() if clean_line(text))
    numbers = {int(found[1]) for found in sent if found} - {1}
    return tuple(sorted(shown | set(sorted(numbers - shown)[:MOST_ROWS])))


@lru_cache(maxsize=64)  # a kept event is the same thing until something of it changes
def _form_class(
    event: Event,
    consent: str,
    reader: Language,
    invited_to: int | None,
    rows: tuple[int, ...],
    *,
    stranger: bool,
) -> type[AnsweringForm]:
    questions = [one for one in event.questions if one.removed_at is None and not stranger]
    fields: dict[str, Field] = {
        "name": name_field(),
        "email": email_field(_("Write your e-mail address: the letter with your place goes there.")),
        "code": StringField(
            _("Invitation code"),
            filters=[clean_line],
            validators=[_Marked(unmarked=True), AtMost(LONGEST_CODE)],
            render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
        ),
        **_ticket_fields(event, reader, invited_to, stranger=stranger),
        **{name: field for number in rows for name, field in _person_fields(number).items()},
        "together": RadioField(
            _("If there is not room for all of you"),
            choices=[
                SelectChoice(Together.ALL.value, _("All of us or nobody: we wait together")),
                SelectChoice(Together.FIT.value, _("As many as fit get a place, the others wait")),
            ],
            default=Together.ALL.value,
            validators=[_Preset()],
            validate_choice=False,
        ),
        **question_fields(questions),
        "consent": BooleanField(
            consent, validators=[Filled(_("We need your agreement to keep your registration."))]
        ),
        "form": HiddenField(filters=[lambda text: (text or "")[:100]]),
        "website": HiddenField(validators=[_Empty()]),
    }
    return type("RegistrationForm", (AnsweringForm,), {**fields, "rows": rows, "questions": questions})


def _ticket_fields(
    event: Event, reader: Language, invited_to: int | None, *, stranger: bool
) -> dict[str, Field]:
    shown = [one for one in event.ticket_types if one.id == invited_to or not is_for_invited(event, one)]
    hidden = {one.key for one in event.ticket_types} - {one.key for one in shown}
    for_meanwhile = [one for one in event.ticket_types if can_be_held_meanwhile(one) and not stranger]
    bookable = [one for one in event.sessions if one.bookable and not stranger]
    return {
        "ticket": RadioField(
            _("How will you attend?"),
            choices=[SelectChoice(one.key, one.name.read(reader)) for one in shown],
            validators=[Filled(_("Choose how you will attend.")), _ShownOr(hidden)],
            validate_choice=False,
        ),
        "meanwhile": RadioField(
            _("While you wait, hold a place"),
            choices=[
                SelectChoice("", _("Nothing, I only wait")),
                *(SelectChoice(one.key, one.name.read(reader)) for one in for_meanwhile),
            ],
            default="",
            validators=[_Preset()],
            validate_choice=False,
        ),
        "session": SelectMultipleField(
            _("Sessions"),
            choices=[SelectChoice(str(one.id), one.title.read(reader)) for one in bookable],
            validators=[_AllOffered()],
            validate_choice=False,
            option_widget=CheckboxInput(),
        ),
    }


def _person_fields(number: int) -> dict[str, Field]:
    # A browser would fill in the data of the one who sits before it.
    return {
        f"person-{number}-name": StringField(
            _("First and last name"),
            filters=[_visible_line],
            validators=[
                _Marked(person=number),
                _NamedIfAddressed(f"person-{number}-email"),
                AtMost(LONGEST_NAME),
            ],
            render_kw={"autocomplete": "off"},
        ),
        f"person-{number}-email": StringField(
            _("E-mail address"),
            filters=[clean_line],
            validators=[_Marked(person=number), AtMost(emails.LONGEST), _AddressIfAny()],
            render_kw={"type": "email", "autocomplete": "off", "inputmode": "email", "spellcheck": "false"},
        ),
    }


def _visible_line(text: str | None) -> str:
    line = clean_line(text)
    return line if any(unicodedata.category(character)[0] not in "CZ" for character in line) else ""


class _Empty:
    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if field.data:
            raise StopValidation(
                _("A field that people do not see was filled in. It is empty again: please send once more.")
            )


class _ShownOr(OneOf):
    """A choice that is shown, or a key that only an invitation opens: the service judges the code."""

    def __init__(self, hidden: set[str]) -> None:
        self.hidden = hidden

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data not in self.hidden:
            super().__call__(form, field)


class _Preset(OneOf):
    """One of the choices, of which one is chosen from the start."""

    field_flags = {"unmarked": True}  # noqa: RUF012 - the form library's own protocol


class _AllOffered:
    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if set(field.data or ()) - offered(field).keys():
            raise StopValidation(_("A session you chose is no longer offered. Please choose again."))


class _Marked:
    """Checks nothing: it marks the field for the templates."""

    def __init__(self, **flags: int) -> None:
        self.field_flags = flags

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        pass


class _NamedIfAddressed:
    field_flags = {"unmarked": True}  # noqa: RUF012 - the form library's own protocol

    def __init__(self, email: str) -> None:
        self.email = email

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if form[self.email].data and not field.data:
            raise StopValidation(_("Write this person’s name, or take the address out."))


class _AddressIfAny(Address):
    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data:
            super().__call__(form, field)
