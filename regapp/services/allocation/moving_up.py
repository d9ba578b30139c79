"""A free place goes to the line, in the transaction that set it free."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Attendee, Event, WaitingEntry
from regapp.queries.line import first_who_fit
from regapp.services.allocation import line, places, transitions
from regapp.vocabulary import Actor, EventStatus, HoldReason

_TRANSITIONS = {
    HoldReason.CONFIRMED: transitions.MOVED_UP,
    HoldReason.UNPROVEN: transitions.MOVED_UP,
    HoldReason.OFFERED: transitions.OFFERED,
    HoldReason.PENDING: transitions.TURN_CAME,
}


def move_up(session: Session, event: Event) -> None:
    """Give every free place to the first in the line who can use it, or offer it; letters tell them.

    Who has no address could not accept an offer: they get the place at once. Their turn is theirs like
    anybody's, and the organiser who put them into the line sees it and tells them. Nobody moves up once the
    event is over or cancelled, or its offers have stopped. The caller holds the event's line.
    """
    moment = now()
    if event.status is EventStatus.CANCELLED or event.end_at <= moment or event.offers_stopped(moment):
        return
    while entries := first_who_fit(session, event.id):
        _seat(session, event, entries)


def _seat(session: Session, event: Event, entries: Sequence[WaitingEntry]) -> None:
    ticket_type, first = entries[0].ticket_type, entries[0].id
    people = [entry.attendee for entry in entries]
    deadline = event.offer_deadline(now())

    def reason_for(attendee: Attendee) -> HoldReason:
        reason = places.reason_for(attendee, attendee.registration, ticket_type)
        can_accept = bool(attendee.registration.email)
        is_offer = deadline is not None and can_accept and reason is HoldReason.CONFIRMED
        return HoldReason.OFFERED if is_offer else reason

    def give(attendee: Attendee) -> None:
        reason = reason_for(attendee)
        # What they hold meanwhile stays theirs until the new place is.
        beside = reason in {HoldReason.OFFERED, HoldReason.PENDING}
        places.take(session, attendee, ticket_type, reason, deadline=deadline, beside=beside)
        attendee.waiting_entry = None

    by_reason: dict[HoldReason, list[Attendee]] = {}
    for attendee in people:
        by_reason.setdefault(reason_for(attendee), []).append(attendee)
    for reason, same in by_reason.items():
        transitions.carry_out(
            session, _TRANSITIONS[reason], same, give, actor=Actor.SYSTEM, ticket=ticket_type.key
        )
    session.flush()
    line.note_passed(session, event.id, places.demand_of(people[0], ticket_type), before=first)
