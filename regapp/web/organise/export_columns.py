"""What a file about an event's people has of each: a column of a table, and a member of a JSON object.

Words are looked up when the columns are made, once for all people. What is made afterwards, while the file is
sent, has none in it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from regapp import texts
from regapp.database import db
from regapp.documents.workbook import Cell
from regapp.models import Event, Question
from regapp.models.form import NO, YES, chosen
from regapp.queries.answers import file_names
from regapp.queries.attendee_files import Person
from regapp.queries.attendee_filter import ANSWER
from regapp.queries.attendee_lists import event_tags
from regapp.vocabulary import CalendarAnswer, Language, QuestionKind, Source, Status
from regapp.web.formats import country_name, read
from regapp.web.organise.answers import question_label
from regapp.web.question_words import choice_words
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.words import answer_word, source_word, status_word

EXACT_DIGITS = 15  # of a number, that every program keeps
ALWAYS = ""  # what the list shows of everybody
WIDE, MEDIUM, NARROW = 30, 20, 14


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One fact about each person.

    ``cell`` is in the visitor's words, ``value`` in the terms that are stored. ``shown_with`` is the column
    of the list that shows it.
    """

    key: str
    title: str
    width: int
    cell: Callable[[Person], Cell]
    value: Callable[[Person], Any]
    shown_with: str = ALWAYS
    question: str = ""  # whose answer it is

    @property
    def member(self) -> str:
        """Its name in a JSON object."""
        return {"ticket": "tickets", "registered": "registered_at"}.get(self.key, self.key.replace("-", "_"))


def export_columns(event: Event, wanted: Collection[str]) -> list[ExportColumn]:
    """The columns of a file about the event's people that the list shows as ``wanted``; none named: all."""
    every = [
        *_about_ticket(event),
        *_about_registration(event),
        *_about_answers(event),
        *_about_way(),
        *_about_choices(event),
    ]
    named = [one for one in every if one.key in wanted or one.shown_with in wanted]
    kept = [one for one in every if one in named or one.shown_with == ALWAYS] if named else every
    return [*_about_person(), *kept]


def _about_person() -> Iterator[ExportColumn]:
    yield ExportColumn("name", _("Name"), WIDE, lambda one: one.name, lambda one: one.name)
    yield ExportColumn("email", _("E-mail"), WIDE, lambda one: one.email, lambda one: one.email)


def _about_ticket(event: Event) -> Iterator[ExportColumn]:
    names = {one.id: read(one.name) for one in event.ticket_types}
    keys = {one.id: one.key for one in event.ticket_types}
    words = {status: status_word(status) for status in Status}

    def tickets(one: Person) -> str:
        return "; ".join([names.get(ticket_type_id, "") for _status, ticket_type_id in one.parts])

    def statuses(one: Person) -> str:
        found = [words[status] for status, _ticket_type_id in one.parts]
        return "; ".join([*found, words[Status.UNPROVEN]] if one.is_unproven else found)

    def parts(one: Person) -> list[dict[str, str]]:
        return [
            {"ticket": keys.get(ticket_type_id, ""), "status": status} for status, ticket_type_id in one.parts
        ]

    yield ExportColumn("ticket", _("Ticket"), MEDIUM, tickets, parts, "ticket")
    yield ExportColumn("status", _("Status"), MEDIUM, statuses, lambda one: one.status, "ticket")
    yield ExportColumn("code", _("Code"), NARROW, lambda one: one.code, lambda one: one.code, "ticket")


def _about_registration(event: Event) -> Iterator[ExportColumn]:
    zone = ZoneInfo(event.zone)

    def moment(one: Person) -> Cell:
        return one.registered_at.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)

    def instant(one: Person) -> str:
        return one.registered_at.astimezone(zone).isoformat(timespec="seconds")

    languages = {one: texts.language_name(one, language()) for one in Language}
    title = _("Registered (%(zone)s)", zone=event.zone)
    yield ExportColumn("registered", title, NARROW + 4, moment, instant, "registered")
    yield ExportColumn(
        "language",
        _("Language"),
        NARROW,
        lambda one: languages[one.language],
        lambda one: one.language,
        "language",
    )


