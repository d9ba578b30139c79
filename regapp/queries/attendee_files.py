"""The people of an event for a file: plain values, read in batches.

A list of a hundred thousand is read here, so people are no objects of the models, of which each would cost
more than all else that is done with it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from regapp.models import (
    Attendee,
    AttendeeSession,
    AttendeeTag,
    Hold,
    Registration,
    Tag,
    WaitingEntry,
)
from regapp.models import Session as ProgrammeSession
from regapp.models.form import Answers
from regapp.models.registration import FIRST_REASONS
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import matching
from regapp.queries.attendee_order import Order
from regapp.vocabulary import AttendeeState, CalendarAnswer, HoldReason, Language, Source, Status

BATCH = 2000
_AS_STATUS = {reason: Status(reason) for reason in HoldReason}  # Status() itself takes its time

Part = tuple[Status, int]  # of the ticket type of that id


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with all they have. ``email`` is where they are reached: at an own address, or the contact's.

    ``registered_by`` is the contact's name, if that is somebody else. ``session_ids`` and ``tag_ids`` are in
    the order of the programme and of the tags.
    """

    name: str
    email: str
    code: str
    status: Status
    parts: list[Part]
    is_unproven: bool
    registered_at: datetime
    registered_by: str
    language: Language
    source: Source
    answers: Answers
    calendar_answer: CalendarAnswer | None
    note: str
    session_ids: Sequence[int]
    tag_ids: Sequence[int]


def everybody(session: Session, event_id: int, wanted: AttendeeFilter) -> Iterator[Person]:
    """Every person that ``wanted`` selects, in its order.

    Between batches the transaction ends: a slow reader holds no connection. A batch begins after the last
    person, not at a number, so that nobody is passed over or given twice when others come and go meanwhile.
    """
    order = Order.of(session, wanted.sort)
    people = matching(event_id, wanted).order_by(*order.by()).limit(BATCH)
    beyond: ColumnElement[bool] = true()
    while ids := session.scalars(people.where(beyond)).all():
        found = _people(session, ids)
        beyond = order.beyond(session.execute(order.place_of(ids[-1])).one(), ids[-1])
        session.rollback()
        yield from found


def these(session: Session, event_id: int, attendee_ids: Sequence[int], *, sort: str) -> list[Person]:
    """The event's people of these ids, in an order of the list. Ids of other events are passed over."""
    own = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(attendee_ids))
    return _people(session, session.scalars(own.order_by(*Order.of(session, sort).by())).all())


def _people(session: Session, ids: Sequence[int]) -> list[Person]:
    rows = session.execute(
        select(
            Attendee.id,
            Attendee.name,
            Attendee.email.label("own_email"),
            Attendee.code,
            Attendee.state,
            Attendee.ticket_type_id,
            Attendee.calendar_answer,
            Attendee.note,
            Registration.name.label("contact"),
            Registration.email,
            Registration.language,
            Registration.source,
            Registration.answers,
            Registration.prove_until,
            Registration.created_at,
        )
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(_among(session, Attendee.id, ids))
    ).all()
    has = _Things(session, ids)
    found = {row.id: _person(row, has) for row in rows}
    return [found[one] for one in ids if one in found]


class _Things:
    """What these people have: places, places in the line, sessions, tags."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self.held: dict[int, dict[int, HoldReason]] = defaultdict(dict)
        holds = select(Hold.attendee_id, Hold.ticket_type_id, Hold.reason).where(
            _among(session, Hold.attendee_id, ids)
        )
        for attendee_id, ticket_type_id, reason in session.execute(holds.order_by(Hold.id)):
            self.held[attendee_id][ticket_type_id] = reason
        waits = select(WaitingEntry.attendee_id, WaitingEntry.ticket_type_id)
        self.waits: dict[int, int] = dict(
            session.execute(waits.where(_among(session, WaitingEntry.attendee_id, ids))).all()
        )
        attends = (
            select(AttendeeSession.attendee_id, AttendeeSession.session_id)
            .join(ProgrammeSession, ProgrammeSession.id == AttendeeSession.session_id)
            .where(_among(session, AttendeeSession.attendee_id, ids))
        )
        self.sessions = _lists(session, attends.order_by(ProgrammeSession.position))
        tagged = (
            select(AttendeeTag.attendee_id, AttendeeTag.tag_id)
            .join(Tag, Tag.id == AttendeeTag.tag_id)
            .where(_among(session, AttendeeTag.attendee_id, ids))
        )
        self.tags = _lists(session, tagged.order_by(Tag.key))


def _among(session: Session, column: InstrumentedAttribute[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """That ``column`` is one of very many ids: one parameter for PostgreSQL, whose driver reads each."""
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(literal(list(ids), ARRAY(BigInteger)))
    return column.in_(ids)


def _lists(session: Session, pairs: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for attendee_id, one in session.execute(pairs):
        found[attendee_id].append(one)
    return found


def _person(row: Any, has: _Things) -> Person:
    held = has.held.get(row.id, {})
    status = _status(row, held)
    parts = [(_AS_STATUS[reason], ticket_type_id) for ticket_type_id, reason in held.items()]
    if row.id in has.waits:
        parts.append((Status.WAITING, has.waits[row.id]))
    parts = parts or [(status, row.ticket_type_id)]
    is_said = any(part is Status.UNPROVEN for part, _ticket_type_id in parts)
    return Person(
        row.name,
        row.own_email or row.email,
        row.code,
        status,
        parts,
        row.prove_until is not None and not is_said,
        row.created_at,
        "" if row.name == row.contact else row.contact,
        row.language,
        row.source,
        row.answers,
        row.calendar_answer,
        row.note,
        has.sessions.get(row.id, ()),
        has.tags.get(row.id, ()),
    )


def _status(row: Any, held: dict[int, HoldReason]) -> Status:
    """As the model has it: see Attendee.status."""
    if row.state is not AttendeeState.ACTIVE:
        return Status(row.state)
    if row.prove_until:
        return Status.UNPROVEN
    reasons = held.values()
    return next((_AS_STATUS[reason] for reason in FIRST_REASONS if reason in reasons), Status.WAITING)
