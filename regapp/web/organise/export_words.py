"""Which people of an event a filter asks for, and what is taken of them, as the audit log keeps it."""

from collections.abc import Iterable, Sequence
from typing import Any

from regapp.database import db
from regapp.models import Event
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_lists import event_tags
from regapp.web.formats import read
from regapp.web.question_words import choice_words


def chosen_words(
    event: Event, wanted: AttendeeFilter, ticked: Sequence[int], columns: Sequence[str]
) -> dict[str, Any]:
    """Details for the log: the whole filter in words, with the words searched for (see services/audit.py)."""
    shown = {"columns": list(columns)} if columns else {}
    if ticked:
        return {"ticked": True, **shown}
    asked: dict[str, Any] = {
        name: text for name, text in wanted.as_query().items() if name in _TERMS and text
    }
    if wanted.q:
        asked["searched"] = wanted.q
    asked.update(_named(event, wanted))
    return {**asked, **shown}


_TERMS = ("status", "language", "source", "calendar", "delivered")


def _named(event: Event, wanted: AttendeeFilter) -> dict[str, Any]:
    """What has a name of the hosts' own, by that name; as it was asked for where there is no such thing."""
    named: dict[str, Any] = {
        "ticket": _name(wanted.ticket, ((one.key, read(one.name)) for one in event.ticket_types)),
        "of_quota": _name(wanted.quota, ((one.id, read(one.name)) for one in event.quotas)),
        "session": _name(wanted.session, ((one.id, read(one.title)) for one in event.sessions)),
        "tag": _name(wanted.tag, ((one.id, one.name) for one in event_tags(db.session(), event.id))),
        "answers": [_answer_words(event, key, choice) for key, choice in wanted.answers],
    }
    return {name: value for name, value in named.items() if value}


def _name(wanted: object, names: Iterable[tuple[object, str]]) -> Any:
    return next((name for one, name in names if one == wanted), wanted) if wanted else None


def _answer_words(event: Event, key: str, choice: str) -> str:
    question = next((one for one in event.questions if one.key == key), None)
    return f"{read(question.label)} – {choice_words(question, choice)}" if question else f"{key} – {choice}"
