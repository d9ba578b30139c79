"""The private calendars of people, and the registrations that stand in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import Attendee, AuditEntry, Event, Hold, PersonalFeed, Registration
from regapp.vocabulary import EventStatus

MOST = 500  # registrations in one calendar, the latest events


def find_feed(session: Session, token: str) -> PersonalFeed | None:
    """The calendar with this token, or None once it is taken back."""
    return session.scalars(select(PersonalFeed).where(PersonalFeed.token == token)).one_or_none()


def feed_of(session: Session, email_key: str | None) -> PersonalFeed | None:
    """The calendar of an address, or None."""
    if email_key is None:
        return None
    return session.scalars(select(PersonalFeed).where(PersonalFeed.email_key == email_key)).one_or_none()


def registrations_of(session: Session, email_key: str) -> Sequence[Registration]:
    """What somebody has or had under an address that they proved, by the start of the event.

    Of more than there is room for, these are the latest.
    """
    found = session.scalars(
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Registration.email_key == email_key,
            Registration.prove_until.is_(None),
            Event.status != EventStatus.DRAFT,
        )
        .order_by(Event.start_at.desc(), Registration.id.desc())
        .limit(MOST)
        .options(
            joinedload(Registration.event).options(joinedload(Event.venue), selectinload(Event.sessions)),
            selectinload(Registration.attendees).options(
                selectinload(Attendee.holds).joinedload(Hold.ticket_type), selectinload(Attendee.sessions)
            ),
        )
    ).all()
    return found[::-1]


def last_steps(session: Session, registrations: Sequence[Registration]) -> dict[int, datetime]:
    """When something was last done to each of these registrations, by id, as the audit tells."""
    ids = [registration.id for registration in registrations]
    rows = session.execute(
        select(AuditEntry.registration_id, func.max(AuditEntry.at))
        .where(AuditEntry.registration_id.in_(ids))
        .group_by(AuditEntry.registration_id)
    )
    return {registration_id: at for registration_id, at in rows if registration_id is not None}
