"""Named views of an event's attendee list: kept and thrown away."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotPossible
from regapp.models import SavedView
from regapp.services import audit
from regapp.services.organising import lock_event

MOST_VIEWS = 20  # of an event
NOT_TOLD: Mapping[str, Any] = MappingProxyType({})


@use_case
def save_view(
    session: Session,
    *,
    event_id: int,
    name: str,
    query: str,
    user_id: int | None,
    chosen: Mapping[str, Any] = NOT_TOLD,
) -> None:
    """Keep a view of the list under a name; one of that name is replaced.

    ``chosen`` says for the audit log what it shows. Raises NotFound, or NotPossible beyond ``MOST_VIEWS``.
    """
    lock_event(session, event_id)  # two at once must not both find the name free, or one place left
    known = select(SavedView).where(SavedView.event_id == event_id, SavedView.name == name)
    if view := session.scalars(known).one_or_none():
        if view.query != query:
            view.query = query
            audit.record_event(session, user_id, "view.changed", event_id, name=name, **chosen)
        return
    count = session.scalar(select(func.count()).where(SavedView.event_id == event_id)) or 0
    if count >= MOST_VIEWS:
        raise NotPossible
    session.add(SavedView(event_id=event_id, name=name, query=query))
    audit.record_event(session, user_id, "view.kept", event_id, name=name, **chosen)


@use_case
def forget_view(session: Session, *, event_id: int, view_id: int, user_id: int | None) -> None:
    """Throw a view away; the people stay. Nothing happens if it is gone already."""
    gone = delete(SavedView).where(SavedView.event_id == event_id, SavedView.id == view_id)
    name = session.scalars(gone.returning(SavedView.name)).one_or_none()
    if name is not None:
        audit.record_event(session, user_id, "view.forgotten", event_id, name=name)
