"""The attendee list: who comes, who waits, who has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import Attendee, Hold, Registration, Tally, TicketType, WaitingEntry
from regapp.models.traits import EVERYBODY
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_groups import groups_of, page_by_groups
from regapp.queries.attendee_matching import MOST, Few, matching
from regapp.queries.attendee_order import Order
from regapp.vocabulary import HoldReason, Status

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One thing an attendee has: a place, or a place in the line, of a ticket type."""

    status: Status
    ticket_type: TicketType


@dataclass(frozen=True, slots=True)
class Row:
    """An attendee with all they have."""

    attendee: Attendee
    registration: Registration
    parts: list[Part]

    @property
    def unproven(self) -> bool:
        """Whether the address still has to be proved, and no part says so."""
        is_said = any(part.status is Status.UNPROVEN for part in self.parts)
        return self.registration.prove_until is not None and not is_said

    @property
    def registered_by(self) -> str:
        """The contact's name, if that is somebody else."""
        return "" if self.attendee.name == self.registration.name else self.registration.name


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list. ``total``: how many the whole list has, None for more than are counted (``MOST``).

    ``before`` and ``after`` are the people at whom the pages beside it end and begin.
    """

    rows: Sequence[Row]
    total: int | None
    before: int | None
    after: int | None


def list_attendees(
    session: Session,
    event_id: int,
    wanted: AttendeeFilter,
    *,
    after: int | None = None,
    before: int | None = None,
    at_end: bool = False,
    few: Few | None = None,
) -> ListPage:
    """The people that ``wanted`` selects: the first page, the last, or the one after or before somebody.

    Somebody who is not of the event leads to the first page.
    """
    order = Order.of(session, wanted.sort)
    total, chosen = _chosen(session, event_id, wanted, few or Few(session, event_id))
    backwards = at_end or before is not None
    begin = _place(session, event_id, order, before if backwards else after)
    if begin is None:
        backwards = at_end
    is_long = total is None or total > MOST
    if is_long and (groups := groups_of(session, event_id, wanted)):
        ids = page_by_groups(groups, session, order, begin, backwards=backwards, most=PAGE_SIZE + 1)
    else:
        if begin is not None:
            chosen = chosen.where(order.beyond(begin[:-1], begin[-1], backwards=backwards))
        ids = list(session.scalars(chosen.order_by(*order.by(backwards=backwards)).limit(PAGE_SIZE + 1)))
    more = len(ids) > PAGE_SIZE
    del ids[PAGE_SIZE:]
    if backwards:
        ids.reverse()
    is_first = not more if backwards else begin is None
    is_last = begin is None if backwards else not more
    return ListPage(
        _rows(session, ids),
        total,
        before=None if is_first or not ids else ids[0],
        after=None if is_last or not ids else ids[-1],
    )


def _chosen(
    session: Session, event_id: int, wanted: AttendeeFilter, few: Few
) -> tuple[int | None, Select[int]]:
    """How many there are, as far as that is counted, and what to read a page of them from."""
    if wanted.is_any:
        total = session.get(Tally, (event_id, EVERYBODY))
        return (total.people if total else 0), matching(event_id, wanted)
    ids = few.ids(wanted)
    if ids is None:
        return None, few.more(wanted)
    return len(ids), select(Attendee.id).where(Attendee.id.in_(ids))


def _place(session: Session, event_id: int, order: Order, attendee_id: int | None) -> tuple[Any, ...] | None:
    """Where somebody of the event stands, and their id."""
    if attendee_id is None:
        return None
    place = session.execute(order.place_of(attendee_id).where(Attendee.event_id == event_id)).first()
    return (*place, attendee_id) if place else None


def find_rows(session: Session, event_id: int, attendee_ids: Sequence[int]) -> Sequence[Row]:
    """The event's people of these ids, by name. Ids of other events are passed over."""
    own = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(attendee_ids))
    return _rows(session, session.scalars(own.order_by(Attendee.sort_key, Attendee.id)).all())


def count_places(session: Session, event_ids: Sequence[int]) -> dict[int, int]:
    """How many attendees have a place, by ticket type."""
    held = (
        select(Hold.ticket_type_id, func.count(Hold.attendee_id.distinct()))
        .join(TicketType, TicketType.id == Hold.ticket_type_id)
        .where(TicketType.event_id.in_(event_ids), Hold.reason == HoldReason.CONFIRMED)
        .group_by(Hold.ticket_type_id)
    )
    return dict(session.execute(held).all())


def daily_attendees(session: Session, event_id: int, moment: datetime, *, days: int) -> list[int]:
    """How many attendees were registered on each of the last ``days`` days (of UTC), the present one last."""
    today = moment.date()
    day = func.date(Attendee.created_at)
    rows = session.execute(
        select(day, func.count())
        .where(Attendee.event_id == event_id, Attendee.created_at >= moment - timedelta(days=days))
        .group_by(day)
    )
    # SQLite gives the day as a text.
    counts = {date.fromisoformat(str(found)): count for found, count in rows}
    return [counts.get(today - timedelta(days=back), 0) for back in reversed(range(days))]


def _rows(session: Session, ids: Sequence[int]) -> Sequence[Row]:
    """These people with all they have, in this order."""
    attendees = session.scalars(
        select(Attendee)
        .where(Attendee.id.in_(ids))
        .options(
            joinedload(Attendee.registration),
            joinedload(Attendee.ticket_type),
            selectinload(Attendee.holds).joinedload(Hold.ticket_type),
            selectinload(Attendee.waiting_entry).joinedload(WaitingEntry.ticket_type),
            selectinload(Attendee.tags),
            selectinload(Attendee.sessions),
        )
    ).all()
    found = {attendee.id: attendee for attendee in attendees}
    people = (found[one] for one in ids if one in found)
    return [Row(attendee, attendee.registration, _parts_of(attendee)) for attendee in people]


def _parts_of(attendee: Attendee) -> list[Part]:
    held = {hold.ticket_type_id: hold for hold in attendee.holds}
    parts = [Part(Status(hold.reason), hold.ticket_type) for hold in held.values()]
    if attendee.waiting_entry:
        parts.append(Part(Status.WAITING, attendee.waiting_entry.ticket_type))
    return parts or [Part(attendee.status, attendee.ticket_type)]
