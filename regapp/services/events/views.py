"""Named views of an event's attendee list: kept and thrown away."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotPossible
from regapp.models import SavedView
from regapp.services.organising import lock_event

MOST_VIEWS = 20  # of an event


@use_case
def save_view(session: Session, *, event_id: int, name: str, query: str) -> None:
    """Keep a view of the list under a name; one of that name is replaced.

    Raises NotFound, or NotPossible beyond ``MOST_VIEWS``.
    """
    lock_event(session, event_id)  # two at once must not both find the name free, or one place left
    known = select(SavedView).where(SavedView.event_id == event_id, SavedView.name == name)
    if view := session.scalars(known).one_or_none():
        view.query = query
        return
    count = session.scalar(select(func.count()).where(SavedView.event_id == event_id)) or 0
    if count >= MOST_VIEWS:
        raise NotPossible
    session.add(SavedView(event_id=event_id, name=name, query=query))


@use_case
def forget_view(session: Session, *, event_id: int, view_id: int) -> None:
    """Throw a view away; the people stay."""
    session.execute(delete(SavedView).where(SavedView.event_id == event_id, SavedView.id == view_id))
