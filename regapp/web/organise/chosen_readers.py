"""Whom an organiser chose in the attendee list, on the way to a letter; and to whom letters go, in words."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request

from regapp.database import db
from regapp.models import Event
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import last_id
from regapp.queries.selections import Selection
from regapp.vocabulary import Recipients
from regapp.web.organise.export_words import chosen_words
from regapp.web.organise.pages import LONGEST_NUMBER
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

FIELD = "selection"  # of the form that brings it along
MOST_TICKED = 5_000
LONGEST = 60_000  # characters of the field


def selection_asked(event: Event) -> Selection | None:
    """What the address names: people who were ticked, or with ``all`` whom the list's filter matches."""
    if request.args.get("all") == "1":
        wanted = AttendeeFilter.from_query(request.args)
        return Selection(wanted=wanted, up_to=last_id(db.session(), event.id))
    people = {int(text) for text in request.args.getlist("person") if _is_id(text)}
    return Selection(tuple(sorted(people)[:MOST_TICKED])) if people else None


def selection_typed() -> Selection | None:
    """What a form that comes back brings along; whatever cannot be one is none."""
    typed = request.form.get(FIELD, "")
    if not typed or len(typed) > LONGEST:
        return None
    try:
        found = json.loads(typed)
    except ValueError:
        return None
    match found:
        case {"people": [*people]} if 0 < len(people) <= MOST_TICKED and all(map(_is_number, people)):
            return Selection(tuple(people))
        case {"filter": {**query}, "up_to": int(up_to)} if _is_number(up_to):
            texts = {str(name): text for name, text in query.items() if isinstance(text, str)}
            return Selection(wanted=AttendeeFilter.from_query(texts), up_to=up_to)
    return None


def to_words(selection: Selection | None) -> dict[Recipients, str]:
    """To whom letters can go; to a selection only where there is one."""
    chosen = {Recipients.SELECTED: _selection_words(selection)} if selection else {}
    return {
        **chosen,
        Recipients.ALL: _("Everybody who comes or waits"),
        Recipients.CONFIRMED: _("Those with a place"),
        Recipients.WAITING: _("Those on the waiting list"),
        Recipients.DECLINED: _("Those who declined in their calendar"),
    }


def recipients_words(facts: Mapping[str, Any]) -> str:
    """To whom a message goes."""
    return to_words(stored_selection(facts) or Selection())[Recipients(facts["to"])]


def stored_selection(facts: Mapping[str, Any]) -> Selection | None:
    """The selection of a message, if it has one."""
    return Selection.of_facts(facts["selection"]) if facts.get("selection") else None


def logged(event: Event, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A message's selection, as the audit log keeps it."""
    selection = stored_selection(facts)
    if selection is None:
        return {}
    if selection.wanted is None:
        return {"people": len(selection.people)}
    return chosen_words(event, selection.wanted, (), ())


def _selection_words(selection: Selection) -> str:
    if selection.wanted is not None:
        return _("Everybody on the list whom your filter matched")
    count = len(selection.people)
    return ngettext("The person you chose in the list", "The %(num)s people you chose in the list", count)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and _is_number(int(text[:20]))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_NUMBER
