"""People of an attendee list who were ticked, or all that a filter selects, as a plain value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, Hold, Registration, TicketType, WaitingEntry
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import matching
from regapp.vocabulary import AttendeeState, Deed, HoldReason


@dataclass(frozen=True, slots=True)
class Selection:
    """These ``people``; or all whom ``wanted`` selects, with ids up to ``up_to``: no newcomer is caught."""

    people: tuple[int, ...] = ()
    wanted: AttendeeFilter | None = None
    up_to: int = 0

    def as_facts(self) -> dict[str, Any]:
        """As plain values that can be kept."""
        if self.wanted is None:
            return {"people": list(self.people)}
        return {"filter": self.wanted.as_query(), "up_to": self.up_to}

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> "Selection":
        """Back from there."""
        if "filter" in facts:
            return cls(wanted=AttendeeFilter.from_query(facts["filter"]), up_to=facts["up_to"])
        return cls(tuple(facts["people"]))

    def ids(self, event_id: int) -> Select[int]:
        """The ids of those of the event's people, in no order."""
        if self.wanted is not None:
            return matching(event_id, self.wanted).where(Attendee.id <= self.up_to)
        return select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(self.people))


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many people are selected, and to how many of them something can be done."""

    people: int
    fit: int


def count_chosen(session: Session, event_id: int, selection: Selection, deed: Deed) -> Chosen:
    """Count them as they stand now."""
    ids = selection.ids(event_id).subquery()
    row = session.execute(
        select(func.count(), func.count().filter(_fits(deed)))
        .select_from(Attendee)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(Attendee.id.in_(select(ids.c.id)))
    ).one()
    return Chosen(*row)


def fit_ids(session: Session, event_id: int, selection: Selection, deed: Deed, *, most: int) -> Sequence[int]:
    """The ids of some of those to whom it can be done."""
    fit = (
        select(Attendee.id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(Attendee.id.in_(selection.ids(event_id)), _fits(deed))
    )
    return session.scalars(fit.order_by(Attendee.id).limit(most)).all()


def in_order(session: Session, event_id: int, selection: Selection) -> list[int]:
    """The ids of all of them, those of one registration side by side, in the order of registering.

    Registrations that wait in the line come first: where places become free, who is to leave anyway must not
    move up before.
    """
    waits = exists().where(
        WaitingEntry.attendee_id == Attendee.id, WaitingEntry.event_id == Attendee.event_id
    )
    rows = session.execute(
        select(Attendee.id, Attendee.registration_id, waits).where(Attendee.id.in_(selection.ids(event_id)))
    ).all()
    waiting = {registration_id for _, registration_id, waits in rows if waits}
    ordered = sorted(
        (registration_id not in waiting, registration_id, one) for one, registration_id, _ in rows
    )
    return [one for *_, one in ordered]


def _fits(deed: Deed) -> ColumnElement[bool]:
    """That it can be done to somebody, as services/bulk/deeds.py decides under the line."""
    active = Attendee.state == AttendeeState.ACTIVE
    match deed:
        case Deed.APPROVE | Deed.REJECT:
            return and_(active, Registration.prove_until.is_(None), _awaits())
        case Deed.MOVE:
            return and_(active, Registration.prove_until.is_(None))
        case Deed.CANCEL | Deed.RESEND:
            return active
    return Attendee.id.is_not(None)


def _awaits() -> ColumnElement[bool]:
    held = exists().where(Hold.attendee_id == Attendee.id, Hold.reason == HoldReason.PENDING)
    waits = exists().where(
        WaitingEntry.attendee_id == Attendee.id,
        TicketType.id == WaitingEntry.ticket_type_id,
        TicketType.needs_approval,
    )
    return or_(held, and_(Attendee.approved_at.is_(None), waits))
