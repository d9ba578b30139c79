"""The attendee list: who comes, who waits, who has left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import Attendee, Hold, Registration, TicketType, WaitingEntry
from regapp.models.search import search_text
from regapp.models.tokens import CODE_LENGTH
from regapp.queries.pages import Page
from regapp.vocabulary import AttendeeState, HoldReason, Status

PAGE_SIZE = 50
BATCH = 500  # rows read at once for an export
KAZAKH = "әғқңөұүһі"  # alike with Russian letters when searching, apart when sorting


class Sort(StrEnum):
    """Orders of the list; a leading minus turns one round."""

    NAME = "name"
    NAME_DOWN = "-name"
    REGISTERED = "registered"
    REGISTERED_DOWN = "-registered"


@dataclass(frozen=True, slots=True)
class AttendeeFilter:
    """What an organiser looks for; an empty field means any. The ticket is a ticket type's key.

    ``names_only`` is for those who may not see addresses and answers: neither may a search find by them.
    """

    q: str = ""
    status: str = ""
    ticket: str = ""
    sort: Sort = Sort.NAME
    names_only: bool = False


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
class Counts:
    """How many attendees each choice of a filter would leave, the other filters staying as they are."""

    by_status: dict[Status, int]
    by_ticket: dict[str, int]


def list_attendees(session: Session, event_id: int, wanted: AttendeeFilter, *, page: int = 1) -> Page[Row]:
    """One page of the attendees that ``wanted`` selects."""
    matching = _matching(event_id, wanted)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    ids = matching.order_by(*_order(wanted.sort)).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(_rows(session, session.scalars(ids).all(), wanted.sort), number, PAGE_SIZE, total)


def all_attendees(session: Session, event_id: int, wanted: AttendeeFilter) -> Iterator[Row]:
    """Every attendee that ``wanted`` selects, read in batches.

    Between batches the transaction ends and the session forgets what it read: a slow reader holds no
    connection, and a long list no memory. A batch begins after the last row, not at a number, so that
    nobody is passed over or given twice when others come and go meanwhile.
    """
    matching = _matching(event_id, wanted).order_by(*_order(wanted.sort)).limit(BATCH)
    after: ColumnElement[bool] = true()
    while ids := session.scalars(matching.where(after)).all():
        rows = _rows(session, ids, wanted.sort)
        session.expunge_all()
        session.rollback()
        yield from rows
        after = _after(rows[-1].attendee, wanted.sort)


def find_rows(session: Session, event_id: int, attendee_ids: Sequence[int]) -> Sequence[Row]:
    """The event's people of these ids, by name. Ids of other events are passed over."""
    own = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(attendee_ids))
    return _rows(session, session.scalars(own).all(), Sort.NAME)


def count_attendees(
    session: Session, event_id: int, ticket_keys: Sequence[str], wanted: AttendeeFilter | None = None
) -> Counts:
    """What each choice of the filters would leave, in one statement."""
    wanted = wanted or AttendeeFilter()
    choices = [replace(wanted, status=status) for status in Status]
    choices += [replace(wanted, ticket=key) for key in ticket_keys]
    numbers = session.execute(
        select(*(func.count().filter(_parts(event_id, choice)) for choice in choices))
        .select_from(Attendee)
        .where(Attendee.event_id == event_id, *_searched(wanted))
    ).one()
    count = len(Status)
    return Counts(
        dict(zip(Status, numbers[:count], strict=True)), dict(zip(ticket_keys, numbers[count:], strict=True))
    )


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


def _matching(event_id: int, wanted: AttendeeFilter) -> Select[int]:
    return select(Attendee.id).where(
        Attendee.event_id == event_id, *_searched(wanted), _parts(event_id, wanted)
    )


def _searched(wanted: AttendeeFilter) -> list[ColumnElement[bool]]:
    words = search_text(wanted.q).split()
    if not words:
        return []
    text: Any = Attendee.search_text
    if wanted.names_only:
        text = Attendee.sort_key
        for letter in KAZAKH:
            text = func.replace(text, letter, search_text(letter))
    found = and_(*(text.contains(word, autoescape=True) for word in words))
    code = wanted.q.upper().replace(" ", "").replace("-", "")
    return [or_(found, Attendee.code == code) if len(code) == CODE_LENGTH else found]


def _parts(event_id: int, wanted: AttendeeFilter) -> ColumnElement[bool]:
    """The attendee has something of that status and ticket, and both in the same thing."""
    if not wanted.status and not wanted.ticket:
        return true()
    held = exists().where(Hold.attendee_id == Attendee.id)
    waits = exists().where(WaitingEntry.attendee_id == Attendee.id)
    ended = Attendee.state != AttendeeState.ACTIVE
    if wanted.ticket:
        ticket = select(TicketType.id).where(TicketType.event_id == event_id, TicketType.key == wanted.ticket)
        ticket_type_id = ticket.scalar_subquery()
        held = held.where(Hold.ticket_type_id == ticket_type_id)
        waits = waits.where(WaitingEntry.ticket_type_id == ticket_type_id)
        ended = and_(ended, Attendee.ticket_type_id == ticket_type_id)
    if not wanted.status:
        return or_(held, waits, ended)
    if wanted.status == Status.UNPROVEN:
        return and_(or_(held, waits), _unproven())
    if wanted.status in list(HoldReason):
        return held.where(Hold.reason == HoldReason(wanted.status))
    if wanted.status in set(AttendeeState) - {AttendeeState.ACTIVE}:
        return and_(ended, Attendee.state == AttendeeState(wanted.status))
    return waits if wanted.status == Status.WAITING else false()


def _unproven() -> ColumnElement[bool]:
    return exists().where(Registration.id == Attendee.registration_id, Registration.prove_until.is_not(None))


def _rows(session: Session, ids: Sequence[int], sort: Sort) -> Sequence[Row]:
    attendees = session.scalars(
        select(Attendee)
        .where(Attendee.id.in_(ids))
        .order_by(*_order(sort))
        .options(
            joinedload(Attendee.registration),
            joinedload(Attendee.ticket_type),
            selectinload(Attendee.holds).joinedload(Hold.ticket_type),
            selectinload(Attendee.waiting_entry).joinedload(WaitingEntry.ticket_type),
        )
    ).all()
    return [Row(attendee, attendee.registration, _parts_of(attendee)) for attendee in attendees]


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    column = _column(sort)
    return (column.desc(), Attendee.id.desc()) if _is_down(sort) else (column.asc(), Attendee.id.asc())


def _after(last: Attendee, sort: Sort) -> ColumnElement[bool]:
    column = _column(sort)
    value = getattr(last, column.key)
    beyond, next_to = (
        (column < value, Attendee.id < last.id) if _is_down(sort) else (column > value, Attendee.id > last.id)
    )
    return or_(beyond, and_(column == value, next_to))


def _column(sort: Sort) -> Any:
    return Attendee.sort_key if sort in {Sort.NAME, Sort.NAME_DOWN} else Attendee.created_at


def _is_down(sort: Sort) -> bool:
    return sort.startswith("-")


def _parts_of(attendee: Attendee) -> list[Part]:
    held = {hold.ticket_type_id: hold for hold in attendee.holds}
    parts = [Part(Status(hold.reason), hold.ticket_type) for hold in held.values()]
    if attendee.waiting_entry:
        parts.append(Part(Status.WAITING, attendee.waiting_entry.ticket_type))
    return parts or [Part(attendee.status, attendee.ticket_type)]
