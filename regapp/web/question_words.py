"""Questions of a form and their answers in words, as visitors and hosts read them."""

from collections.abc import Sequence
from datetime import date

from regapp import texts
from regapp.models import Event, Question
from regapp.models.form import NO, YES, Answer, chosen
from regapp.vocabulary import QuestionKind
from regapp.web.formats import country_name, read
from regapp.web.reading import language
from regapp.web.translations import gettext as _


def condition_of(question: Question, event: Event) -> str:
    """Of whom a question is asked, in words; empty: of everybody."""
    parts = []
    if question.ticket_types:
        names = [read(one.name) for one in event.ticket_types if one.key in question.ticket_types]
        parts.append(_("Only for: %(names)s", names=", ".join(names)))
    if question.condition:
        other = find_question(event.questions, question.condition["question"])
        if other is not None:
            parts.append(_only_after(other, question.condition["answers"]))
    return ". ".join(parts)


def find_question(questions: Sequence[Question], key: str) -> Question | None:
    """The one of these questions with this key."""
    return next((one for one in questions if one.key == key), None)


def choice_words(question: Question, key: str) -> str:
    """A choice of a question, or a yes or no, in words; an unknown one as it is."""
    if question.kind is QuestionKind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(key, key)
    label = question.choice_labels().get(key)
    return read(label) if label else key


def answer_text(question: Question, answer: Answer) -> str:
    """What somebody answered, as a person reads it."""
    if question.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.YES_NO}:
        return ", ".join(choice_words(question, key) for key in chosen(answer))
    text = ", ".join(chosen(answer))
    if question.kind is QuestionKind.COUNTRY:
        return country_name(text)
    if question.kind is QuestionKind.DATE:
        return _day_text(text)
    return text


def _day_text(stored: str) -> str:
    try:
        day = date.fromisoformat(stored)
    except ValueError:
        return stored  # the question asked for something else before
    return texts.day_text(day, language())


def _only_after(other: Question, wanted: list[str]) -> str:
    names = ", ".join(choice_words(other, key) for key in wanted)
    if other.kind is QuestionKind.YES_NO:
        question = read(other.label)
        return _("Only if you answer “%(question)s” with: %(answer)s", question=question, answer=names)
    return _("Only for: %(names)s", names=names)


def question_kind_word(kind: QuestionKind) -> str:
    """How a question is answered, in words."""
    return {
        QuestionKind.TEXT: _("Short text"),
        QuestionKind.PARAGRAPH: _("Paragraph"),
        QuestionKind.CHOICE: _("One of several"),
        QuestionKind.CHOICES: _("Any of several"),
        QuestionKind.YES_NO: _("Yes or no"),
        QuestionKind.NUMBER: _("Number"),
        QuestionKind.DATE: _("Date"),
        QuestionKind.PHONE: _("Telephone number"),
        QuestionKind.COUNTRY: _("Country"),
        QuestionKind.EMAIL: _("E-mail address"),
        QuestionKind.FILE: _("File"),
    }[kind]
