"""People take what they were told they get: places, or places in the line."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from regapp.models import Attendee, TicketType
from regapp.services.allocation import invitations, line, places, transitions
from regapp.services.allocation.assessing import Told
from regapp.vocabulary import Actor, AttendeeState, HoldReason, Together


def seat(
    session: Session,
    transition: transitions.Transition,
    people: Sequence[Attendee],
    told: Told,
    together: Together,
    *,
    actor: Actor,
    above: bool = False,
    **options: Any,
) -> None:
    """Give these people of one registration what ``told`` says, by ``transition``, and tell them.

    Their registration knows whether its address is proved. ``options`` are those of
    :func:`transitions.carry_out`. Raises WrongCode or NoPlace.
    """
    seated, waiting = people[: told.seats], people[told.seats :]
    party = people[0].registration.id if together is Together.ALL and len(waiting) > 1 else None

    if told.invitation:
        people[0].registration.invitation_id = told.invitation.id
        invitations.use(session, told.invitation.id, people=len(people))

    def enter(attendee: Attendee) -> None:
        attendee.state, attendee.invited = AttendeeState.ACTIVE, told.invitation is not None
        attendee.ticket_type_id, attendee.sessions = told.ticket_type.id, list(told.sessions)
        places.note_draws(attendee, told.draws)
        if attendee in seated:
            give(session, attendee, told.ticket_type, above=above)
            return
        if told.meanwhile:
            give(session, attendee, told.meanwhile)
        line.join(attendee, told.ticket_type, party=party)

    if transition is transitions.REVIVED:
        for attendee in people[0].registration.attendees:  # the answers are also those of who stays away
            places.note_draws(attendee, told.draws)
    if above and _is_short(session, told):
        options["above"] = True
    transitions.carry_out(
        session, transition, people, enter, actor=actor, ticket=told.ticket_type.key, **options
    )
    note_passed(session, told)


def note_passed(session: Session, told: Told) -> None:
    """Count for the parties in the line which places went to these newcomers."""
    if told.seats and told.pass_parties:
        drawn = places.demand(told.ticket_type, told.sessions, told.draws)
        line.note_passed(session, told.event.id, drawn, times=told.seats)
    if told.waiting and told.meanwhile:
        drawn = places.demand(told.meanwhile, told.sessions, told.draws)
        line.note_passed(session, told.event.id, drawn, times=told.waiting)


def _is_short(session: Session, told: Told) -> bool:
    left = places.room(session, places.demand(told.ticket_type, told.sessions, told.draws))
    return left is not None and left < told.people


def give(session: Session, attendee: Attendee, ticket_type: TicketType, *, above: bool = False) -> set[int]:
    """Give a place for the reason that now is, counted as the event counts; see :func:`places.take`.

    Whoever has a place that is theirs keeps it until the new one is.
    """
    reason = places.reason_for(attendee, attendee.registration, ticket_type)
    has_one = any(
        hold.reason is HoldReason.CONFIRMED and hold.ticket_type_id != ticket_type.id
        for hold in attendee.holds
    )
    return places.take(
        session,
        attendee,
        ticket_type,
        reason,
        beside=has_one and reason is HoldReason.PENDING,
        above=above,
        counted=places.is_counted(attendee, ticket_type, pending_holds=ticket_type.event.pending_holds),
    )
