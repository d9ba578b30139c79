"""Entries of the audit log in words: what was done, and from what to what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from regapp import texts
from regapp.models import LocalizedText
from regapp.queries.audit_log import ActionGroup, Entry
from regapp.vocabulary import Actor, CalendarAnswer, Language, Role, Source, Status
from regapp.web.organise.audit_terms import deed_word, label_word
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.words import (
    action_word,
    actor_word,
    answer_word,
    member_role_word,
    source_word,
    status_word,
)

# Numbers of rows: they stand in the log for programs, and what they name is told in other words. What was
# before is told beside what is now.
_SILENT = frozenset(
    {"user", "invitation", "quota", "item", "cover_id", "venue_id", "organisation_id", "message"}
    | {"before", "changes"}
)
_TIMES = frozenset({"start", "end", "opens", "closes"})
_TERMS: dict[str, tuple[type[StrEnum], Callable[[Any], str]]] = {
    "role": (Role, member_role_word),
    "status": (Status, status_word),
    "source": (Source, source_word),
    "calendar": (CalendarAnswer, answer_word),
    "language": (Language, texts.NAMES.__getitem__),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A value in words; ``old`` is what it was before, None where that was not kept."""

    label: str
    new: str
    old: str | None = None


def group_words() -> dict[ActionGroup, str]:
    """What actions are about."""
    return {
        ActionGroup.EVENTS: _("Events"),
        ActionGroup.REGISTRATIONS: _("Registrations"),
        ActionGroup.PLACES: _("Places and tickets"),
        ActionGroup.INVITATIONS: _("Invitations"),
        ActionGroup.LETTERS: _("Letters"),
        ActionGroup.ORGANISATION: _("Organisation and members"),
    }


def deed(entry: Entry) -> str:
    """What was done; an unknown term as it is."""
    return deed_word(entry.action) or action_word(entry.action)


def doer(entry: Entry) -> str:
    """Who did it."""
    if entry.doer:
        return entry.doer.name or entry.doer.email
    return _("The command line") if entry.actor == Actor.ORGANISER else actor_word(entry.actor)


def changes(entry: Entry) -> list[Change]:
    """From what to what, as far as it was written down."""
    return list(_changes(entry.details))


def _changes(details: dict[str, Any]) -> Iterator[Change]:
    for name, (old, new) in (details.get("changes") or {}).items():
        yield from _pair(name, old, new)
    for name, value in details.items():
        if name in _SILENT or value in (None, ""):
            continue
        if name == "role" and isinstance(value, list):
            yield from _pair(name, *value)
        elif name == "capacity" and "before" in details:
            yield from _pair(name, details["before"], value)
        else:
            yield Change(label_word(name), _value(name, value))


def _pair(name: str, old: Any, new: Any) -> Iterator[Change]:
    """A value that is another now; of a text each language that is."""
    if name in _SILENT or (old == new and name != "logo"):
        return
    if name == "logo" and old and new:
        yield Change(label_word(name), _("another one"))
        return
    if isinstance(old or {}, dict) and isinstance(new or {}, dict):
        before, after = old or {}, new or {}
        for one, language_name in texts.NAMES.items():
            if before.get(one) != after.get(one):
                label = f"{label_word(name)} ({language_name})"
                yield Change(label, _value(name, after.get(one)), _value(name, before.get(one)))
        return
    yield Change(label_word(name), _value(name, new), _value(name, old))


def _value(name: str, value: Any) -> str:
    match value:
        case None | "":
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case dict():
            return LocalizedText(value).read(language()) or _("nothing")
        case list():
            return ", ".join(map(str, value)) or _("nothing")
    return _term(name, str(value))


def _term(name: str, value: str) -> str:
    if name in _TERMS:
        terms, word = _TERMS[name]
        return word(terms(value)) if value in set(terms) else value
    if name == "format":
        return value.upper()
    if name in _TIMES:
        try:
            wall = datetime.fromisoformat(value)
        except ValueError:
            return value
        return f"{texts.short_date(wall, language())}, {texts.clock_time(wall, language())}"
    return value
