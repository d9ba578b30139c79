"""Somebody leaves: what they had is given back, and goes to those who wait."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from regapp.models import Attendee
from regapp.services.allocation import places
from regapp.vocabulary import AttendeeState


def leave(session: Session, attendee: Attendee, state: AttendeeState) -> None:
    """End what this person has. The caller holds the event's line, and moves the line up afterwards.

    With the last of a registration ends what was kept until the address is proved.
    """
    places.give_back(session, attendee)
    attendee.waiting_entry = None
    attendee.state = state
    if not attendee.registration.active:
        attendee.registration.prove_until = None


def end_if_nothing_left(session: Session, attendee: Attendee, state: AttendeeState) -> None:
    """End somebody who gave up one thing, unless they have another."""
    if not attendee.holds and not attendee.waiting_entry:
        leave(session, attendee, state)


def last_to_leave(attendees: Sequence[Attendee]) -> list[Attendee]:
    """Those who left together in the end: not who was taken out before."""
    moments = [attendee.ended_at for attendee in attendees if attendee.ended_at]
    last = max(moments, default=None)
    return [attendee for attendee in attendees if attendee.ended_at == last]
