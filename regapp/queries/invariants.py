"""What has to hold of the data at every moment; each check yields a line for whatever breaks it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import (
    Attendee,
    Event,
    Hold,
    Letter,
    Line,
    Quota,
    QuotaTicketType,
    Registration,
    TicketType,
    WaitingEntry,
)
from regapp.models import Session as ProgrammeSession
from regapp.vocabulary import LetterState, RegistrationState

OVERDUE = timedelta(minutes=15)


def taken_is_counted_right(session: Session) -> Iterator[str]:
    """Each quota's ``taken`` is the number of its holds."""
    held = select(Hold.quota_id, func.count().label("held")).group_by(Hold.quota_id).subquery()
    counted = func.coalesce(held.c.held, 0)
    rows = session.execute(
        select(Quota.id, Quota.taken, counted)
        .outerjoin(held, held.c.quota_id == Quota.id)
        .where(Quota.taken != counted)
    )
    yield from (f"quota {quota} says {taken} taken, {count} holds exist" for quota, taken, count in rows)


def no_quota_is_exceeded(session: Session) -> Iterator[str]:
    """No more places are taken than there are, and were given knowingly above."""
    rows = session.execute(
        select(Quota.id, Quota.taken, Quota.capacity, Quota.over).where(
            Quota.taken > Quota.capacity + Quota.over
        )
    )
    yield from (
        f"quota {quota}: {taken} of {capacity} + {over} taken" for quota, taken, capacity, over in rows
    )


def nobody_waits_beside_a_free_place(session: Session) -> Iterator[str]:
    """Whoever stands in a line has a quota that is full."""
    has_full_quota = exists().where(
        QuotaTicketType.ticket_type_id == WaitingEntry.ticket_type_id,
        QuotaTicketType.quota_id == Quota.id,
        Quota.taken >= Quota.capacity,
    )
    rows = session.execute(select(WaitingEntry.id, WaitingEntry.event_id).where(~has_full_quota))
    yield from (f"entry {entry} waits in event {event} beside a free place" for entry, event in rows)


def holds_are_whole(session: Session) -> Iterator[str]:
    """A held ticket type has a hold on each of its quotas."""
    missing = exists().where(
        QuotaTicketType.ticket_type_id == Hold.ticket_type_id,
        ~exists()
        .where(_other.c.attendee_id == Hold.attendee_id, _other.c.quota_id == QuotaTicketType.quota_id)
        .correlate(Hold, QuotaTicketType),
    )
    rows = session.execute(select(Hold.id, Hold.attendee_id).where(missing))
    yield from (f"hold {hold} of attendee {attendee} lacks a quota" for hold, attendee in rows)


_other = Hold.__table__.alias("other_hold")


def active_registrations_have_something(session: Session) -> Iterator[str]:
    """Whoever is registered has a place or waits; whoever has left has nothing."""
    has = exists().where(Attendee.registration_id == Registration.id, Hold.attendee_id == Attendee.id)
    waits = exists().where(
        Attendee.registration_id == Registration.id, WaitingEntry.attendee_id == Attendee.id
    )
    active = Registration.state == RegistrationState.ACTIVE
    rows = session.scalars(select(Registration.id).where(active != (has | waits)))
    yield from (f"registration {registration} and its places disagree" for registration in rows)


def tickets_are_of_their_event(session: Session) -> Iterator[str]:
    """An attendee's event, ticket type and registration belong together."""
    rows = session.scalars(
        select(Attendee.id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .join(TicketType, TicketType.id == Attendee.ticket_type_id)
        .where((Attendee.event_id != Registration.event_id) | (Attendee.event_id != TicketType.event_id))
    )
    yield from (f"attendee {attendee} is of two events" for attendee in rows)


def every_event_has_a_line(session: Session) -> Iterator[str]:
    """Without its line an event could not be locked."""
    rows = session.scalars(select(Event.slug).where(~exists().where(Line.event_id == Event.id)))
    yield from (f"event {slug} has no line" for slug in rows)


def instants_follow_the_wall_clock(session: Session) -> Iterator[str]:
    """The stored instants are those of the promised wall-clock times under today's zone law."""
    for event in session.scalars(select(Event).execution_options(yield_per=500)):
        pairs = ((event.start, event.start_at), (event.end, event.end_at))
        if any(wall.astimezone(UTC) != instant for wall, instant in pairs):
            yield f"event {event.slug} starts or ends at another instant than its wall clock says"
        if not (
            _shows(event, event.opens_wall, event.opens_at)
            and _shows(event, event.closes_wall, event.closes_at)
        ):
            yield f"event {event.slug} opens or closes at another instant than its wall clock says"
    items = select(ProgrammeSession, Event).join(Event, Event.id == ProgrammeSession.event_id)
    for item, event in session.execute(items.execution_options(yield_per=500)):
        if not (_shows(event, item.start_wall, item.start_at) and _shows(event, item.end_wall, item.end_at)):
            yield f"session {item.id} of event {event.slug} is at another instant than its wall clock says"


def _shows(event: Event, wall: datetime | None, instant: datetime | None) -> bool:
    """Whether the event's clock shows ``wall`` at ``instant``, on either side where it shows it twice."""
    if wall is None or instant is None:
        return wall is instant is None
    return instant in {event.instant(wall.replace(fold=fold)) for fold in (0, 1)}


def every_letter_is_accounted_for(session: Session) -> Iterator[str]:
    """No letter is overdue, and none was given up without anybody having looked at it."""
    overdue = now() - OVERDUE
    waiting = session.execute(
        select(Letter.id, Letter.state).where(
            (Letter.state.in_([LetterState.DUE, LetterState.RETRYING]) & (Letter.due_at < overdue))
            | ((Letter.state == LetterState.SENDING) & (Letter.lease_until < overdue))
        )
    )
    yield from (f"letter {letter} is {state}, long overdue: does a worker run?" for letter, state in waiting)
    failed = session.execute(select(Letter.id, Letter.last_error).where(Letter.state == LetterState.FAILED))
    yield from (f"letter {letter} failed: {reason}" for letter, reason in failed)


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    function.__name__.replace("_", " "): function
    for function in (
        taken_is_counted_right,
        no_quota_is_exceeded,
        nobody_waits_beside_a_free_place,
        holds_are_whole,
        active_registrations_have_something,
        tickets_are_of_their_event,
        every_event_has_a_line,
        instants_follow_the_wall_clock,
        every_letter_is_accounted_for,
    )
}
