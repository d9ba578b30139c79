"""An address is proved: what was kept for it becomes what it would have been."""

from sqlalchemy.orm import Session

from regapp.models import Attendee, Registration
from regapp.services.allocation import places, transitions
from regapp.vocabulary import Actor, HoldReason


def accept_proof(
    session: Session,
    registration: Registration,
    *,
    actor: Actor,
    user_id: int | None = None,
) -> None:
    """Take the registration's address as proved. The caller holds the event's line."""

    def settle(attendee: Attendee) -> None:
        registration.prove_until = None
        for hold in attendee.holds:
            if hold.reason is HoldReason.UNPROVEN:
                hold.reason = places.reason_for(attendee, registration, hold.ticket_type)

    transitions.carry_out(
        session,
        transitions.PROVED,
        registration.coming,
        settle,
        actor=actor,
        user_id=user_id,
    )
