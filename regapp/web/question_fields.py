"""An event's own questions as fields of a form, and what came back as answers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp.documents.examining import EVERYTHING, FitFile
from regapp.models import Event, Question, Registration, emails
from regapp.models.form import NO, YES, Answer, Answers, chosen, questions_put
from regapp.vocabulary import QuestionKind
from regapp.web.countries import countries
from regapp.web.fields import Address, AtMost, Filled, OneOf, clean, clean_line
from regapp.web.formats import read
from regapp.web.forms import PostedForm
from regapp.web.question_checks import Day, Number, SomeOf
from regapp.web.telephones import Telephone
from regapp.web.translations import gettext as _
from regapp.web.uploads import UploadField, let_files_in

PREFIX, REMOVAL = "question-", "remove-question-"
NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})
Maker = Callable[[Question, Sequence[str]], Field]  # with what was chosen till now
LONGEST_TEXT, LONGEST_PARAGRAPH = 300, 4000
LONGEST_NUMBER, LONGEST_DAY, LONGEST_PHONE = 40, 20, 40


class AnsweringForm(PostedForm):
    """A form with an event's questions. What is not asked of its sender is neither required nor taken."""

    questions: Sequence[Question] = ()
    tickets: Collection[str] = ()  # keys of the ticket types of whoever fills it in, besides those in it
    settled: Collection[str] = ()  # keys of questions that are asked whatever is chosen in the form

    def put(self) -> list[Question]:
        """The questions that are asked of who fills the form in so."""
        given = {question.key: self[f"{PREFIX}{question.key}"].data or "" for question in self.questions}
        named = {self[name].data for name in ("ticket", "meanwhile") if name in self}
        return questions_put(self.questions, given, {*self.tickets, *named} - {None, ""})

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was asked."""
        asked = self.put()
        for question in self.questions:
            if question not in asked:
                self[f"{PREFIX}{question.key}"].validators = ()
        return bool(super().validate(extra_validators))


def answers(form: AnsweringForm) -> Answers:
    """The answers of a valid form by their questions' keys; empty where nothing was asked or answered.

    Files are not among them, unless they are asked for no more or taken back.
    """
    asked = form.put()
    return {
        question.key: (form[f"{PREFIX}{question.key}"].data or "") if question in asked else ""
        for question in form.questions
        if question.kind is not QuestionKind.FILE or question not in asked
    } | dict.fromkeys(_taken_back(form), "")


def removal_fields(questions: Iterable[Question], found: Mapping[str, Answer]) -> dict[str, Field]:
    """For each file that was sent and need not be there: whether it is taken back."""
    return {
        f"{REMOVAL}{question.key}": BooleanField(_("Take this file back"))
        for question in questions
        if question.kind is QuestionKind.FILE and not question.required and found.get(question.key)
    }


def _taken_back(form: AnsweringForm) -> list[str]:
    """Keys of the questions whose file is to go; where another one is sent, that takes its place anyhow."""
    keys = [question.key for question in form.questions if f"{REMOVAL}{question.key}" in form]
    return [key for key in keys if form[f"{REMOVAL}{key}"].data and not form[f"{PREFIX}{key}"].data]


def answer_files(form: AnsweringForm) -> dict[str, FitFile]:
    """The files with which a valid form answers, by the questions' keys."""
    sent = {question.key: form[f"{PREFIX}{question.key}"].data for question in form.put()}
    return {key: file for key, file in sent.items() if isinstance(file, FitFile)}


def tickets_of(found: Registration) -> set[str]:
    """The keys of the ticket types that the people of a registration have, or want."""
    people = found.coming or found.attendees
    held = {hold.ticket_type.key for person in people for hold in person.holds}
    wanted = {person.waiting_entry.ticket_type.key for person in people if person.waiting_entry}
    return held | wanted | {person.ticket_type.key for person in people}


def let_answers_in(event: Event) -> None:
    """Let the present request be as large as the files need that the event asks for."""
    asking = [one for one in event.questions if one.kind is QuestionKind.FILE and one.removed_at is None]
    if asking:
        let_files_in(event.organisation_id, len(asking))


