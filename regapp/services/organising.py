"""How an organiser's use case gets at an event and its people: under the event's line."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from regapp.errors import NotFound
from regapp.models import Attendee, Event, Registration
from regapp.services.allocation import places


def lock_event(session: Session, event_id: int) -> Event:
    """The event, under its line. Raises NotFound."""
    places.lock_line(session, event_id)
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound
    return event


def find_people(session: Session, event_id: int, attendee_ids: Sequence[int]) -> list[list[Attendee]]:
    """The event's people of these ids, those of one registration together, in the order of registering.

    To be called under the event's line. Ids of other events are passed over.
    """
    # Whoever registers for an unlimited ticket waits for no line, but keeps the registration's row.
    session.scalars(
        select(Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.attendees.any(Attendee.id.in_(attendee_ids)),
        )
        .order_by(Registration.id)
        .with_for_update(key_share=True)
    ).all()
    found = session.scalars(
        select(Attendee)
        .where(Attendee.event_id == event_id, Attendee.id.in_(attendee_ids))
        .order_by(Attendee.id)
        .options(
            selectinload(Attendee.holds),
            selectinload(Attendee.waiting_entry),
            selectinload(Attendee.registration).selectinload(Registration.attendees),
        )
    )
    by_registration: dict[int, list[Attendee]] = {}
    for attendee in found:
        by_registration.setdefault(attendee.registration_id, []).append(attendee)
    return list(by_registration.values())


def find_attendee(session: Session, event_id: int, attendee_id: int) -> Attendee:
    """One of them. Raises NotFound."""
    found = find_people(session, event_id, [attendee_id])
    if not found:
        raise NotFound
    return found[0][0]
