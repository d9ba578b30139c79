"""A row of a table as a person to register, or what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from regapp import texts
from regapp.models import Event, TicketType, emails
from regapp.models.form import Answers, questions_put
from regapp.services.imports.answers import AnswerReader, Misread
from regapp.services.imports.headings import (
    EMAIL,
    FIRST,
    LANGUAGE,
    LAST,
    NAME,
    PATRONYMIC,
    QUESTION,
    TICKET,
    folded,
    importable,
)
from regapp.services.imports.plan import Plan
from regapp.vocabulary import Attendance, Language

LONGEST_NAME = 200
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
_NOTHING = frozenset("-–—")  # as people fill a cell with nothing in it
_WAYS = {
    Attendance.IN_PERSON: "in person, offline, on site, очно, офлайн, оффлайн, лично, зал, vor ort, präsenz",
    Attendance.ONLINE: "online, on line, онлайн, дистанционно, удаленно, қашықтан",
}
_SHORT = {
    "каз": "kk",
    "қаз": "kk",
    "kz": "kk",
    "рус": "ru",
    "англ": "en",
    "анг": "en",
    "eng": "en",
    "нем": "de",
}


class Wrong(StrEnum):
    """What keeps a row from being registered, beside what is wrong with an answer."""

    MISSING = "missing"
    LONG = "long"
    FORMULA = "formula"
    ADDRESS = "address"
    TICKET = "ticket"
    LANGUAGE = "language"
    NO_GROUPS = "no-groups"  # somebody else of the table has the address
    GROUP_FULL = "group-full"
    OTHER_TICKET = "other-ticket"  # than the others of the group
    TWICE = "twice"  # the same person stands further above
    ENDED = "ended"  # was registered, and is no more
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to register; the answers go by their questions' keys."""

    name: str
    email: str
    email_key: str
    ticket_type: TicketType
    language: Language
    answers: Answers


@dataclass(frozen=True, slots=True)
class Found:
    """What a row says: a person, or by field the key of what is wrong."""

    person: Person | None
    email_key: str
    why: dict[str, str]


class RowReader:
    """Reads the rows of a table as people of an event."""

    def __init__(self, event: Event, plan: Plan) -> None:
        self._places = {field: place for place, field in enumerate(plan.columns) if field}
        self._plan = plan
        self._questions = importable(event.questions)
        self._answers = {one.key: AnswerReader(one) for one in self._questions}
        self._tickets = _ticket_words(event.ticket_types)
        self._languages = _language_words()

    def __call__(self, cells: Sequence[str], email_key: str = "") -> Found:
        """What a row says. ``email_key``: of its address, if it was read before."""
        given = {field: _given(cells[place]) for field, place in self._places.items() if place < len(cells)}
        why = {field: Wrong.FORMULA for field, cell in given.items() if cell.startswith(("=", *_ERRORS))}
        given = {field: "" if field in why else cell for field, cell in given.items()}
        errors: dict[str, str] = {}
        name = self._name(given, errors)
        email, email_key = self._address(given, email_key, errors)
        ticket_type = self._tickets.get(folded(given.get(TICKET) or self._plan.ticket))
        if ticket_type is None:
            errors[TICKET] = Wrong.TICKET
        language = self._language(given, errors)
        answers = self._read_answers(given, ticket_type.key if ticket_type else "", errors)
        errors |= why
        if errors or ticket_type is None:
            return Found(None, email_key, {field: str(problem) for field, problem in errors.items()})
        return Found(Person(name, email, email_key, ticket_type, language, answers), email_key, {})

    @staticmethod
    def _name(given: Mapping[str, str], errors: dict[str, str]) -> str:
        parts = [given.get(part, "") for part in (FIRST, PATRONYMIC, LAST)]
        name = " ".join((given.get(NAME, "") or " ".join(parts)).split())
        if not any(map(str.isalnum, name)):
            errors[NAME] = Wrong.MISSING
        elif len(name) > LONGEST_NAME:
            errors[NAME] = Wrong.LONG
        return name

    @staticmethod
    def _address(given: Mapping[str, str], known: str, errors: dict[str, str]) -> tuple[str, str]:
        if known and given.get(EMAIL) == known:
            return known, known  # it is as plain as its key, which only a good one has
        if not given.get(EMAIL):
            errors[EMAIL] = Wrong.MISSING
            return "", ""
        try:
            address = emails.checked(given[EMAIL].removeprefix("mailto:"))
            return address, emails.key(address)
        except ValueError:
            errors[EMAIL] = Wrong.ADDRESS
            return "", ""

    def _language(self, given: Mapping[str, str], errors: dict[str, str]) -> Language:
        named = given.get(LANGUAGE)
        language = self._languages.get(folded(named)) if named else self._plan.language
        if language is None:
            errors[LANGUAGE] = Wrong.LANGUAGE
        return language or self._plan.language

    def _read_answers(self, given: Mapping[str, str], ticket: str, errors: dict[str, str]) -> Answers:
        """What is answered of what would be asked of them."""
        answers: Answers = {}
        misread: dict[str, str] = {}
        for key, reader in self._answers.items():
            text = given.get(f"{QUESTION}{key}", "")
            try:
                answers[key] = reader(text) if text else ""
            except Misread as error:
                misread[key] = error.problem
        put = [one.key for one in questions_put(self._questions, answers, {ticket})]
        errors |= {f"{QUESTION}{key}": problem for key, problem in misread.items() if key in put}
        return {key: answers[key] for key in put if answers.get(key)}


def _given(cell: str) -> str:
    return "" if cell in _NOTHING else cell


def _ticket_words(ticket_types: Sequence[TicketType]) -> dict[str, TicketType]:
    """The ticket types by all that may name them."""
    found: dict[str, TicketType] = {}
    for attendance, words in _WAYS.items():
        of_kind = [one for one in ticket_types if one.attendance is attendance]
        if len(of_kind) == 1:
            found |= {folded(word): of_kind[0] for word in words.split(", ")}
    for one in ticket_types:
        found |= {folded(text): one for text in one.name.values() if text}
    return found | {folded(one.key): one for one in ticket_types}


@cache
def _language_words() -> dict[str, Language]:
    found = {folded(word): Language(code) for word, code in _SHORT.items()}
    for language in Language:
        found |= {folded(language): language, folded(texts.NAMES[language]): language}
        for reader in Language:
            found[folded(texts.locale(reader).languages[str(language)])] = language
    return found
