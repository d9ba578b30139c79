"""Files, and who may have them. Their content is read when it is asked for."""

from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Attachment, Event, EventHost, File, Organisation, Registration, Speaker
from regapp.models.file import MOST_STORED
from regapp.vocabulary import EventStatus, Visibility


def public_file(session: Session, token: str) -> File | None:
    """The file at this address that everybody may have, or None.

    Those are covers, logos and photographs, also of a draft, since only who was shown it has the address;
    and attachments for everybody of an event that is not one. Answers to questions never are.
    """
    shown = or_(
        exists().where(Event.cover_id == File.id),
        exists().where(EventHost.own_logo_id == File.id),
        exists().where(Organisation.logo_id == File.id),
        exists().where(Speaker.photograph_id == File.id),
        exists().where(
            Attachment.file_id == File.id,
            Attachment.visibility == Visibility.PUBLIC,
            Event.id == Attachment.event_id,
            Event.status != EventStatus.DRAFT,
        ),
    )
    return session.scalars(select(File).where(File.token == token, shown)).one_or_none()


def own_file(session: Session, registration: Registration, token: str) -> File | None:
    """The attachment of the registration's event at this address, or None."""
    attached = exists().where(Attachment.file_id == File.id, Attachment.event_id == registration.event_id)
    return session.scalars(select(File).where(File.token == token, attached)).one_or_none()


def event_file(session: Session, event_id: int, token: str) -> File | None:
    """The file at this address, for those who run the event that it is attached to, or None."""
    attached = exists().where(Attachment.file_id == File.id, Attachment.event_id == event_id)
    return session.scalars(
        select(File).where(File.token == token, or_(File.event_id == event_id, attached))
    ).one_or_none()


def attachments(session: Session, event_id: int) -> Sequence[Attachment]:
    """All of an event, in their order."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.event_id == event_id)
        .order_by(Attachment.position, Attachment.id)
        .options(joinedload(Attachment.file))
    ).all()


def has_room(session: Session, organisation_id: int, size: int) -> bool:
    """Whether an organisation may keep ``size`` more octets of files.

    Two that ask at once may both be told yes: a file more does not fill a disk.
    """
    stored = select(func.coalesce(func.sum(File.size), 0)).where(File.organisation_id == organisation_id)
    return (session.scalar(stored) or 0) + size <= MOST_STORED
