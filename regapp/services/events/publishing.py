"""From a draft to what everybody sees, and back; and what is put away or thrown away."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import EditedMeanwhile, Missing, NotPossible, NotReady
from regapp.models import Attachment, AuditEntry, Event, EventHost, Letter, Receipt, Registration, Speaker
from regapp.services import audit
from regapp.services.allocation import places
from regapp.services.events.changing import changing
from regapp.services.events.files import release
from regapp.services.organising import lock_event
from regapp.services.telling.naming import tell_named
from regapp.vocabulary import EventStatus


@use_case
def publish(session: Session, *, event_id: int, revision: int, user_id: int | None) -> None:
    """Let everybody see a draft. What is published already stays so.

    ``revision`` is the one that the host had in front of them. Raises NotFound, EditedMeanwhile, NotReady, or
    NotPossible for a cancelled event.
    """
    event = lock_event(session, event_id)
    if event.status is EventStatus.PUBLISHED:
        return
    if event.revision != revision:
        raise EditedMeanwhile
    if event.status is not EventStatus.DRAFT:
        raise NotPossible
    if lacking := missing(event):
        raise NotReady(lacking)
    with changing(session, event, "event.published", user_id=user_id):
        event.status, event.archived_at = EventStatus.PUBLISHED, None
        tell_named(session, event, user_id=user_id)


@use_case
def unpublish(session: Session, *, event_id: int, user_id: int | None) -> None:
    """Make a draft of a published event again, for which nobody has registered. A draft stays one.

    Raises NotFound, or NotPossible where somebody has, or the event is cancelled.
    """
    event = _lock_alone(session, event_id)
    if event.status is EventStatus.DRAFT:
        return
    if event.status is not EventStatus.PUBLISHED or has_registrations(session, event_id):
        raise NotPossible
    with changing(session, event, "event.unpublished", user_id=user_id):
        event.status = EventStatus.DRAFT


@use_case
def archive(session: Session, *, event_id: int, user_id: int | None) -> None:
    """Put an event away from its hosts' list; visitors see no difference.

    Raises NotFound, or NotPossible for one that is published and still to come.
    """
    event = lock_event(session, event_id)
    if not may_be_archived(event):
        raise NotPossible
    if event.archived_at is None:
        event.archived_at = now()
        audit.record_event(session, user_id, "event.archived", event_id)


@use_case
def unarchive(session: Session, *, event_id: int, user_id: int | None) -> None:
    """Put an event back into its hosts' list. Raises NotFound."""
    event = lock_event(session, event_id)
    if event.archived_at is not None:
        event.archived_at = None
        audit.record_event(session, user_id, "event.unarchived", event_id)


@use_case
def delete_draft(session: Session, *, event_id: int, user_id: int | None) -> None:
    """Throw a draft away with all that belongs to it; the audit log keeps that it was there.

    Raises NotFound, or NotPossible for what is no draft, or has registrations.
    """
    event = _lock_alone(session, event_id)
    if event.status is not EventStatus.DRAFT or has_registrations(session, event_id):
        raise NotPossible
    audit.record_organisation(
        session, user_id, "event.deleted", event.organisation_id, slug=event.slug, title=dict(event.title)
    )
    # What happened to it stays written down; only the row that it happened to is gone.
    session.execute(update(AuditEntry).where(AuditEntry.event_id == event_id).values(event_id=None))
    session.execute(delete(Letter).where(Letter.event_id == event_id))
    session.execute(delete(Receipt).where(Receipt.event_id == event_id))
    session.execute(delete(Attachment).where(Attachment.event_id == event_id))
    session.execute(delete(Speaker).where(Speaker.event_id == event_id))
    session.execute(delete(EventHost).where(EventHost.event_id == event_id))
    event.cover_id = None
    release(session, event_id)
    session.execute(delete(Event).where(Event.id == event_id))


def missing(event: Event) -> list[Missing]:
    """What the event cannot be published without, and lacks."""
    moment = now()
    lacking = {
        Missing.TITLE: not any(event.title.values()),
        Missing.TIME: event.end_at <= moment,
        Missing.REGISTRATION: event.closes_at <= moment < event.end_at,
        Missing.WAY: not event.ticket_types,
    }
    return [one for one, lacks in lacking.items() if lacks]


def may_be_archived(event: Event) -> bool:
    """Whether nobody has to look after the event any more."""
    return event.status is not EventStatus.PUBLISHED or event.end_at <= now()


def has_registrations(session: Session, event_id: int) -> bool:
    """Whether anybody has ever registered for the event."""
    return bool(session.scalar(select(exists().where(Registration.event_id == event_id))))


def _lock_alone(session: Session, event_id: int) -> Event:
    """The event, while nobody is about to register for it, with or without waiting for the line."""
    places.keep_the_unlimited_out(session, event_id)
    return lock_event(session, event_id)
