"""To how many people of an event a letter would go if it were written now."""

from collections import Counter

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from regapp.models import Attendee, Event, OptOut, Registration, emails
from regapp.queries.reached import has_place, has_place_online, waits
from regapp.vocabulary import AttendeeState, Language, Recipients


def count_recipients(
    session: Session, event: Event, to: Recipients, *, is_news: bool = False
) -> Counter[Language]:
    """How many letters there would be, by the language in which people are written to.

    The contact of a registration gets one, and each companion with an address of their own. ``is_news``:
    those who want no news of the event's organisation get none.
    """
    return _count(session, event, _belongs(to), is_news=is_news)


def count_online(session: Session, event: Event) -> Counter[Language]:
    """The same for those who have a place online: whom it concerns how to join."""
    return _count(session, event, has_place_online(), is_news=False)


def _count(
    session: Session, event: Event, belongs: ColumnElement[bool], *, is_news: bool
) -> Counter[Language]:
    refusals = select(OptOut.recipient_key).where(OptOut.organisation_id == event.organisation_id)
    refused = set(session.scalars(refusals)) if is_news else set()
    rows = session.execute(
        select(Registration.language, func.count())
        .where(
            Registration.event_id == event.id,
            Registration.prove_until.is_(None),
            Registration.email_key.not_in(refusals) if is_news else true(),
            exists().where(Attendee.registration_id == Registration.id, belongs),
        )
        .group_by(Registration.language)
    )
    found = Counter(dict(rows.all()))
    companions = session.execute(
        select(Registration.language, Attendee.email, Registration.email_key)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(
            Attendee.event_id == event.id,
            Registration.prove_until.is_(None),
            Attendee.email != "",
            belongs,
        )
    )
    for language, email, contact in companions:
        if emails.key(email) not in {contact, *refused}:
            found[language] += 1
    return found


def _belongs(to: Recipients) -> ColumnElement[bool]:
    """Whether an attendee is one of them."""
    if to is Recipients.CONFIRMED:
        return has_place()
    if to is Recipients.WAITING:
        return waits()
    return Attendee.state == AttendeeState.ACTIVE
