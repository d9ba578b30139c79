"""Stored instants that are not those of the promised wall-clock times under today's zone law."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session, load_only

from regapp.clock import now
from regapp.models import Event, Invitation, Mailing, TicketType
from regapp.models import Session as ProgrammeSession
from regapp.vocabulary import LetterKind

_OF_EVENTS = (
    Event.slug,
    Event.zone,
    Event.start_wall,
    Event.start_fold,
    Event.start_at,
    Event.end_wall,
    Event.end_fold,
    Event.end_at,
    Event.opens_wall,
    Event.opens_at,
    Event.closes_wall,
    Event.closes_at,
)


def misplaced(session: Session, *, ending_after: datetime | None = None) -> Iterator[tuple[int, str]]:
    """What is at another instant than its wall clock says: the event's id, and what it is in words.

    Of all events, or of those whose stored end lies after an instant.
    """
    wanted = true() if ending_after is None else Event.end_at > ending_after
    events = {event.id: event for event in session.scalars(_events(wanted))}
    for event in events.values():
        yield from ((event.id, f"event {event.slug} {what}") for what in _wrong_with(event))
    parts = _of_parts(session, wanted)
    wrong = (one[:2] for one in parts if not events[one[0]].shows(*one[2:]))
    for event_id, what in dict.fromkeys(wrong):
        yield event_id, f"{what} of event {events[event_id].slug} is at"


def planned_messages(session: Session, wanted: ColumnElement[bool]) -> Iterator[tuple[Mailing, datetime]]:
    """Messages of hosts that are to go later, of events like that, each with the hour on the wall."""
    ahead = Mailing.settled_at.is_(None), Mailing.stopped_at.is_(None), Mailing.due_at > now()
    found = select(Mailing).join(Event, Event.id == Mailing.event_id)
    for mailing in session.scalars(found.where(wanted, Mailing.kind == LetterKind.MESSAGE, *ahead)):
        if at := mailing.facts.get("at"):
            yield mailing, datetime.fromisoformat(at)


def _events(wanted: ColumnElement[bool]) -> Select[Event]:
    return select(Event).where(wanted).order_by(Event.id).options(load_only(*_OF_EVENTS))


def _wrong_with(event: Event) -> Iterator[str]:
    if any(
        wall.astimezone(UTC) != at for wall, at in ((event.start, event.start_at), (event.end, event.end_at))
    ):
        yield "starts or ends at"
    if not (
        event.shows(event.opens_wall, event.opens_at) and event.shows(event.closes_wall, event.closes_at)
    ):
        yield "opens or closes at"


def _of_parts(
    session: Session, wanted: ColumnElement[bool]
) -> Iterator[tuple[int, str, datetime | None, datetime | None]]:
    """Event, name, wall clock and instant of all else that has both. Invitations with one end are one."""
    item, ticket, code = ProgrammeSession, TicketType, Invitation
    for what, named, owner, wall, instant in (
        ("session", item.id, item.event_id, item.start_wall, item.start_at),
        ("session", item.id, item.event_id, item.end_wall, item.end_at),
        ("ticket type", ticket.key, ticket.event_id, ticket.opens_wall, ticket.opens_at),
        ("ticket type", ticket.key, ticket.event_id, ticket.closes_wall, ticket.closes_at),
        ("invitation", code.ticket_type_id, code.event_id, code.expires_wall, code.expires_at),
    ):
        found = (
            select(owner, named, wall, instant)
            .join(Event, Event.id == owner)
            .where(wanted, wall.is_not(None) | instant.is_not(None))
            .distinct()
        )
        for event_id, name, shown, at in session.execute(found):
            yield event_id, f"{what} {name}", shown, at
    for mailing, shown in planned_messages(session, wanted):
        yield mailing.event_id, f"message {mailing.id}", shown, mailing.due_at
