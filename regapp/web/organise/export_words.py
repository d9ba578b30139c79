"""Which people of an event a file has, and what of them, as the audit log keeps it."""

from collections.abc import Sequence
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
    """Details for the log. It never keeps whom somebody looked for, but that they did."""
    shown = {"columns": list(columns)} if columns else {}
    if ticked:
        return {"ticked": True, **shown}
    asked: dict[str, Any] = {
        name: text for name, text in wanted.as_query().items() if name in _TERMS and text
    }
    if wanted.q:
        asked["searched"] = True
    asked.update(_named(event, wanted))
    return {**asked, **shown}


_TERMS = ("status", "language", "source", "calendar", "delivered")


def _named(event: Event, wanted: AttendeeFilter) -> dict[str, Any]:
    """What has a name of the hosts' own, by that name."""
    questions = {question.key: question for question in event.questions}
    named: dict[str, Any] = {
        "ticket": next((read(one.name) for one in event.ticket_types if one.key == wanted.ticket), ""),
        "of_quota": next((read(one.name) for one in event.quotas if one.id == wanted.quota), ""),
        "session": next((read(one.title) for one in event.sessions if one.id == wanted.session), "")
        if wanted.session
        else "",
        "tag": next((one.name for one in event_tags(db.session(), event.id) if one.id == wanted.tag), "")
        if wanted.tag
        else "",
        "answers": [
            choice_words(questions[key], choice) for key, choice in wanted.answers if key in questions
        ],
    }
    return {name: value for name, value in named.items() if value}
