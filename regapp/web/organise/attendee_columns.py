"""The columns of the attendee list: chosen by whoever looks, kept in the address and in their browser."""

from dataclasses import dataclass

from flask import request

from regapp.models import Event
from regapp.queries.attendee_filter import ANSWER, Sort
from regapp.web.cookies import read_cookie
from regapp.web.organise.answers import question_label
from regapp.web.translations import gettext as _

COOKIE = "columns"
BETWEEN = "."  # of the names in the address; the keys of questions have none
USUAL = ("ticket", "answers", "registered")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the address. ``sort`` is the order by it, empty where there is none."""

    name: str
    text: str
    sort: str
    is_shown: bool


def columns(event: Event, *, sees_contacts: bool) -> list[Column]:
    """All that the list of an event may show beside the names, in their order."""
    shown = shown_columns()
    named: list[tuple[str, str, str]] = [
        ("ticket", _("Ticket"), Sort.STATUS),
        ("registered", _("Registered"), Sort.REGISTERED),
    ]
    if sees_contacts:
        named[1:1] = [
            ("answers", _("Answers"), ""),
            *((f"{ANSWER}{one.key}", question_label(one), f"{ANSWER}{one.key}") for one in event.questions),
            ("sessions", _("Sessions"), ""),
            ("tags", _("Tags"), ""),
            ("language", _("Language"), Sort.LANGUAGE),
            ("source", _("Registered through"), Sort.SOURCE),
            ("calendar", _("Answer in the calendar"), Sort.CALENDAR),
            ("note", _("Note"), ""),
        ]
    has_sessions = any(one.bookable for one in event.sessions)
    needless = {*(() if event.questions else ("answers",)), *(() if has_sessions else ("sessions",))}
    return [Column(name, text, sort, name in shown) for name, text, sort in named if name not in needless]


def shown_columns() -> list[str]:
    """The names of those that are wanted: by the address, else as chosen last, else the usual ones."""
    asked = request.args.get("columns") or read_cookie(COOKIE) or ""
    names = [name for name in asked[:LONGEST].split(BETWEEN) if name]
    return names or list(USUAL)
