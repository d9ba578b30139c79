"""A host edits what there is to read or to watch beside an event: files, and addresses elsewhere."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.documents.examining import FitFile
from regapp.models import Attachment, Event, File, LocalizedText
from regapp.services.events import files
from regapp.services.events.editing_parts import Notes, editing_part, find, next_position, shift
from regapp.vocabulary import Visibility

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """Something beside an event: a file, or else an address. ``file`` is a new one; None leaves the present.

    An address takes the place of a file.
    """

    title: Texts
    visibility: Visibility
    address: str = ""
    file: FitFile | None = None


@use_case
def add(
    session: Session, *, event_id: int, revision: int, facts: AttachmentFacts, user_id: int | None
) -> int:
    """Attach something; its id. Raises NotFound or EditedMeanwhile."""
    with editing_part(
        session, event_id, revision, "attachment.added", user_id=user_id, title=facts.title
    ) as (event, notes):
        attachment = Attachment(
            event_id=event_id,
            position=next_position(event.attachments),
            title=LocalizedText({}),
            address="",
            visibility=facts.visibility,
        )
        session.add(attachment)
        _say(session, event, attachment, facts, notes)
        notes.clear()
        session.flush()
    return attachment.id


@use_case
def change(
    session: Session,
    *,
    event_id: int,
    revision: int,
    attachment_id: int,
    facts: AttachmentFacts,
    user_id: int | None,
) -> None:
    """Say anew what it is, and for whom. Raises NotFound or EditedMeanwhile."""
    with editing_part(
        session, event_id, revision, "attachment.changed", user_id=user_id, item=attachment_id
    ) as (event, notes):
        _say(session, event, find(session, Attachment, event, attachment_id), facts, notes)


@use_case
def remove(
    session: Session, *, event_id: int, revision: int, attachment_id: int, user_id: int | None
) -> None:
    """Take it away; its file is forgotten unless a copy of the event has it.

    Raises NotFound or EditedMeanwhile.
    """
    with editing_part(
        session, event_id, revision, "attachment.removed", user_id=user_id, item=attachment_id
    ) as (event, notes):
        attachment = find(session, Attachment, event, attachment_id)
        notes["title"] = [dict(attachment.title), {}]
        file_id = attachment.file_id
        session.delete(attachment)
        files.drop_unused(session, file_id)
        session.expire(event, ["attachments"])


@use_case
def put(session: Session, *, event_id: int, attachment_id: int, up: bool, user_id: int | None) -> None:
    """Let it change places with the one before or after it. Raises NotFound."""
    with editing_part(session, event_id, None, "attachment.ordered", user_id=user_id, item=attachment_id) as (
        event,
        _notes,
    ):
        shift(event.attachments, find(session, Attachment, event, attachment_id), up=up)


def _say(
    session: Session, event: Event, attachment: Attachment, facts: AttachmentFacts, notes: Notes
) -> None:
    old = attachment.file_id
    new = old if not facts.address else None
    if facts.file is not None:
        new = files.put(session, organisation_id=event.organisation_id, event_id=event.id, file=facts.file).id
    notes.assign(
        attachment,
        {
            "title": facts.title,
            "address": "" if new else facts.address,
            "visibility": facts.visibility,
            "file_id": new,
        },
    )
    if old != new:
        notes.pop("file_id", None)
        notes["file"] = [_name(session, old), _name(session, new)]
        files.drop_unused(session, old)


def _name(session: Session, file_id: int | None) -> str:
    return session.get_one(File, file_id).name if file_id is not None else ""
