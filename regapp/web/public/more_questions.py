"""Another ticket may ask what the present one did not: that is answered in the step that changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from regapp.clock import now
from regapp.database import db
from regapp.documents.examining import FitFile
from regapp.models import Attendee, Question, Registration, TicketType
from regapp.models.form import Answer, Answers, questions_put
from regapp.queries.choice_places import limited_choices
from regapp.web.public.own_person import can_be_asked_for
from regapp.web.public.phase import Phase, phase
from regapp.web.public.question_cards import Cards, choice_cards
from regapp.web.question_fields import (
    NO_ANSWERS,
    PREFIX,
    AnsweringForm,
    answer_files,
    answers,
    question_fields,
    tickets_of,
)


class MoreForm(AnsweringForm):
    """The questions that come with another ticket; what was answered before counts as given."""

    every: Sequence[Question] = ()
    found: Mapping[str, Answer] = NO_ANSWERS

    def put(self) -> list[Question]:
        """Those of the form's questions that are asked of who fills it in so."""
        given = {question.key: self[f"{PREFIX}{question.key}"].data or "" for question in self.questions}
        put = questions_put(self.every, {**self.found, **given}, self.tickets)
        return [question for question in put if question in self.questions]


@dataclass(frozen=True, slots=True)
class More:
    """What somebody is asked who wants ``ticket_type``; ``action``: the view that gives it."""

    form: MoreForm
    attendee: Attendee
    ticket_type: TicketType
    action: str
    cards: Cards

    @property
    def sent(self) -> bool:
        """Whether the present request brings the answers."""
        return request.form.get("asked") == self.ticket_type.key

    @property
    def answers(self) -> Answers:
        """Those of a valid form."""
        return answers(self.form)

    @property
    def files(self) -> dict[str, FitFile]:
        """The same of files."""
        return answer_files(self.form)

    def is_answered(self) -> bool:
        """Whether all is answered as it should be; else the form says what is missing."""
        return self.sent and bool(self.form.validate())


def more_questions(found: Registration, attendee: Attendee, ticket: str, action: str) -> More | None:
    """What is to be answered before ``attendee`` can have ``ticket``; None: nothing.

    Nothing is asked where nothing of it has to be answered, and for a ticket that cannot be had anyhow.
    """
    ticket_type = next((one for one in found.event.ticket_types if one.key == ticket), None)
    is_open = phase(found.event, now()) is Phase.OPEN
    if ticket_type is None or not is_open or not can_be_asked_for(attendee, ticket):
        return None
    questions, settled = _newly_asked(found, ticket)
    if not any(question.required and question.key in settled for question in questions):
        return None
    form = _form_class(found, questions, settled, ticket, attendee.code)
    sent = request.form if request.form.get("asked") == ticket else None
    limits = limited_choices(db.session(), found.event_id)
    cards = choice_cards(found.event, limits, may_wait=action == "change_ticket")
    return More(form(formdata=sent), attendee, ticket_type, action, cards)


def _newly_asked(found: Registration, ticket: str) -> tuple[list[Question], set[str]]:
    """The questions that this ticket adds, and the keys of those that are asked whatever is answered now."""
    every, given, before = found.event.questions, found.answers, tickets_of(found)
    after = before | {ticket}
    asked_before = {one.key for one in questions_put(every, given, before)}
    settled = {one.key for one in questions_put(every, given, after)}
    new: dict[str, Question] = {}
    for question in every:
        if question.key in asked_before or given.get(question.key):
            continue
        if question.key in settled or _hangs_on(question, new, after):
            new[question.key] = question
    return list(new.values()), settled


def _hangs_on(question: Question, new: Mapping[str, Question], tickets: set[str]) -> bool:
    """Whether an answer to one of the new questions may bring this one about."""
    condition = question.condition
    if condition is None or condition["question"] not in new:
        return False
    return question.is_put_to(tickets, {condition["question"]: list(condition["answers"])})


def _form_class(
    found: Registration, questions: Sequence[Question], settled: set[str], ticket: str, code: str
) -> type[MoreForm]:
    fields = question_fields(questions)
    for name, field in fields.items():
        field.kwargs["id"] = f"{code}-{name}"  # the page has the other questions in another form
    about: dict[str, Any] = {
        "questions": questions,
        "settled": settled,
        "tickets": tickets_of(found) | {ticket},
        "every": found.event.questions,
        "found": found.answers,
    }
    return type("MoreForm", (MoreForm,), {**fields, **about})
