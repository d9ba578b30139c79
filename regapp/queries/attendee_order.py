"""In which order the attendee list stands, and where a page of it begins.

A page begins behind a person, not at a number: people come and go meanwhile, and the last page is found as
quickly as the first. People of the same status, ticket, answer and so on stand by their names. Every order
ends with the id, so that it is the same on every database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    collate,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session

from regapp.models import Attendee, Hold, Registration, TicketType
from regapp.queries.attendee_filter import ANSWER, Sort
from regapp.vocabulary import AttendeeState, HoldReason

RANKS = {reason: rank for rank, reason in enumerate(HoldReason)}
WAITS, ENDED = len(RANKS), len(RANKS) + 1


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the people of an event: by ``columns``, none of which is ever NULL, and then by id."""

    columns: tuple[Any, ...]
    is_down: bool

    @classmethod
    def of(cls, session: Session, sort: str) -> "Order":
        """The order of that name; by name if there is none."""
        is_down, name = sort.startswith("-"), sort.removeprefix("-")
        by_bytes = session.get_bind().dialect.name == "postgresql"  # as SQLite does
        column = _column(name, by_bytes=by_bytes)
        is_unlike = column is Attendee.sort_key or column is Attendee.created_at
        return cls((column,) if is_unlike else (column, Attendee.sort_key), is_down)

    def by(self, *, backwards: bool = False) -> tuple[ColumnElement[Any], ...]:
        """What to order by; ``backwards`` for the pages before."""
        every = (*self.columns, Attendee.id)
        return tuple(one.asc() if self.is_down is backwards else one.desc() for one in every)

    def place_of(self, attendee_id: int) -> Select[Any]:
        """Where somebody stands in it."""
        return select(*self.columns).where(Attendee.id == attendee_id)

    def beyond(
        self, place: Sequence[Any], attendee_id: int, *, backwards: bool = False
    ) -> ColumnElement[bool]:
        """Who comes after whom stands there, or ``backwards`` before."""
        values = (literal(value, column.type) for value, column in zip(place, self.columns, strict=True))
        here, there = tuple_(*self.columns, Attendee.id), tuple_(*values, attendee_id)
        return here > there if self.is_down is backwards else here < there


def _column(name: str, *, by_bytes: bool) -> Any:
    def bytewise(text: Any) -> Any:
        return collate(text, "C") if by_bytes else text

    if name.startswith(ANSWER):
        answer = Registration.answers[name.removeprefix(ANSWER)].as_string()
        return bytewise(func.coalesce(_of_registration(answer), ""))
    contacts = func.coalesce(_of_registration(Registration.email_key), "")
    own_or_contacts = case((Attendee.email == "", contacts), else_=func.lower(Attendee.email))
    position = select(TicketType.position).where(TicketType.id == Attendee.ticket_type_id)
    columns: dict[str, Any] = {
        Sort.REGISTERED: Attendee.created_at,
        Sort.EMAIL: bytewise(own_or_contacts),
        Sort.TICKET: position.scalar_subquery(),
        Sort.STATUS: _rank(),
        Sort.LANGUAGE: bytewise(_of_registration(type_coerce(Registration.language, String))),
        Sort.SOURCE: bytewise(_of_registration(type_coerce(Registration.source, String))),
        Sort.CALENDAR: bytewise(func.coalesce(type_coerce(Attendee.calendar_answer, String), "")),
    }
    return columns.get(name, Attendee.sort_key)


def _of_registration(what: Any) -> Any:
    return select(what).where(Registration.id == Attendee.registration_id).scalar_subquery()


def _rank() -> Any:
    """Confirmed first, then what is kept for some reason, who waits, and who has left."""
    held = case(RANKS, value=Hold.reason)
    first = select(func.min(held)).where(Hold.attendee_id == Attendee.id).scalar_subquery()
    return case((Attendee.state != AttendeeState.ACTIVE, ENDED), else_=func.coalesce(first, WAITS))
