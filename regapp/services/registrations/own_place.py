"""What somebody may do with their own place: answer an offer, change the ticket, leave the line."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NoPlace, NotPossible, UnknownTicket
from regapp.models import Attendee, Registration, TicketType
from regapp.models import Session as ProgrammeSession
from regapp.queries.drawing import Draws
from regapp.services.allocation import invitations, line, places, transitions
from regapp.services.allocation.assessing import find_sessions, find_ticket_type, seats_for
from regapp.services.allocation.leaving import end_if_nothing_left
from regapp.services.allocation.moving_up import move_up
from regapp.services.allocation.seating import give
from regapp.services.registrations.answer_files import Files
from regapp.services.registrations.more_answers import NO_ANSWERS, NO_FILES, Answers, add_answers
from regapp.services.registrations.owning import find_owned, find_person, refuse_when_over
from regapp.vocabulary import Actor, AttendeeState, HoldReason, Status


@use_case
def accept(session: Session, *, token: str) -> None:
    """Take the places that are offered to the people of a registration.

    Raises NotFound, or NotPossible if nothing is offered, or not any more.
    """
    registration = find_owned(session, token)
    transitions.carry_out(
        session,
        transitions.ACCEPTED,
        _offered(registration),
        lambda attendee: take_offer(session, attendee),
        actor=Actor.PARTICIPANT,
    )
    move_up(session, registration.event)  # what they held meanwhile is free


@use_case
def decline(session: Session, *, token: str) -> None:
    """Pass the offered places on. Raises NotFound, or NotPossible if nothing is offered any more."""
    registration = find_owned(session, token)

    def pass_on(attendee: Attendee) -> None:
        places.give_back(session, attendee, HoldReason.OFFERED)
        end_if_nothing_left(session, attendee, AttendeeState.CANCELLED)

    transitions.carry_out(
        session, transitions.DECLINED, _offered(registration), pass_on, actor=Actor.PARTICIPANT
    )
    move_up(session, registration.event)


@use_case
def change_ticket(
    session: Session,
    *,
    token: str,
    code: str,
    ticket: str,
    answers: Answers = NO_ANSWERS,
    files: Files = NO_FILES,
) -> Status:
    """Give somebody another ticket in one step, or have them wait for it and keep what they have.

    ``code`` is their ticket's, ``ticket`` a ticket type's key; ``answers`` and ``files`` answer what is asked
    with it, and are kept only if it is had or waited for. Asking for the ticket that one waits for takes
    a place that nobody in the line is given any more. Raises NotFound, UnknownTicket, RegistrationShut,
    NotPossible, WrongCode if the invitation is used up, or NoPlace where there is no waiting list.
    """
    attendee = find_person(session, token, code)
    registration = attendee.registration
    registration.event.check_open(now())
    ticket_type = find_ticket_type(session, registration.event_id, ticket)
    if ticket_type.needs_code and not _is_invited(registration, ticket_type):
        raise UnknownTicket
    ticket_type.check_open(now())
    if any(hold.ticket_type_id == ticket_type.id for hold in attendee.holds):
        return attendee.status
    refuse_while_offered(attendee)
    entry = attendee.waiting_entry
    if entry is None or entry.ticket_type_id != ticket_type.id:
        attendee.approved_at = None  # the yes was for another ticket
    add_answers(session, registration, answers, files)
    if has_room(session, attendee, ticket_type, attendee.sessions, attendee.draws):
        _exchange(session, attendee, ticket_type)
    elif entry is None or entry.ticket_type_id != ticket_type.id:
        _wait_instead(session, attendee, ticket_type)
    move_up(session, registration.event)
    return attendee.status


@use_case
def hold_meanwhile(
    session: Session,
    *,
    token: str,
    code: str,
    ticket: str,
    answers: Answers = NO_ANSWERS,
    files: Files = NO_FILES,
) -> None:
    """Give somebody who only waits a place of another ticket type, until the one they wait for is theirs.

    ``answers`` and ``files`` answer what is asked with it.
    Raises NotFound, UnknownTicket, RegistrationShut, NoPlace, or NotPossible for who holds something already.
    """
    attendee = find_person(session, token, code)
    event, entry = attendee.registration.event, attendee.waiting_entry
    event.check_open(now())
    ticket_type = find_ticket_type(session, event.id, ticket)
    if ticket_type.needs_code or ticket_type.needs_approval:
        raise UnknownTicket
    ticket_type.check_open(now())
    if entry is None or entry.ticket_type_id == ticket_type.id or attendee.holds:
        raise NotPossible
    add_answers(session, attendee.registration, answers, files)
    if not has_room(session, attendee, ticket_type, attendee.sessions, attendee.draws, may_wait=False):
        raise NoPlace
    transitions.carry_out(
        session,
        transitions.TICKET_CHANGED,
        [attendee],
        lambda one: line.note_passed(session, event.id, give(session, one, ticket_type)),
        actor=Actor.PARTICIPANT,
        ticket=ticket_type.key,
    )


@use_case
def choose_sessions(session: Session, *, token: str, code: str, sessions: Sequence[int]) -> None:
    """Change which sessions of the programme somebody attends, all or none of them.

    Raises NotFound, Over, UnknownTicket, NoPlace if one of them is full, or NotPossible while something else
    is to be answered first, or for one of several who wait to come together.
    """
    attendee = find_person(session, token, code)
    registration = attendee.registration
    refuse_when_over(registration)
    refuse_while_offered(attendee)
    chosen = list(find_sessions(session, registration.event_id, sessions))
    has = [hold.ticket_type for hold in attendee.holds]
    if len({ticket_type.id for ticket_type in has}) > 1:
        raise NotPossible  # the host's answer comes first
    if attendee.waiting_entry and attendee.waiting_entry.party is not None:
        raise NotPossible  # a party moves up as one, so all of them want the same
    if has and not has_room(session, attendee, has[0], chosen, attendee.draws, may_wait=False):
        raise NoPlace

    def change(attendee: Attendee) -> None:
        attendee.sessions = chosen
        if has:
            give(session, attendee, has[0])

    transitions.carry_out(session, transitions.SESSIONS_CHANGED, [attendee], change, actor=Actor.PARTICIPANT)
    move_up(session, registration.event)


@use_case
def leave_line(session: Session, *, token: str, code: str) -> None:
    """Stop waiting and keep what one holds.

    Raises NotFound, or NotPossible for who holds nothing, or does not wait any more.
    """
    attendee = find_person(session, token, code)
    if attendee.waiting_entry is None:
        raise NotPossible  # the place may have come meanwhile: it is theirs, whatever an old page says

    def stop_waiting(attendee: Attendee) -> None:
        attendee.waiting_entry = None

    transitions.carry_out(session, transitions.LINE_LEFT, [attendee], stop_waiting, actor=Actor.PARTICIPANT)
    move_up(session, attendee.registration.event)


def take_offer(session: Session, attendee: Attendee) -> None:
    """Make the offered place theirs, instead of all they hold."""
    offer = next(hold for hold in attendee.holds if hold.reason is HoldReason.OFFERED)
    attendee.ticket_type_id = offer.ticket_type_id
    places.take(session, attendee, offer.ticket_type, HoldReason.CONFIRMED)


def _offered(registration: Registration) -> list[Attendee]:
    moment = now()
    offered = [
        attendee
        for attendee in registration.coming
        if any(hold.deadline is not None and moment < hold.deadline for hold in attendee.holds)
    ]
    if not offered:
        raise NotPossible
    return offered


def _is_invited(registration: Registration, ticket_type: TicketType) -> bool:
    invitation = registration.invitation
    return invitation is not None and invitation.ticket_type_id == ticket_type.id


def refuse_while_offered(attendee: Attendee) -> None:
    """Raise NotPossible: an offer is answered first, or it would be lost without a word."""
    if any(hold.reason is HoldReason.OFFERED for hold in attendee.holds):
        raise NotPossible


def has_room(
    session: Session,
    attendee: Attendee,
    ticket_type: TicketType,
    sessions: Sequence[ProgrammeSession],
    draws: Draws,
    *,
    may_wait: bool = True,
) -> bool:
    """Whether somebody gets a place of ``ticket_type`` now, with these sessions and answers.

    Raises NoPlace if they do not and cannot wait for it either.
    """
    if not places.is_counted(attendee, ticket_type, pending_holds=ticket_type.event.pending_holds):
        return True
    held = frozenset(places.held_quotas(attendee))
    seats = seats_for(session, ticket_type, 1, sessions=sessions, draws=draws, held=held, may_wait=may_wait)
    return bool(seats.count)


def _exchange(session: Session, attendee: Attendee, ticket_type: TicketType) -> None:
    def exchange() -> None:
        if any(hold.reason is HoldReason.CONFIRMED for hold in attendee.holds):
            places.give_back(session, attendee, HoldReason.PENDING)  # one wish at a time
        line.note_passed(session, attendee.event_id, give(session, attendee, ticket_type))

    _change_wish(session, attendee, ticket_type, exchange)


def _wait_instead(session: Session, attendee: Attendee, ticket_type: TicketType) -> None:
    def wait() -> None:
        places.give_back(session, attendee, HoldReason.PENDING)  # one wish at a time
        session.flush()  # one stands in the line once: the old place goes before the new one comes
        line.join(attendee, ticket_type)

    _change_wish(session, attendee, ticket_type, wait)


def _change_wish(
    session: Session, attendee: Attendee, ticket_type: TicketType, settle: Callable[[], None]
) -> None:
    """Have the attendee want ``ticket_type`` from now on and leave the line; ``settle`` does the rest."""

    def change(attendee: Attendee) -> None:
        attendee.ticket_type_id = ticket_type.id
        if ticket_type.needs_code:
            invitations.claim(session, attendee)
        attendee.waiting_entry = None
        settle()

    transitions.carry_out(
        session,
        transitions.TICKET_CHANGED,
        [attendee],
        change,
        actor=Actor.PARTICIPANT,
        ticket=ticket_type.key,
    )
