"""What an organiser does for somebody: adds, moves, restores, cancels, knowingly above a quota too."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import Overtaken, use_case
from regapp.errors import AddressTaken, NoPlace, NotPossible
from regapp.models import Attendee, Event, TicketType
from regapp.services.allocation import places, transitions
from regapp.services.allocation.asked import Asked
from regapp.services.allocation.assessing import (
    assess_again,
    find_draws,
    find_sessions,
    find_ticket_type,
)
from regapp.services.allocation.leaving import leave
from regapp.services.allocation.moving_up import move_up
from regapp.services.allocation.proving import accept_proof
from regapp.services.allocation.seating import seat
from regapp.services.organising import find_attendee, find_people, lock_event
from regapp.services.registrations import restoring, rows
from regapp.services.registrations.overtaking import refuse_overtaken
from regapp.services.registrations.registering import add_people, insert_registration, revive_people
from regapp.vocabulary import Actor, AttendeeState, HoldReason, Source


@use_case
def add(
    session: Session,
    *,
    event_id: int,
    asked: Asked,
    user_id: int | None,
    above: bool = False,
    send_letter: bool = True,
    source: Source = Source.BY_HAND,
    may_wait: bool = True,
) -> int:
    """Register people outside of windows and without a code, approved and proved; the registration's id.

    ``above``: also where a quota is full. Unless they ``may_wait`` all of them get a place or nobody does, as
    for who stands at the door. Without an address nobody is known: each time it is another registration, to
    whom no letter goes. Raises NotFound, UnknownTicket, AddressTaken if they come already, or NoPlace where
    there is no waiting list either.
    """
    lock_event(session, event_id)
    ticket_type = find_ticket_type(session, event_id, asked.ticket)
    sessions = find_sessions(session, event_id, asked.sessions)
    draws = find_draws(session, ticket_type.event, asked.answers)
    told = assess_again(
        session,
        ticket_type,
        asked.people,
        sessions=sessions,
        draws=draws,
        approved=True,
        above=above,
        may_wait=may_wait,
    )
    made = insert_registration(session, event_id, asked, source=source)
    registration = made or rows.lock_known(session, event_id, asked.email)
    if registration is None:
        raise Overtaken
    if not made and registration.active:
        raise AddressTaken
    with session.no_autoflush:
        people = (add_people if made else revive_people)(session, registration, asked)
        for attendee in people:
            attendee.approved_at = now()
        seat(
            session,
            transitions.MADE if made else transitions.REVIVED,
            people,
            told,
            asked.together,
            actor=Actor.ORGANISER,
            above=above,
            user_id=user_id,
            send_letter=send_letter,
        )
    return registration.id


@use_case
def cancel(
    session: Session,
    *,
    event_id: int,
    attendee_ids: Sequence[int],
    user_id: int | None,
    message: str = "",
    stood: str | None = None,
) -> int:
    """Cancel for these people; how many came till now. Their places go to the line.

    ``stood`` is what they had, by ``has_now``, as it was shown to who cancels. Raises NotFound, and
    EditedMeanwhile if that is so no more.
    """
    event = lock_event(session, event_id)
    people = find_people(session, event_id, attendee_ids)
    refuse_overtaken(people, stood)
    return len(cancel_people(session, event, people, user_id=user_id, message=message))


def cancel_people(
    session: Session,
    event: Event,
    people: Iterable[Sequence[Attendee]],
    *,
    user_id: int | None,
    message: str = "",
) -> list[Attendee]:
    """The same for people found under the event's line, those of one registration together; who came."""
    done: list[Attendee] = []
    for together in people:
        coming = [attendee for attendee in together if attendee.active]
        if coming:
            transitions.carry_out(
                session,
                transitions.CANCELLED,
                coming,
                lambda attendee: leave(session, attendee, AttendeeState.CANCELLED),
                actor=Actor.ORGANISER,
                user_id=user_id,
                message=message,
            )
            done += coming
    move_up(session, event)
    return done


@use_case
def restore(
    session: Session,
    *,
    event_id: int,
    attendee_ids: Sequence[int],
    user_id: int | None,
    above: bool = False,
    message: str = "",
    stood: str | None = None,
) -> int:
    """Bring people back who had left, been rejected or lapsed; how many.

    To a place if one is left, or with ``above`` in any case; else to the end of the line. ``stood`` is that
    of ``cancel``. Raises NotFound, EditedMeanwhile, or NoPlace where neither is to be had.
    """
    lock_event(session, event_id)
    found = find_people(session, event_id, attendee_ids)
    refuse_overtaken(found, stood)
    done = 0
    for people in found:
        ended = [attendee for attendee in people if not attendee.active]
        if ended:
            restoring.restore_by_hand(session, ended, above=above, user_id=user_id, message=message)
            done += len(ended)
    return done


@use_case
def move(
    session: Session,
    *,
    event_id: int,
    attendee_id: int,
    ticket: str,
    user_id: int | None,
    above: bool = False,
    message: str = "",
    stood: str | None = None,
) -> None:
    """Give somebody a place of the ticket type of that key, instead of whatever they have, now.

    ``stood`` is that of ``cancel``. Raises NotFound, EditedMeanwhile, UnknownTicket, NotPossible for who has
    left or has just that, or NoPlace if it is full and not ``above``.
    """
    event = lock_event(session, event_id)
    attendee = find_attendee(session, event_id, attendee_id)
    refuse_overtaken([[attendee]], stood)
    ticket_type = find_ticket_type(session, event_id, ticket)
    if not attendee.active or has_just(attendee, ticket_type):
        raise NotPossible
    if attendee.registration.prove_until is not None:
        accept_proof(session, attendee.registration, actor=Actor.ORGANISER, user_id=user_id)
    move_one(session, attendee, ticket_type, user_id=user_id, above=above, message=message)
    move_up(session, event)


def has_just(attendee: Attendee, ticket_type: TicketType) -> bool:
    """Whether they have a place of that ticket type and want nothing else: no move changes anything."""
    has = {(hold.ticket_type_id, hold.reason) for hold in attendee.holds}
    return has == {(ticket_type.id, HoldReason.CONFIRMED)} and attendee.waiting_entry is None


def move_one(
    session: Session,
    attendee: Attendee,
    ticket_type: TicketType,
    *,
    user_id: int | None,
    above: bool = False,
    message: str = "",
) -> None:
    """The same for somebody active and proved, under the event's line, which the caller moves up.

    Raises NoPlace, and nothing is changed then.
    """
    is_full = _is_full(session, attendee, ticket_type, above=above)

    def place(attendee: Attendee) -> None:
        attendee.approved_at, attendee.ticket_type_id = now(), ticket_type.id
        attendee.waiting_entry = None
        places.take(session, attendee, ticket_type, HoldReason.CONFIRMED, above=above)

    transitions.carry_out(
        session,
        transitions.MOVED,
        [attendee],
        place,
        actor=Actor.ORGANISER,
        user_id=user_id,
        message=message,
        ticket=ticket_type.key,
        above=is_full or None,
    )


def _is_full(session: Session, attendee: Attendee, ticket_type: TicketType, *, above: bool) -> bool:
    """Whether a place goes above a quota. Raises NoPlace if it may not."""
    wanted = places.demand_of(attendee, ticket_type) - places.held_quotas(attendee)
    is_full = places.room(session, wanted) == 0
    if is_full and not above:
        raise NoPlace
    return is_full