def _about_answers(event: Event) -> Iterator[ExportColumn]:
    files = file_names(db.session(), event.questions)
    for question in event.questions:
        yield ExportColumn(
            f"{ANSWER}{question.key}",
            question_label(question),
            WIDE if question.kind in {QuestionKind.PARAGRAPH, QuestionKind.CHOICES} else MEDIUM,
            _answer_cell(question, files),
            _answer_value(question, files),
            "answers",
            question.key,
        )


def _answer_cell(question: Question, files: Mapping[str, str]) -> Callable[[Person], Cell]:
    key, read_as = question.key, _reader(question, files)

    def cell(one: Person) -> Cell:
        answer = one.answers.get(key)
        if not answer:
            return ""
        if isinstance(answer, list):
            return ", ".join([str(read_as(part)) for part in chosen(answer)])
        return read_as(answer)

    return cell


def _answer_value(question: Question, files: Mapping[str, str]) -> Callable[[Person], Any]:
    key = question.key
    if question.kind is QuestionKind.FILE:
        return lambda one: files.get(str(one.answers.get(key)))
    return lambda one: one.answers.get(key)


def _reader(question: Question, files: Mapping[str, str]) -> Callable[[str], Cell]:
    """What makes a cell of an answer to a question, or of one of several that were chosen."""
    match question.kind:
        case QuestionKind.DATE:
            return _day
        case QuestionKind.NUMBER:
            return _number
        case QuestionKind.COUNTRY:
            return country_name
        case QuestionKind.FILE:
            return lambda token: files.get(token, "")
    words = {key: choice_words(question, key) for key in _choices(question)}
    return lambda key: words.get(key, key)


def _choices(question: Question) -> Collection[str]:
    if question.kind is QuestionKind.YES_NO:
        return (YES, NO)
    has_choices = question.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}
    return question.choice_labels() if has_choices else ()


def _day(stored: str) -> Cell:
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return stored  # the question asked for something else before


def _number(stored: str) -> Cell:
    try:
        number = Decimal(stored)
    except ArithmeticError:
        return stored
    if not number.is_finite() or len(number.as_tuple().digits) > EXACT_DIGITS:
        return stored
    return int(number) if number == number.to_integral_value() else float(number)


def _about_way() -> Iterator[ExportColumn]:
    sources = {source: source_word(source) for source in Source}
    answers: dict[CalendarAnswer | None, str] = {None: ""}
    answers.update({answer: answer_word(answer) for answer in CalendarAnswer})
    yield ExportColumn(
        "source",
        _("Registered through"),
        NARROW,
        lambda one: sources[one.source],
        lambda one: one.source,
        "source",
    )
    yield ExportColumn(
        "calendar",
        _("Answer in the calendar"),
        NARROW,
        lambda one: answers[one.calendar_answer],
        lambda one: one.calendar_answer,
        "calendar",
    )
    yield ExportColumn(
        "registered-by",
        _("Registered by"),
        MEDIUM,
        lambda one: one.registered_by,
        lambda one: one.registered_by or None,
    )


def _about_choices(event: Event) -> Iterator[ExportColumn]:
    titles = {one.id: read(one.title) for one in event.sessions}
    tags = {tag.id: tag.name for tag in event_tags(db.session(), event.id)}

    def sessions_of(one: Person) -> list[str]:
        return [titles[number] for number in one.session_ids if number in titles]

    def tags_of(one: Person) -> list[str]:
        return [tags[number] for number in one.tag_ids if number in tags]

    yield ExportColumn(
        "sessions", _("Sessions"), WIDE, lambda one: "; ".join(sessions_of(one)), sessions_of, "sessions"
    )
    yield ExportColumn("tags", _("Tags"), MEDIUM, lambda one: "; ".join(tags_of(one)), tags_of, "tags")
    yield ExportColumn("note", _("Note"), WIDE, lambda one: one.note, lambda one: one.note, "note")
