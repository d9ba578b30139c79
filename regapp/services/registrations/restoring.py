"""Those who have left come back, or somebody comes after them: as the places now allow."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Attendee, Registration, TicketType
from regapp.services.allocation import invitations, transitions
from regapp.services.allocation.assessing import Told, assess_again
from regapp.services.allocation.leaving import last_to_leave
from regapp.services.allocation.proving import accept_proof
from regapp.services.allocation.seating import seat
from regapp.vocabulary import Actor, Together


def restore_own(session: Session, registration: Registration) -> None:
    """Bring those back who left last, as many as fit, the others to the line.

    The caller holds the event's line. Raises RegistrationShut, WrongCode or NoPlace.
    """
    people = last_to_leave(registration.attendees)
    for attendee in people:
        attendee.approved_at = None
    for ticket_type, same in by_ticket(session, people):
        ticket_type.check_open(now())
        told = told_now(session, registration, ticket_type, same)
        seat(session, transitions.RESTORED, same, told, Together.FIT, actor=Actor.PARTICIPANT)


def restore_by_hand(
    session: Session, people: Sequence[Attendee], *, above: bool, user_id: int | None, message: str = ""
) -> None:
    """The same for an organiser, who need not ask himself for his yes; ``above`` also where it is full."""
    registration, moment = people[0].registration, now()
    if registration.prove_until is not None:
        accept_proof(session, registration, actor=Actor.ORGANISER, user_id=user_id)
    for attendee in people:
        attendee.approved_at = moment
    for ticket_type, same in by_ticket(session, people):
        told = told_now(session, registration, ticket_type, same, approved=True, above=above)
        seat(
            session,
            transitions.RESTORED,
            same,
            told,
            Together.FIT,
            actor=Actor.ORGANISER,
            above=above,
            user_id=user_id,
            message=message,
        )


def by_ticket(session: Session, people: Sequence[Attendee]) -> list[tuple[TicketType, list[Attendee]]]:
    """People by the ticket type they asked for."""
    ordered = sorted(people, key=lambda one: (one.ticket_type_id, one.id))
    return [
        (session.get_one(TicketType, ticket_type_id), list(same))
        for ticket_type_id, same in groupby(ordered, key=lambda one: one.ticket_type_id)
    ]


def told_now(
    session: Session,
    registration: Registration,
    ticket_type: TicketType,
    people: Sequence[Attendee],
    **options: Any,
) -> Told:
    """What these people of a registration get of ``ticket_type`` now.

    Raises NoPlace, or WrongCode for a participant whose invitation is not open any more.
    """
    needs_code = ticket_type.needs_code and not options.get("approved")
    if needs_code:
        invitations.check_again(registration, people=len(people))
    return assess_again(
        session,
        ticket_type,
        len(people),
        sessions=people[0].sessions,
        draws=people[0].draws,
        invitation=registration.invitation if needs_code else None,
        **options,
    )
