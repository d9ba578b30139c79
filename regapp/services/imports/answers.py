"""A cell of a table as the answer to a question of the form."""

import re
from collections.abc import Callable
from functools import cache

from regapp import texts
from regapp.models import Question, answer_texts, emails
from regapp.models.form import NO, YES, Answer
from regapp.services.imports.headings import folded
from regapp.vocabulary import Language, QuestionKind

LONGEST_TEXT, LONGEST_PARAGRAPH = 300, 4000
_YES = "yes, y, да, д, иә, ия, ja, j, true, 1, x, х, +, v, ✓, ✔"
_NO = "no, n, нет, н, жоқ, nein, false, 0"
_BETWEEN = re.compile(r"\s*[;,|\n]\s*")


class Misread(ValueError):
    """A cell that is no answer to its question; ``problem`` is a key of what is wrong."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class AnswerReader:
    """Reads what stands in a cell as the answer to one question."""

    def __init__(self, question: Question) -> None:
        self._kind = question.kind
        self._choices = _choice_words(question)

    def __call__(self, cell: str) -> Answer:
        """The answer as it is stored. Raises Misread."""
        match self._kind:
            case QuestionKind.CHOICE:
                return self._choice(cell)
            case QuestionKind.CHOICES:
                return self._several(cell)
            case QuestionKind.PARAGRAPH:
                return _text(cell, LONGEST_PARAGRAPH)
            case QuestionKind.TEXT:
                return _text(" ".join(cell.split()), LONGEST_TEXT)
        try:
            return _READERS[self._kind](cell)
        except (ValueError, KeyError) as error:
            raise Misread(self._kind) from error

    def _choice(self, cell: str) -> str:
        try:
            return self._choices[folded(cell)]
        except KeyError as error:
            raise Misread(QuestionKind.CHOICE) from error

    def _several(self, cell: str) -> list[str]:
        whole = self._choices.get(folded(cell))
        chosen = {whole} if whole else {self._choice(part) for part in _BETWEEN.split(cell) if part}
        return [key for key in dict.fromkeys(self._choices.values()) if key in chosen]


def _choice_words(question: Question) -> dict[str, str]:
    """The keys of the choices that can be chosen now, by all that may name them, in the form's order."""
    offered = question.offered_choices()
    found = {folded(key): key for key in offered}
    for key, label in offered.items():
        for text in label.values():
            found.setdefault(folded(text), key)
    return found


def _text(cell: str, longest: int) -> str:
    if len(cell) > longest:
        raise Misread("long")
    return cell


def _yes_no(cell: str) -> str:
    word = cell.strip().casefold()
    return YES if word in _YES.split(", ") else _no(word)


def _no(word: str) -> str:
    if word not in _NO.split(", "):
        raise ValueError("neither yes nor no")
    return NO


def _country(cell: str) -> str:
    return _countries()[folded(cell)]


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in Language:
        for code, name in texts.locale(language).territories.items():
            if len(code) == len("KZ") and code.isalpha():
                found.setdefault(folded(name), code)
                found[folded(code)] = code
    return found


_READERS: dict[QuestionKind, Callable[[str], Answer]] = {
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: answer_texts.number,
    QuestionKind.DATE: lambda cell: answer_texts.day(cell.partition(" ")[0]),  # a workbook's has a time, too
    QuestionKind.PHONE: answer_texts.telephone,
    QuestionKind.COUNTRY: _country,
    QuestionKind.EMAIL: emails.checked,
}
