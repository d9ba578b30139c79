"""Somebody answers the form's questions anew: what they draw on by it is taken and given back in one step."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from regapp.errors import NoPlace, NotPossible
from regapp.models import Attendee, Registration, TicketType
from regapp.models.form import Answer
from regapp.queries.drawing import Draws, choice_quotas
from regapp.services.allocation import line, places
from regapp.services.allocation.moving_up import move_up
from regapp.services.registrations.own_place import has_room, refuse_while_offered
from regapp.vocabulary import HoldReason


def answer_anew(session: Session, registration: Registration, answers: Mapping[str, Answer]) -> None:
    """Have a registration's people answer so. What they have stays theirs, with the quotas it draws on now.

    No transition of the table is made: ticket, status and calendar stay as they are. The caller holds the
    event's line. Raises NoPlace if a quota is full, or NotPossible while something else is to be answered
    first; then nothing has changed.
    """
    registration.answers = {key: answer for key, answer in answers.items() if answer}
    draws = choice_quotas(session, registration.event_id).draws(registration.answers)
    for attendee in registration.attendees:
        if {one: frozenset(ids) for one, ids in draws.items()} == attendee.draws:
            continue
        if attendee.active:
            _exchange(session, attendee, draws)
        else:
            places.note_draws(attendee, draws)
    session.flush()
    move_up(session, registration.event)


def _exchange(session: Session, attendee: Attendee, draws: Draws) -> None:
    if attendee.registration.prove_until is not None:
        raise NotPossible
    refuse_while_offered(attendee)
    has = _held_ticket_type(attendee)
    if has is None:
        places.note_draws(attendee, draws)
        return
    # What they have stays what it is: a yes that is said stays said.
    reason, event = attendee.holds[0].reason, attendee.registration.event
    counted = reason is HoldReason.CONFIRMED or places.is_counted(
        attendee, has, pending_holds=event.pending_holds
    )
    if counted and not has_room(session, attendee, has, attendee.sessions, draws, may_wait=False):
        raise NoPlace
    places.note_draws(attendee, draws)
    claimed = places.take(session, attendee, has, reason, counted=counted)
    line.note_passed(session, event.id, claimed)


def _held_ticket_type(attendee: Attendee) -> TicketType | None:
    """What somebody has. Raises NotPossible while the host decides about another: that comes first."""
    has = [hold.ticket_type for hold in attendee.holds]
    if len({ticket_type.id for ticket_type in has}) > 1:
        raise NotPossible
    return has[0] if has else None
