"""What was kept for a time is given up when the time is over."""

from collections.abc import Iterator

from sqlalchemy import and_, select, union
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import RegappError
from regapp.models import Attendee, Hold, Registration
from regapp.services.allocation import places, transitions
from regapp.services.allocation.leaving import end_if_nothing_left, leave
from regapp.services.allocation.moving_up import move_up
from regapp.services.organising import lock_event
from regapp.services.sweeping import each
from regapp.vocabulary import Actor, AttendeeState, HoldReason

MOST_AT_ONCE = 200  # registrations of one event that lapse in one transaction


def lapse_due() -> int:
    """Give up, event by event, every offer and every place kept for a proof whose time is over; how many.

    Safe to run in many places at once.
    """
    return sum(each(_events_with_something_due(), _lapse_all, "what is due at event %s", trouble=RegappError))


def _lapse_all(event_id: int) -> Iterator[int]:
    while lapsed := _lapse(event_id):
        yield lapsed


@use_case
def _events_with_something_due(session: Session) -> list[int]:
    moment = now()
    offered = (
        select(Attendee.event_id)
        .join(Hold, Hold.attendee_id == Attendee.id)
        .where(Hold.reason == HoldReason.OFFERED, Hold.deadline <= moment)
    )
    unproven = select(Registration.event_id).where(Registration.prove_until <= moment)
    return sorted(session.scalars(union(offered, unproven)))


@use_case
def _lapse(session: Session, event_id: int) -> int:
    event = lock_event(session, event_id)
    registrations = [*_lapse_proofs(session, event_id), *_lapse_offers(session, event_id)]
    move_up(session, event)
    return len(registrations)


def _lapse_proofs(session: Session, event_id: int) -> list[Registration]:
    unproven = session.scalars(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.prove_until <= now())
        .order_by(Registration.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for registration in unproven:
        transitions.carry_out(
            session,
            transitions.PROOF_LAPSED,
            registration.coming,
            lambda attendee: leave(session, attendee, AttendeeState.LAPSED),
            actor=Actor.SYSTEM,
        )
    return list(unproven)


def _lapse_offers(session: Session, event_id: int) -> list[Registration]:
    def lapse(attendee: Attendee) -> None:
        places.give_back(session, attendee, HoldReason.OFFERED)
        end_if_nothing_left(session, attendee, AttendeeState.LAPSED)

    due = (
        select(Attendee)
        .where(
            Attendee.event_id == event_id,
            Attendee.holds.any(and_(Hold.reason == HoldReason.OFFERED, Hold.deadline <= now())),
        )
        .order_by(Attendee.id)
        .limit(MOST_AT_ONCE)
    )
    by_registration: dict[Registration, list[Attendee]] = {}
    for attendee in session.scalars(due):
        by_registration.setdefault(attendee.registration, []).append(attendee)
    for people in by_registration.values():
        transitions.carry_out(session, transitions.OFFER_LAPSED, people, lapse, actor=Actor.SYSTEM)
    return list(by_registration)
