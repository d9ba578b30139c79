"""What belongs to an event's attendee list: its tags and its named views."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import SavedView, Tag


def event_tags(session: Session, event_id: int) -> list[Tag]:
    """The tags of an event by their names."""
    return list(session.scalars(select(Tag).where(Tag.event_id == event_id).order_by(Tag.key)))


def saved_views(session: Session, event_id: int) -> Sequence[SavedView]:
    """The named views of an event's list, in the order in which they were made."""
    return session.scalars(
        select(SavedView).where(SavedView.event_id == event_id).order_by(SavedView.id)
    ).all()
