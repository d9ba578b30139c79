"""The form of one question, as its host writes it."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp.models import Event, Question
from regapp.models.form import YES
from regapp.queries.answers import Answered
from regapp.services.events.choice_places import own_quotas
from regapp.services.events.drafts import QuestionDraft
from regapp.services.events.questions import CHOOSING, answers_to, earlier, kinds_for
from regapp.vocabulary import QuestionKind
from regapp.web.fields import EachOf, Filled, OneOf, WholeNumber
from regapp.web.formats import read
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise.edit.choices_field import MOST_PLACES, ChoicesField, new_choice
from regapp.web.organise.edit.section import SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.question_words import choice_words, question_kind_word
from regapp.web.translations import gettext as _

LONGEST_LABEL, LONGEST_HINT = 300, 1000
FEWEST_CHOICES = 2
BETWEEN = "="  # a condition's question and answer


class QuestionForm(SectionForm):
    """A question with something to choose from, if it is one."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what is missing, at its field."""
        super().validate(extra_validators)
        choices = self.choices
        if self.chooses and not choices.errors and len(choices.data) < FEWEST_CHOICES:
            choices.errors = [_("Write two answers at least to choose from.")]
        of = {value.partition(BETWEEN)[0] for value in self.condition.data or ()}
        if len(of) > 1:
            self.condition.errors = [_("Choose answers to one question only.")]
        return not self.errors

    @property
    def chooses(self) -> bool:
        """Whether there are answers to choose from."""
        return self.kind.data in CHOOSING


def question_form(event: Event, question: Question | None, given: Answered, **options: Any) -> FlaskForm:
    """The form of a question, or of a new one, with the answers that it has."""
    kind = QuestionKind.TEXT if question is None else question.kind
    possible = [one for one in QuestionKind if one in kinds_for(kind, given)]
    fields = {
        "label": LocalizedField(_("Question"), longest=LONGEST_LABEL, required=True),
        "hint": LocalizedField(
            _("Explanation"),
            description=_("Stands below the question, in small letters."),
            longest=LONGEST_HINT,
            rows=2,
        ),
        "kind": SelectField(
            _("Kind of answer"),
            choices=[
                SelectChoice(str(one), question_kind_word(one)) for one in QuestionKind if one in possible
            ],
            validators=[Filled(_("Choose a kind of answer.")), OneOf()],
            validate_choice=False,
        ),
        "choices": ChoicesField(_("Answers to choose from")),
        "yes_places": WholeNumber(
            _("Places for those who say yes"),
            description=_("Left empty, there is no limit. Each person of a registration takes one."),
            least=0,
            most=MOST_PLACES,
            required=False,
        ),
        "required": BooleanField(
            _("Has to be answered"), description=_("Without an answer nobody can register.")
        ),
        "ticket_types": _several(
            _("Only for these ways to attend"),
            _("If none is marked, everybody is asked."),
            [SelectChoice(one.key, read(one.name)) for one in event.ticket_types],
        ),
        "condition": _several(
            _("Only after these answers"),
            _("If none is marked, everybody is asked. One of them is enough."),
            list(_conditions(event, question)),
        ),
    }
    return made(QuestionForm, fields, **options)


def stored_question(event: Event, question: Question) -> Values:
    """What a question is now."""
    places = {choice: quota.capacity for choice, quota in own_quotas(event, question).items()}
    condition = question.condition or {"question": "", "answers": []}
    return {
        "label": question.label,
        "hint": question.hint,
        "kind": str(question.kind),
        "choices": [
            {"key": key, "label": dict(label), "places": places.get(key)}
            for key, label in question.offered_choices().items()
        ],
        "yes_places": places.get(YES) if question.kind is QuestionKind.YES_NO else None,
        "required": question.required,
        "ticket_types": list(question.ticket_types),
        "condition": [f"{condition['question']}{BETWEEN}{answer}" for answer in condition["answers"]],
    }


def new_question(kind: QuestionKind) -> Values:
    """What the form of a new one shows."""
    rows = [new_choice() for _number in range(FEWEST_CHOICES)] if kind in CHOOSING else []
    return {
        "label": {},
        "hint": {},
        "kind": str(kind),
        "choices": rows,
        "yes_places": None,
        "required": False,
        "ticket_types": [],
        "condition": [],
    }


def drafted(form: FlaskForm, key: str = "") -> QuestionDraft:
    """What a valid form says of a question."""
    pairs = [value.split(BETWEEN, 1) for value in form.condition.data or ()]
    rows = form.choices.data if form.chooses else []
    return QuestionDraft(
        key=key,
        kind=QuestionKind(form.kind.data),
        label=form.label.data,
        hint=form.hint.data,
        required=form.required.data,
        choices=tuple({"key": choice["key"], "label": choice["label"]} for choice in rows),
        ticket_types=tuple(form.ticket_types.data or ()),
        condition={"question": pairs[0][0], "answers": [answer for _of, answer in pairs]} if pairs else None,
    )


def capacities(form: FlaskForm) -> dict[int | str, int]:
    """The numbers of places that a valid form gives."""
    if form.kind.data == QuestionKind.YES_NO:
        return {} if form.yes_places.data is None else {YES: form.yes_places.data}
    rows = form.choices.data if form.chooses else []
    return {number: one["places"] for number, one in enumerate(rows) if one["places"] is not None}


def _several(label: str, hint: str, choices: list[SelectChoice]) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=hint,
        choices=choices,
        validators=[EachOf()],
        validate_choice=False,
        option_widget=CheckboxInput(),
    )


def _conditions(event: Event, question: Question | None) -> Iterable[SelectChoice]:
    for other in earlier(event, question):
        for answer in answers_to(other):
            words = {"question": read(other.label), "answer": choice_words(other, answer)}
            yield SelectChoice(f"{other.key}{BETWEEN}{answer}", _("%(question)s – %(answer)s", **words))
