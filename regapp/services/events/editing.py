"""A host edits what an event says; nobody overwrites what somebody else has changed meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import EditedMeanwhile
from regapp.models import Event, LocalizedText
from regapp.services.events.changing import changing
from regapp.services.organising import lock_event

# What a host may set without further ado. All else of an event has use cases of its own.
TEXTS = frozenset({"title", "summary", "description"})
PLAIN = TEXTS | {
    "kind",
    "languages",
    "visibility",
    "places_shown",
    "faq",
    "letter_words",
    "cover_id",
    "contact_phone",
    "contact_email",
    "public_stream",
    "asks_for_answer",
    "trusts_answers",
}
LONGEST_NOTE = 200  # characters of a value in the audit log


@use_case
def change_facts(
    session: Session, *, event_id: int, revision: int, values: Mapping[str, Any], user_id: int | None
) -> None:
    """Set some of ``PLAIN``, by their names as columns.

    ``revision`` is the one that the host had in front of them. Raises NotFound, EditedMeanwhile, and
    ValueError for a name that is none of those.
    """
    if unknown := values.keys() - PLAIN:
        raise ValueError(f"not to be set so: {sorted(unknown)}")
    with editing(session, event_id, revision, "event.edited", user_id=user_id) as event:
        for name, value in values.items():
            setattr(event, name, LocalizedText(value) if name in TEXTS else value)


@contextmanager
def editing(
    session: Session,
    event_id: int,
    revision: int,
    action: str,
    *,
    user_id: int | None,
    message: str = "",
    **details: Any,
) -> Iterator[Event]:
    """Edit an event under its line, if it is still what the host had in front of them.

    The columns that differ afterwards go to the audit log, from what to what; all else that follows is
    done as in :func:`regapp.services.events.changing.changing`. Raises NotFound or EditedMeanwhile.
    """
    event = lock_event(session, event_id)
    if event.revision != revision:
        raise EditedMeanwhile
    before = _columns(event)
    changes: dict[str, list[Any]] = {}
    with changing(session, event, action, user_id=user_id, message=message, changes=changes, **details):
        yield event
        event.describe()
        after = _columns(event)
        changes.update(
            (name, [_note(before[name]), _note(after[name])]) for name in after if before[name] != after[name]
        )


def _columns(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in (*PLAIN, "slug", "organisation_id", "venue_id")}


def _note(value: object) -> Any:
    if isinstance(value, LocalizedText):
        return {one: _note(text) for one, text in value.items()}
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1] + "…"
