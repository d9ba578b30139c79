"""Each thing that can be done to many: to whom it can be done, and what becomes of each of them.

All of it is safe to repeat: who is so already counts as that, and two hosts at once decide on nobody twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.base import ExecutableOption

from regapp.errors import NoPlace, UnknownTicket
from regapp.models import Attendee, Event, TicketType
from regapp.services.allocation.assessing import find_ticket_type
from regapp.services.allocation.moving_up import move_up
from regapp.services.bulk.sending_again import send_again
from regapp.services.organising import find_people, lock_event
from regapp.services.registrations import by_hand, deciding, tagging
from regapp.vocabulary import Deed, EventStatus, PersonFate

Fates = dict[int, PersonFate]  # by the ids of people
People = Sequence[Sequence[Attendee]]
QUIET = {Deed.TAG, Deed.UNTAG}  # of which nobody is told, and which harm no event that is over


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done: for moving to the ticket type of that key; for tags with that one."""

    deed: Deed
    message: str = ""
    ticket: str = ""
    tag: int | None = None

    def as_facts(self) -> dict[str, Any]:
        """As plain values that a job keeps; what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> "Doing":
        """Back from there."""
        return cls(Deed(facts["deed"]), facts.get("message", ""), facts.get("ticket", ""), facts.get("tag"))


class Barred(Exception):
    """It can be done to nobody now; ``why`` is "cancelled", "archived", "no-ticket" or "no-tag"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def do(session: Session, event_id: int, ids: Sequence[int], doing: Doing, user_id: int | None) -> Fates:
    """Do it to these people, under the event's line; what became of each. Raises NotFound and Barred."""
    event = lock_event(session, event_id)
    bar(event, doing.deed)
    people = find_people(session, event_id, ids)
    fates = _DEEDS[doing.deed](session, event, people, doing, user_id)
    return {one: fates.get(one, PersonFate.UNFIT) for one in ids}


def bar(event: Event, deed: Deed) -> None:
    """Raise Barred where such a thing is done no more."""
    if deed in QUIET:
        return
    if event.status is EventStatus.CANCELLED:
        raise Barred("cancelled")
    if event.archived_at is not None:
        raise Barred("archived")


def _approve(session: Session, event: Event, people: People, doing: Doing, user_id: int | None) -> Fates:
    return deciding.approve_people(session, event, people, user_id=user_id, message=doing.message)


def _reject(session: Session, event: Event, people: People, doing: Doing, user_id: int | None) -> Fates:
    return deciding.reject_people(session, event, people, user_id=user_id, message=doing.message)


def _cancel(session: Session, event: Event, people: People, doing: Doing, user_id: int | None) -> Fates:
    done = by_hand.cancel_people(session, event, people, user_id=user_id, message=doing.message)
    fates = {one.id: PersonFate.ALREADY for together in people for one in together}
    return fates | {one.id: PersonFate.DONE for one in done}


def _move(session: Session, event: Event, people: People, doing: Doing, user_id: int | None) -> Fates:
    try:
        ticket_type = find_ticket_type(session, event.id, doing.ticket)
    except UnknownTicket:
        raise Barred("no-ticket") from None
    _read(session, people, selectinload(Attendee.sessions), selectinload(Attendee.drawn))
    fates = {
        one.id: _move_one(session, one, ticket_type, doing.message, user_id)
        for together in people
        for one in together
    }
    move_up(session, event)
    return fates


def _move_one(
    session: Session, attendee: Attendee, ticket_type: TicketType, message: str, user_id: int | None
) -> PersonFate:
    if not attendee.active or attendee.registration.prove_until is not None:
        return PersonFate.UNFIT
    if by_hand.has_just(attendee, ticket_type):
        return PersonFate.ALREADY
    try:
        by_hand.move_one(session, attendee, ticket_type, user_id=user_id, message=message)
    except NoPlace:
        waits = attendee.waiting_entry
        return PersonFate.IN_LINE if waits and waits.ticket_type_id == ticket_type.id else PersonFate.NO_PLACE
    return PersonFate.DONE


def _resend(session: Session, event: Event, people: People, _doing: Doing, user_id: int | None) -> Fates:
    return send_again(session, event.id, people, user_id=user_id)


def _tag(session: Session, event: Event, people: People, doing: Doing, _user_id: int | None) -> Fates:
    tag = tagging.find_or_none(session, event.id, doing.tag)
    if tag is None:
        raise Barred("no-tag")
    _read(session, people, selectinload(Attendee.tags))
    return (tagging.put if doing.deed is Deed.TAG else tagging.take_off)(people, tag)


def _read(session: Session, people: People, *what: ExecutableOption) -> None:
    """Read what will be asked of each of them in one go."""
    ids = [one.id for together in people for one in together]
    session.scalars(select(Attendee).where(Attendee.id.in_(ids)).options(*what)).all()


_DEEDS: dict[Deed, Callable[[Session, Event, People, Doing, int | None], Fates]] = {
    Deed.APPROVE: _approve,
    Deed.REJECT: _reject,
    Deed.CANCEL: _cancel,
    Deed.MOVE: _move,
    Deed.RESEND: _resend,
    Deed.TAG: _tag,
    Deed.UNTAG: _tag,
}
