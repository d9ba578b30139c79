"""The picture on top of an event's page."""

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.documents.examining import FitFile
from regapp.services.events import files
from regapp.services.events.editing import editing


@use_case
def change_cover(
    session: Session, *, event_id: int, revision: int, picture: FitFile | None, user_id: int | None
) -> None:
    """Put a picture on top of the event's page; None: the ornament. Raises NotFound or EditedMeanwhile."""
    with editing(session, event_id, revision, "event.edited", user_id=user_id) as event:
        before = event.cover_id
        kept = picture and files.put(
            session, organisation_id=event.organisation_id, event_id=event.id, file=picture
        )
        event.cover_id = kept.id if kept else None
        files.drop_unused(session, before)
