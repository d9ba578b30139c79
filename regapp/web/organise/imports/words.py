"""Imports in words: what a column holds, what becomes of a row and why, why a file cannot be read."""

from regapp.documents.tables import LARGEST_TABLE, MOST_COLUMNS, MOST_ROWS
from regapp.errors import TableProblem
from regapp.models import Event, ImportRow
from regapp.queries.imports import LEFT_OUT
from regapp.services.imports.headings import (
    EMAIL,
    FIRST,
    LANGUAGE,
    LAST,
    NAME,
    PATRONYMIC,
    QUESTION,
    TICKET,
    importable,
)
from regapp.services.imports.people import Wrong
from regapp.services.imports.taking import CANCELLED
from regapp.services.jobs.running import BROKEN
from regapp.vocabulary import QuestionKind, RowFate
from regapp.web.formats import read
from regapp.web.translations import gettext as _

SIZE = LARGEST_TABLE // (1024 * 1024)


def field_words(event: Event) -> dict[str, str]:
    """What a column may hold."""
    return {
        NAME: _("Full name"),
        FIRST: _("First name"),
        LAST: _("Last name"),
        PATRONYMIC: _("Patronymic"),
        EMAIL: _("E-mail address"),
        TICKET: _("Ticket"),
        LANGUAGE: _("Language of letters"),
        **{f"{QUESTION}{one.key}": read(one.label) for one in importable(event.questions)},
    }


def column_letter(place: int) -> str:
    """What spreadsheets call the column at a place, from 0."""
    first, second = divmod(place, 26)
    return f"{chr(64 + first) if first else ''}{chr(65 + second)}"


def column_name(text: str, place: int) -> str:
    """A column by its head, or by its letter where there is none."""
    return text or _("Column %(letter)s", letter=column_letter(place))


def fate_title(fate: RowFate) -> str:
    """What becomes of some rows."""
    words = {
        RowFate.NEW: _("Will be registered"),
        RowFate.KNOWN: _("Registered already"),
        RowFate.WRONG: _("Something is wrong"),
        RowFate.ABOVE: _("No place left"),
        RowFate.WAITS: _("Will join the waiting list"),
        RowFate.DONE: _("Registered"),
        RowFate.SKIPPED: _("Left out"),
    }
    return words[fate]


def why_words(event: Event, row: ImportRow) -> list[str]:
    """Why a row is not taken, a line for each thing."""
    names = field_words(event)
    return [f"{names.get(field, field)}: {_problem(problem)}" for field, problem in row.why.items()]


def left_out_words(event: Event, row: ImportRow) -> str:
    """The same in one line, for a file; and of a row without a place as well."""
    lines = why_words(event, row) or ([fate_title(row.fate)] if row.fate in LEFT_OUT else [])
    return " ".join(lines)


def _problem(problem: str) -> str:
    words = {**_of_people(), **_of_answers()}
    return words.get(problem, problem)


def _of_people() -> dict[str, str]:
    return {
        Wrong.MISSING: _("it is missing."),
        Wrong.LONG: _("it is too long."),
        Wrong.FORMULA: _("there is a formula or its error. Put in what it comes to, as text."),
        Wrong.ADDRESS: _("this is no address. It should look like name@example.org."),
        Wrong.TICKET: _("the event has no such ticket."),
        Wrong.LANGUAGE: _("write English, Kazakh, Russian or German, or en, kk, ru, de."),
        Wrong.NO_GROUPS: _(
            "somebody else further above has this address. Give each person their own, or let people"
            " register several at once in the rules of the event."
        ),
        Wrong.GROUP_FULL: _("more people have this address than may be registered together."),
        Wrong.OTHER_TICKET: _("people with one address need the same ticket."),
        Wrong.TWICE: _("the same person stands further above."),
        Wrong.ENDED: _("was registered and is no more. Bring them back on their page."),
        Wrong.KNOWN: _("is registered."),
        Wrong.FAILED: _("an error of ours kept us from this row. Import it once more."),
    }


def _of_answers() -> dict[str, str]:
    return {
        QuestionKind.CHOICE: _("this is not among the answers to choose from."),
        QuestionKind.CHOICES: _("this is not among the answers to choose from."),
        QuestionKind.YES_NO: _("write yes or no."),
        QuestionKind.NUMBER: _("write a number in digits."),
        QuestionKind.DATE: _("write the date like this: 2026-12-05, or 05.12.2026."),
        QuestionKind.PHONE: _("write the number like this: +7 777 123 45 67."),
        QuestionKind.COUNTRY: _("write the country's name or its two letters, like KZ."),
        QuestionKind.EMAIL: _("this is no address. It should look like name@example.org."),
    }


def trouble_words(trouble: str) -> str:
    """Why an import ended before its end."""
    words = {
        CANCELLED: _("The event has been cancelled meanwhile."),
        BROKEN: _("An error of ours kept coming back. Import the file once more later."),
    }
    return words.get(trouble, words[BROKEN])


def file_words(problem: TableProblem) -> str:
    """Why a file cannot be read, and what to do."""
    words = {
        TableProblem.EMPTY: _("There is nothing in this file. Choose another one."),
        TableProblem.LARGE: _(
            "This file is too large. Take out what is not needed, or cut it into files of at most"
            " %(size)s MB.",
            size=SIZE,
        ),
        TableProblem.ROWS: _(
            "This table has too many rows. Cut it into files of at most %(most)s rows each.", most=MOST_ROWS
        ),
        TableProblem.COLUMNS: _(
            "This table has too many columns. Leave at most %(most)s of them.", most=MOST_COLUMNS
        ),
        TableProblem.LOCKED: _(
            "This file is protected with a password. Take the password off and save it anew."
        ),
        TableProblem.OLD: _("This is an old Excel file (.xls). Save it as .xlsx or CSV and choose that."),
        TableProblem.TYPE: _(
            "This is no table, whatever its name says. Choose a CSV or an Excel file (.xlsx)."
        ),
        TableProblem.BROKEN: _(
            "This file cannot be read. Open it in your program, save it anew and choose it again."
        ),
        TableProblem.QUOTES: _(
            "A quotation mark in this file is never closed. Save it anew from your spreadsheet program."
        ),
    }
    return words[problem]
