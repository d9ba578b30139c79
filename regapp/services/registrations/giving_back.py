"""A participant gives back what was theirs, whichever way they said so: own page, or calendar."""

from typing import Any

from sqlalchemy.orm import Session

from regapp.models import Attendee, Registration
from regapp.services.allocation import transitions
from regapp.services.allocation.leaving import leave
from regapp.services.allocation.moving_up import move_up
from regapp.services.outgoing import letters
from regapp.vocabulary import Actor, AttendeeState


def give_all_back(
    session: Session,
    registration: Registration,
    transition: transitions.Transition = transitions.CANCELLED,
    **details: Any,
) -> None:
    """End a registration for everybody who comes by it. The caller holds the event's line."""
    letters.drop_unsent(session, registration)
    transitions.carry_out(
        session,
        transition,
        registration.coming,
        lambda attendee: leave(session, attendee, AttendeeState.CANCELLED),
        actor=Actor.PARTICIPANT,
        **details,
    )
    move_up(session, registration.event)


def give_one_back(session: Session, attendee: Attendee, **details: Any) -> None:
    """The same for one of several people; the others still come."""
    transitions.carry_out(
        session,
        transitions.PERSON_TAKEN_OUT,
        [attendee],
        lambda one: leave(session, one, AttendeeState.CANCELLED),
        actor=Actor.PARTICIPANT,
        **details,
    )
    move_up(session, attendee.registration.event)
