"""Which part of a filter leaves the fewest people, by the kept totals, and how those are found at once.

A part that leaves few leads: its people are read from its own index, and each is asked for everything. Where
none does, people are gone through in the order of the list, and soon there are enough of them. SQLite has no
statistics to choose by, and those of PostgreSQL tell nothing of one event among others.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from regapp.models import (
    Attendee,
    AttendeeSession,
    AttendeeTag,
    Hold,
    Quota,
    Registration,
    Tally,
    TicketType,
    WaitingEntry,
)
from regapp.models.traits import part_trait
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.outbox import unreached
from regapp.vocabulary import AttendeeState, CalendarAnswer, HoldReason, Status

FEW = 5000  # people whose things are read sooner than everybody is asked for theirs
_UNCOUNTED = FEW // 2  # letters that did not arrive: no total is kept, they are some
_PLAIN = ("session", "tag", "language", "source", "calendar")


def find_lead(session: Session, event_id: int, wanted: AttendeeFilter) -> str:
    """The name of the part of the filter that leaves the fewest people; "" if they are not few."""
    traits = {name: f"{name}:{value}" for name in _PLAIN if (value := getattr(wanted, name))}
    if wanted.status or wanted.ticket:
        types = select(TicketType.id).where(TicketType.event_id == event_id, TicketType.key == wanted.ticket)
        ticket_type_id = session.scalar(types) if wanted.ticket else None
        traits["status"] = part_trait(wanted.status, ticket_type_id)
    people: dict[str, int] = {}
    if traits:
        kept = select(Tally.trait, Tally.people).where(
            Tally.event_id == event_id, Tally.trait.in_(traits.values())
        )
        totals = dict(session.execute(kept).all())
        people = {name: totals.get(trait, 0) for name, trait in traits.items()}
    if wanted.quota is not None:
        people["quota"] = session.scalar(select(Quota.taken).where(Quota.id == wanted.quota)) or 0
    if wanted.delivered == "no":
        people["delivered"] = _UNCOUNTED
    lead = min(people, key=people.__getitem__, default="")
    return lead if lead and people[lead] <= FEW else ""


def found_by(event_id: int, wanted: AttendeeFilter, lead: str) -> ColumnElement[bool]:
    """That somebody is among those whom this part of the filter leaves; who may be of another event."""
    other = aliased(Attendee)
    ids: Select[int]
    match lead:
        case "status":
            return Attendee.id.in_(_having_part(event_id, wanted))
        case "quota":
            ids = select(Hold.attendee_id).where(Hold.quota_id == wanted.quota)
        case "session":
            ids = select(AttendeeSession.attendee_id).where(AttendeeSession.session_id == wanted.session)
        case "tag":
            ids = select(AttendeeTag.attendee_id).where(AttendeeTag.tag_id == wanted.tag)
        case "calendar":
            ids = select(other.id).where(other.event_id == event_id, _calendar(other, wanted.calendar))
        case "delivered":
            lost = unreached([event_id]).subquery()
            companions = select(lost.c.attendee_id).where(lost.c.attendee_id.is_not(None))
            contacts = select(lost.c.registration_id).where(lost.c.attendee_id.is_(None))
            theirs = select(other.id).where(other.registration_id.in_(contacts), other.email == "")
            return Attendee.id.in_(union_all(companions, theirs))
        case _:
            ids = select(other.id).join(Registration, Registration.id == other.registration_id)
            ids = ids.where(
                Registration.event_id == event_id, getattr(Registration, lead) == getattr(wanted, lead)
            )
    return Attendee.id.in_(ids)


def _calendar(other: Any, said: str) -> ColumnElement[bool]:
    answered: ColumnElement[bool] = literal(value=False)
    if said in set(CalendarAnswer):
        answered = other.calendar_answer == CalendarAnswer(said)
    elif said == "none":
        answered = other.calendar_answer.is_(None)
    return answered


def _having_part(event_id: int, wanted: AttendeeFilter) -> Any:
    """The ids of those who have something of that status and ticket, both in the same thing."""
    other, status = aliased(Attendee), wanted.status
    types = select(TicketType.id).where(TicketType.event_id == event_id)
    if wanted.ticket:
        types = types.where(TicketType.key == wanted.ticket)
    if status == Status.UNPROVEN:
        unproven = select(other.id).join(Registration, Registration.id == other.registration_id)
        return unproven.where(Registration.event_id == event_id, Registration.prove_until.is_not(None))
    held = select(Hold.attendee_id).where(Hold.ticket_type_id.in_(types))
    waits = select(WaitingEntry.attendee_id).where(WaitingEntry.ticket_type_id.in_(types))
    ended = select(other.id).where(other.event_id == event_id, other.ticket_type_id.in_(types))
    gone = set(AttendeeState) - {AttendeeState.ACTIVE}
    if status in list(HoldReason):
        return held.where(Hold.reason == HoldReason(status))
    if status in gone:
        return ended.where(other.state == AttendeeState(status))
    if status == Status.WAITING:
        return waits
    return union_all(held, waits, ended.where(other.state.in_(gone)))
