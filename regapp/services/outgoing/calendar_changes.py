"""What a change of somebody's places does to the entries in calendars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from regapp.documents.calendar_slots import Slot, gone, slots_of
from regapp.models import Attendee, Letter, Registration, emails
from regapp.vocabulary import HoldReason, LetterState

_TOLD = {LetterState.SENT, LetterState.RETURNED}


@dataclass(frozen=True, slots=True)
class InCalendar:
    """What of somebody's stands in calendars: confirmed tickets by id, and the sessions' own entries.

    Where an event has entries by day they are everybody's alike, and ``slots`` is empty.
    """

    tickets: frozenset[int] = frozenset()
    slots: tuple[Slot, ...] = ()


def in_calendar(attendee: Attendee) -> InCalendar:
    """What stands in calendars of this person's now: nothing, until the address is proved."""
    if attendee.registration.prove_until or not attendee.active:
        return InCalendar()
    tickets = frozenset(hold.ticket_type_id for hold in attendee.holds if hold.reason is HoldReason.CONFIRMED)
    return InCalendar(tickets, own_slots(attendee) if tickets else ())


def own_slots(attendee: Attendee) -> tuple[Slot, ...]:
    """The entries that are not everybody's alike."""
    event = attendee.registration.event
    if not event.calendar_by_session:
        return ()
    return tuple(slots_of(event, [item.id for item in attendee.sessions]))


def gone_for_contact(before: Iterable[InCalendar], after: Iterable[InCalendar]) -> list[dict[str, Any]]:
    """What goes from the contact's calendar, which shows the place of the first who has one."""
    first_before, first_after = (
        next((one.slots for one in people if one.tickets), ()) for people in (before, after)
    )
    return gone(first_before, first_after)


def gone_for(attendee: Attendee, before: InCalendar) -> list[dict[str, Any]]:
    """What goes from a companion's own calendar."""
    return gone(before.slots, in_calendar(attendee).slots)


def with_untold(
    session: Session, registration: Registration, attendee: Attendee | None, gone: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """The facts of a new letter: what goes by it, and what was to go by letters that were never sent.

    Those are dropped when what they tell is true no more; the entries have to go all the same.
    """
    together = {one["uid"]: one for one in (*_untold(session, registration, attendee), *gone)}
    return {"gone": list(together.values())} if together else {}


def _untold(session: Session, registration: Registration, attendee: Attendee | None) -> list[dict[str, Any]]:
    if not registration.calendar_revision:
        return []  # what they have has not changed since the first entry
    recipient = emails.key(attendee.email) if attendee else registration.email_key
    letters = session.scalars(
        select(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.recipient_key == recipient,
            Letter.attendee_id == (attendee.id if attendee else None),
        )
        .order_by(Letter.id.desc())
        .options(joinedload(Letter.mailing))
    )
    untold: list[dict[str, Any]] = []
    for letter in letters:
        if letter.state not in _TOLD:
            mailed = letter.mailing.facts if letter.mailing else {}
            untold += [*letter.facts.get("gone", []), *mailed.get("gone", [])]
        elif letter.facts.get("calendar") and letter.mailing is None:
            break  # it took along what those before it had not told
    return untold
