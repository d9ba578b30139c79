"""Whom a message to an event's people reaches: one letter for each address, in SQL.

The contact of a registration gets a letter that tells of all in it; a companion with an address of their own
gets one as well. Of people who are chosen one by one, or by what they told their calendar, only those are
written to: each at their own address, and otherwise at the contact's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true

from regapp.models import Attendee, Event, Letter, OptOut, Registration
from regapp.queries.reached import has_place, waits
from regapp.queries.selections import Selection
from regapp.vocabulary import AttendeeState, CalendarAnswer, Language, LetterState, Recipients

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom a host writes. ``is_news``: not to those who want none of the event's organisation.

    ``selection`` goes with Recipients.SELECTED. ``not_yet``: a mailing of which they have had no letter.
    """

    to: Recipients
    is_news: bool = False
    selection: Selection | None = None
    not_yet: int | None = None

    @classmethod
    def of(cls, facts: Facts, *, not_yet: int | None = None) -> "Audience":
        """As it is kept in ``Mailing.facts``."""
        chosen = facts.get("selection")
        return cls(
            Recipients(facts["to"]),
            is_news=not facts["about_registration"],
            selection=Selection.of_facts(chosen) if chosen else None,
            not_yet=not_yet,
        )

    @property
    def is_exact(self) -> bool:
        """Whether it means some people, and not all of a registration in which there is one of them."""
        return self.to in {Recipients.DECLINED, Recipients.SELECTED}


def contacts(event: Event, audience: Audience) -> list[ColumnElement[bool]]:
    """The conditions on a registration whose contact gets a letter."""
    found = [
        Registration.event_id == event.id,
        Registration.email != "",
        Registration.prove_until.is_(None),
        Registration.id.in_(_registrations(event, audience)),
    ]
    if audience.is_news:
        found.append(Registration.email_key.not_in(refusals(event)))
    if audience.not_yet is not None:
        had = had_letter(audience.not_yet).where(Letter.recipient_key == Registration.email_key)
        found.append(~had.exists())
    return found


def without_address(event: Event, audience: Audience) -> Select[int]:
    """How many it is meant for whom no letter reaches: neither they nor their contact have an address."""
    return (
        select(func.count())
        .select_from(Attendee)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(
            Registration.event_id == event.id,
            Registration.email_key.is_(None),  # few, found by the index
            Attendee.event_id == event.id,
            Attendee.email == "",
            belongs(event, audience),
        )
    )


def companions(event: Event, audience: Audience) -> Select[int, int, str, str, str | None, Language]:
    """Those with an address of their own, and the contact's key: the same address gets one letter.

    Who is among them by that address, has refused news or has had the letter is for the caller to find out:
    their keys are made in Python.
    """
    return (
        select(
            Attendee.id,
            Attendee.registration_id,
            Attendee.name,
            Attendee.email,
            Registration.email_key,
            Registration.language,
        )
        # An outer join, so that SQLite goes from people to registrations: all others it takes for few.
        .outerjoin(Registration, Registration.id == Attendee.registration_id)
        .where(
            Attendee.event_id == event.id,
            Attendee.email != "",
            Registration.prove_until.is_(None),
            belongs(event, audience),
        )
        .order_by(Attendee.registration_id, Attendee.id)
    )


def belongs(event: Event, audience: Audience) -> ColumnElement[bool]:
    """Whether an attendee is one of them."""
    active = Attendee.state == AttendeeState.ACTIVE
    match audience.to:
        case Recipients.ALL:
            return active
        case Recipients.CONFIRMED:
            return has_place()
        case Recipients.WAITING:
            return waits()
        case Recipients.DECLINED:
            return active & (Attendee.calendar_answer == CalendarAnswer.DECLINED)
    if audience.selection is None:
        return false()
    # A subquery of its own: both are about attendees, and the inner one is not about the outer's row.
    ids = select(audience.selection.ids(event.id).subquery().c.id)
    return active & Attendee.id.in_(ids)


def refusals(event: Event) -> Select[str]:
    """The keys of addresses that want no news of the event's organisation."""
    return select(OptOut.recipient_key).where(OptOut.organisation_id == event.organisation_id)


def had_letter(mailing_id: int) -> Select[str]:
    """The keys of addresses that have had a mailing's letter, or are about to."""
    return select(Letter.recipient_key).where(
        Letter.mailing_id == mailing_id, Letter.state != LetterState.DROPPED
    )


def _registrations(event: Event, audience: Audience) -> Select[int]:
    """Those in which somebody belongs whose letters go to the contact."""
    by_contact: ColumnElement[bool] = true()
    if audience.is_exact:
        contact = select(Registration.email_key).where(Registration.id == Attendee.registration_id)
        by_contact = or_(Attendee.email == "", func.lower(Attendee.email) == contact.scalar_subquery())
    return select(Attendee.registration_id).where(
        Attendee.event_id == event.id, belongs(event, audience), by_contact
    )
