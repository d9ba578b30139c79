"""A registration goes to another address, for which its owner or an organiser vouches."""

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.errors import AddressTaken
from regapp.models import Registration
from regapp.services.allocation.proving import accept_proof
from regapp.services.outgoing import letters
from regapp.services.registrations import rows
from regapp.vocabulary import Actor


def move_to(
    session: Session, registration: Registration, email: str, *, actor: Actor, user_id: int | None = None
) -> None:
    """Give it to ``email``, which needs no other proof and gets the letter that says what they have.

    The caller holds the event's line. Raises AddressTaken if the event knows the address already.
    """
    if rows.is_known(session, registration.event_id, email):
        raise AddressTaken
    rows.move(session, registration, email)
    registration.acted_at = now()
    if registration.prove_until is not None and now() < registration.prove_until:
        accept_proof(session, registration, actor=actor, user_id=user_id)  # its letter tells all
    elif registration.active:
        letters.owe(session, letters.kind_for(registration), registration)
