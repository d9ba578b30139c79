"""An organiser says yes or no to those who wait for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NoPlace
from regapp.models import Attendee, Event, TicketType
from regapp.services.allocation import line, places, transitions
from regapp.services.allocation.assessing import seats_for
from regapp.services.allocation.leaving import end_if_nothing_left
from regapp.services.allocation.moving_up import move_up
from regapp.services.organising import find_people, lock_event
from regapp.services.registrations.overtaking import refuse_overtaken
from regapp.vocabulary import Actor, AttendeeState, HoldReason, PersonFate, Status

Fates = dict[int, PersonFate]  # by the ids of people


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were decided on, how many of them wait in the line now, and for how many was no place.

    The others needed no decision, or not any more.
    """

    done: int = 0
    waiting: int = 0
    no_place: int = 0


@use_case
def approve(
    session: Session,
    *,
    event_id: int,
    attendee_ids: Sequence[int],
    user_id: int | None,
    message: str = "",
    stood: str | None = None,
) -> Decided:
    """Say yes: who has a place kept gets it, who has none gets one or goes to the line.

    Where there is neither, somebody stays pending: never above a quota. ``stood`` is what they had, by
    ``has_now``, as it was shown to who decides. Raises NotFound, and EditedMeanwhile if that is so no more.
    """
    event = lock_event(session, event_id)
    people = find_people(session, event_id, attendee_ids)
    refuse_overtaken(people, stood)
    fates = Counter(approve_people(session, event, people, user_id=user_id, message=message).values())
    waiting = fates[PersonFate.WAITING]
    return Decided(fates[PersonFate.DONE] + waiting, waiting, fates[PersonFate.NO_PLACE])


@use_case
def reject(
    session: Session,
    *,
    event_id: int,
    attendee_ids: Sequence[int],
    user_id: int | None,
    message: str = "",
    stood: str | None = None,
) -> Decided:
    """Say no: what was kept for them goes to the line. Who has another place keeps that.

    ``stood`` and what it raises are those of ``approve``.
    """
    event = lock_event(session, event_id)
    people = find_people(session, event_id, attendee_ids)
    refuse_overtaken(people, stood)
    fates = Counter(reject_people(session, event, people, user_id=user_id, message=message).values())
    return Decided(fates[PersonFate.DONE])


def approve_people(
    session: Session,
    event: Event,
    people: Iterable[Sequence[Attendee]],
    *,
    user_id: int | None,
    message: str = "",
) -> Fates:
    """The same to people found under the event's line, those of one registration together."""
    fates: Fates = {}
    for together in people:
        awaited = _undecided_by_ticket(together)
        for ticket_type, same in awaited:
            seats = _seats(session, ticket_type, same)
            if seats is None:
                fates |= {attendee.id: PersonFate.NO_PLACE for attendee in same}
                continue
            _approve(session, same, ticket_type, seats, user_id=user_id, message=message)
            fates |= {one.id: PersonFate.WAITING if one.waiting_entry else PersonFate.DONE for one in same}
        for attendee in together:
            is_sure = attendee.status is Status.CONFIRMED
            fates.setdefault(attendee.id, PersonFate.ALREADY if is_sure else PersonFate.UNFIT)
    move_up(session, event)  # what they held meanwhile is free
    return fates


def reject_people(
    session: Session,
    event: Event,
    people: Iterable[Sequence[Attendee]],
    *,
    user_id: int | None,
    message: str = "",
) -> Fates:
    """Likewise."""
    fates: Fates = {}

    def refuse(attendee: Attendee) -> None:
        places.give_back(session, attendee, HoldReason.PENDING)
        attendee.waiting_entry = None
        end_if_nothing_left(session, attendee, AttendeeState.REJECTED)

    for together in people:
        undecided = [attendee for attendee in together if awaited_ticket(attendee)]
        for attendee in together:
            is_so = attendee.status is Status.REJECTED
            fates[attendee.id] = PersonFate.ALREADY if is_so else PersonFate.UNFIT
        if undecided:
            transitions.carry_out(
                session,
                transitions.REJECTED,
                undecided,
                refuse,
                actor=Actor.ORGANISER,
                user_id=user_id,
                message=message,
            )
            fates |= {attendee.id: PersonFate.DONE for attendee in undecided}
    move_up(session, event)
    return fates


def awaited_ticket(attendee: Attendee) -> TicketType | None:
    """The ticket type for which this person waits for an organiser's yes, or None."""
    if not attendee.active or attendee.registration.prove_until is not None:
        return None
    pending = (hold.ticket_type for hold in attendee.holds if hold.reason is HoldReason.PENDING)
    if ticket_type := next(pending, None):
        return ticket_type
    entry = attendee.waiting_entry
    is_awaited = entry and entry.ticket_type.needs_approval and attendee.approved_at is None
    return entry.ticket_type if entry and is_awaited else None


def _undecided_by_ticket(people: Sequence[Attendee]) -> list[tuple[TicketType, list[Attendee]]]:
    awaited: dict[TicketType, list[Attendee]] = {}
    for attendee in people:
        if ticket_type := awaited_ticket(attendee):
            awaited.setdefault(ticket_type, []).append(attendee)
    return list(awaited.items())


def _seats(session: Session, ticket_type: TicketType, people: Sequence[Attendee]) -> set[Attendee] | None:
    """Who of them gets a place; None if there is neither that nor a line for all the others."""
    sure = {one for one in people if _keeps_a_place(one)}
    asking = [one for one in people if one not in sure and one.waiting_entry is None]
    if not asking:
        return sure
    seated = set(sure)
    for attendee in asking:
        try:
            number = len(seated - sure) + 1
            seats = seats_for(session, ticket_type, number, sessions=attendee.sessions, draws=attendee.draws)
        except NoPlace:
            if not ticket_type.event.waiting_list:
                return None
            break
        if not seats.count:
            break
        seated.add(attendee)
    return seated


def _keeps_a_place(attendee: Attendee) -> bool:
    return any(
        hold.reason is HoldReason.PENDING
        and (hold.quota_id is not None or not places.demand_of(attendee, hold.ticket_type))
        for hold in attendee.holds
    )


def _approve(
    session: Session,
    people: Sequence[Attendee],
    ticket_type: TicketType,
    seated: set[Attendee],
    *,
    user_id: int | None,
    message: str,
) -> None:
    moment = now()

    def approve_one(attendee: Attendee) -> None:
        attendee.approved_at = moment
        if attendee in seated:
            claimed = places.take(session, attendee, ticket_type, HoldReason.CONFIRMED)
            line.note_passed(session, attendee.event_id, claimed)
        elif attendee.waiting_entry is None:
            places.give_back(session, attendee, HoldReason.PENDING)
            line.join(attendee, ticket_type)

    transitions.carry_out(
        session,
        transitions.APPROVED,
        people,
        approve_one,
        actor=Actor.ORGANISER,
        user_id=user_id,
        message=message,
        ticket=ticket_type.key,
    )