def as_data(questions: Sequence[Question], found: Mapping[str, Answer]) -> dict[str, Any]:
    """Stored answers as the data of such a form."""
    several = {question.key for question in questions if question.kind is QuestionKind.CHOICES}
    return {f"{PREFIX}{key}": chosen(answer) if key in several else answer for key, answer in found.items()}


def question_fields(
    questions: Sequence[Question], found: Mapping[str, Answer] = NO_ANSWERS
) -> dict[str, Field]:
    """The fields of these questions, by their names in the form.

    ``found`` are the answers that there are: what was chosen stays a choice, also if it is offered no more.
    """
    return {
        f"{PREFIX}{question.key}": _FIELDS[question.kind](question, chosen(found.get(question.key, "")))
        for question in questions
    }


def _about(question: Question) -> dict[str, Any]:
    return {"label": read(question.label), "description": read(question.hint)}


def _filled(question: Question) -> list[Filled]:
    return [Filled(_("Answer this question."))] if question.required else []


def _line(longest: int, *checks: Any, **look: str) -> Maker:
    def field(question: Question, _found: Sequence[str]) -> Field:
        return StringField(
            **_about(question),
            filters=[clean_line],
            validators=[*_filled(question), AtMost(longest), *checks],
            render_kw=look,
        )

    return field


def _paragraph(question: Question, _found: Sequence[str]) -> Field:
    return TextAreaField(
        **_about(question),
        filters=[clean],
        validators=[*_filled(question), AtMost(LONGEST_PARAGRAPH)],
        render_kw={"rows": 4},
    )


def _one_of(question: Question, found: Sequence[str]) -> Field:
    return _radio(question, _choices(question, found))


def _choices(question: Question, found: Sequence[str]) -> list[SelectChoice]:
    offered = question.offered_choices()
    labels = question.choice_labels().items()
    return [SelectChoice(key, read(label)) for key, label in labels if key in offered or key in found]


def _yes_no(question: Question, _found: Sequence[str]) -> Field:
    return _radio(question, [SelectChoice(YES, _("Yes")), SelectChoice(NO, _("No"))])


def _radio(question: Question, choices: list[SelectChoice]) -> Field:
    return RadioField(
        **_about(question),
        choices=choices,
        validators=[*_filled(question), OneOf()],
        validate_choice=False,
    )


def _several_of(question: Question, found: Sequence[str]) -> Field:
    return SelectMultipleField(
        **_about(question),
        choices=_choices(question, found),
        validators=[*_filled(question), SomeOf()],
        validate_choice=False,
        option_widget=CheckboxInput(),
    )


def _country(question: Question, _found: Sequence[str]) -> Field:
    return SelectField(
        **_about(question),
        choices=[SelectChoice("", ""), *(SelectChoice(code, name) for code, name in countries())],
        validators=[*_filled(question), OneOf()],
        validate_choice=False,
        render_kw={"autocomplete": "off"},
    )


def _file(question: Question, found: Sequence[str]) -> Field:
    needed = _filled(question)
    checks = [_Kept()] if found and needed else needed  # what was sent before stays until another one comes
    return UploadField(**_about(question), validators=checks, accept=EVERYTHING)


class _Kept:
    """Is there already: neither asked for again nor called optional."""

    field_flags = MappingProxyType({"unmarked": True})

    def __call__(self, _form: FlaskForm, _field: Field) -> None:
        pass


class _AddressIfAny(Address):
    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data:
            super().__call__(form, field)


_FIELDS: dict[QuestionKind, Maker] = {
    QuestionKind.TEXT: _line(LONGEST_TEXT),
    QuestionKind.PARAGRAPH: _paragraph,
    QuestionKind.CHOICE: _one_of,
    QuestionKind.CHOICES: _several_of,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _line(LONGEST_NUMBER, Number(), inputmode="decimal", autocomplete="off"),
    QuestionKind.DATE: _line(LONGEST_DAY, Day(), type="date"),
    QuestionKind.PHONE: _line(LONGEST_PHONE, Telephone(), type="tel", inputmode="tel", autocomplete="tel"),
    QuestionKind.COUNTRY: _country,
    QuestionKind.EMAIL: _line(
        emails.LONGEST,
        _AddressIfAny(),
        type="email",
        inputmode="email",
        autocomplete="email",
        spellcheck="false",
    ),
    QuestionKind.FILE: _file,
}
