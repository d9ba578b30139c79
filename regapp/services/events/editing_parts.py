"""How a host edits one of the several things of an event: a session, a person, an attachment."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from regapp.errors import EditedMeanwhile, NotFound
from regapp.models import Event, LocalizedText
from regapp.services.events.changing import changing
from regapp.services.organising import lock_event

LONGEST_NOTE = 200  # characters of a value in the audit log


class Placed(Protocol):
    """Something that has its place among others of its event."""

    id: Any
    event_id: Any
    position: Any


Thing = TypeVar("Thing", bound=Placed)


class Notes(dict[str, list[Any]]):
    """From what to what a thing was changed, for the audit log."""

    def assign(self, thing: object, values: Mapping[str, Any]) -> None:
        """Set what differs of ``values``, by the names of columns, and note it; texts are mappings."""
        for name, value in values.items():
            old = getattr(thing, name)
            if old == value:
                continue
            is_text = isinstance(value, Mapping)
            setattr(thing, name, LocalizedText(value) if is_text else value)
            self[name] = [dict(old), dict(value)] if is_text else [_note(old), _note(value)]


@contextmanager
def editing_part(
    session: Session,
    event_id: int,
    revision: int | None,
    action: str,
    *,
    user_id: int | None,
    message: str = "",
    **details: Any,
) -> Iterator[tuple[Event, Notes]]:
    """Edit a part of an event under its line; ``revision`` is what the host had in front of them.

    None: it does not matter, as for an order. What is noted goes to the audit log; what follows is done as in
    :func:`regapp.services.events.changing.changing`. Raises NotFound or EditedMeanwhile.
    """
    event = lock_event(session, event_id)
    if revision is not None and event.revision != revision:
        raise EditedMeanwhile
    notes = Notes()
    with changing(session, event, action, user_id=user_id, message=message, changes=notes, **details):
        yield event, notes


def find(session: Session, model: type[Thing], event: Event, number: int) -> Thing:
    """The thing of the event with this id. Raises NotFound."""
    found = session.get(model, number)
    if found is None or found.event_id != event.id:
        raise NotFound
    return found


def shift(things: Sequence[Thing], moved: Thing, *, up: bool, among: Sequence[Thing] | None = None) -> None:
    """Let ``moved`` and its neighbour change places; the first stays the first, the last the last.

    ``among`` are those that it is seen with, where pages do not show all in one list.
    """
    ordered = sorted(things, key=lambda one: (one.position, one.id))
    seen = [one for one in ordered if among is None or one in among]
    there = seen.index(moved) + (-1 if up else 1)
    if 0 <= there < len(seen):
        first, second = ordered.index(moved), ordered.index(seen[there])
        ordered[first], ordered[second] = ordered[second], ordered[first]
    for position, one in enumerate(ordered):
        one.position = position


def next_position(things: Sequence[Thing]) -> int:
    """Behind all others."""
    return max((one.position for one in things), default=-1) + 1


def _note(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1] + "…"
