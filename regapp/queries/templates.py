"""The templates that organisations have saved for themselves."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import EventTemplate


def list_templates(session: Session, organisation_ids: Iterable[int]) -> Sequence[EventTemplate]:
    """Those of some organisations, by their names."""
    query = select(EventTemplate).where(EventTemplate.organisation_id.in_(list(organisation_ids)))
    return session.scalars(query.order_by(EventTemplate.name, EventTemplate.id)).all()


def find_template(
    session: Session, organisation_ids: Iterable[int], template_id: int
) -> EventTemplate | None:
    """One of them, or None."""
    return session.scalars(
        select(EventTemplate).where(
            EventTemplate.id == template_id, EventTemplate.organisation_id.in_(list(organisation_ids))
        )
    ).one_or_none()
