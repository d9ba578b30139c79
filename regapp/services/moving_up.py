"""A free place goes to the line, in the transaction that set it free."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Attendee, Event, WaitingEntry
from regapp.queries.line import first_who_fit
from regapp.services import line, places, transitions
from regapp.vocabulary import Actor, EventStatus, HoldReason


def move_up(session: Session, event: Event) -> None:
    """Give every free place to the first in the line who can use it, or offer it; letters tell them.

    Nobody moves up once the event is over or cancelled, or its offers have stopped. The caller holds the
    event's line.
    """
    moment = now()
    if event.status is EventStatus.CANCELLED or event.end_at <= moment or event.offers_stopped(moment):
        return
    while entries := first_who_fit(session, event.id):
        _seat(session, event, entries)


def _seat(session: Session, event: Event, entries: Sequence[WaitingEntry]) -> None:
    attendees, ticket_type, first = (
        [entry.attendee for entry in entries],
        entries[0].ticket_type,
        entries[0].id,
    )
    deadline = event.offer_deadline(now())
    reasons = {one: places.reason_for(one, one.registration, ticket_type) for one in attendees}
    is_offer = deadline is not None and HoldReason.CONFIRMED in reasons.values()

    def give(attendee: Attendee) -> None:
        reason = reasons[attendee]
        if deadline is not None and reason is HoldReason.CONFIRMED:
            reason = HoldReason.OFFERED
        places.take(
            session,
            attendee,
            ticket_type,
            reason,
            deadline=deadline,
            # What they hold meanwhile stays theirs until the new place is.
            beside=reason is not HoldReason.CONFIRMED and not attendee.registration.prove_until,
        )
        attendee.waiting_entry = None

    transitions.carry_out(
        session,
        transitions.OFFERED if is_offer else transitions.MOVED_UP,
        attendees,
        give,
        actor=Actor.SYSTEM,
        ticket=ticket_type.key,
    )
    session.flush()
    line.note_passed(session, event.id, places.demand(ticket_type, attendees[0].sessions), before=first)
