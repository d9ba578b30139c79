"""Files that somebody gave us are kept, and go when nothing needs them any more."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.documents.examining import FitFile
from regapp.errors import StorageFull
from regapp.models import Attachment, Event, EventHost, File, Organisation, Speaker
from regapp.queries.files import has_room

_USERS = (
    Attachment.file_id,
    Speaker.photograph_id,
    Event.cover_id,
    EventHost.own_logo_id,
    Organisation.logo_id,
)


@use_case
def keep(session: Session, *, organisation_id: int, event_id: int | None, file: FitFile) -> int:
    """Keep a file, of an event or of its organisation alone; its id.

    For whoever has to know the id before a use case of their own; a use case that needs a file itself calls
    :func:`put`, so that no file is kept for a change that comes to nothing. Raises StorageFull.
    """
    return put(session, organisation_id=organisation_id, event_id=event_id, file=file).id


def put(session: Session, *, organisation_id: int, event_id: int | None, file: FitFile) -> File:
    """Keep a file as part of the present use case. Raises StorageFull."""
    if not has_room(session, organisation_id, len(file.content)):
        raise StorageFull
    kept = File(
        organisation_id=organisation_id,
        event_id=event_id,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        width=file.width,
        height=file.height,
        digest=file.digest,
        content=file.content,
    )
    session.add(kept)
    session.flush()
    return kept


def drop_unused(session: Session, file_id: int | None) -> None:
    """Forget a picture or attachment if nothing shows it any more: copies of an event share its files."""
    session.flush()
    file = session.get(File, file_id) if file_id is not None else None
    if file is not None and not session.scalar(select(_is_used(file))):
        session.delete(file)


def release(session: Session, event_id: int) -> None:
    """Let go of the files of an event that is deleted; its rows that show them are deleted already.

    What copies of the event show stays, as their organisation's; all else is forgotten.
    """
    session.flush()
    for file in session.scalars(select(File).where(File.event_id == event_id)):
        file.event_id = None
        if not session.scalar(select(_is_used(file))):
            session.delete(file)
    session.flush()


def _is_used(file: File) -> ColumnElement[bool]:
    return or_(*(exists().where(column == file.id) for column in _USERS))
