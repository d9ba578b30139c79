"""Who has edited an event."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import AuditEntry, User


@dataclass(frozen=True, slots=True)
class LastEdit:
    """Who changed an event last, and when (UTC). ``name`` is empty where it was no account."""

    name: str
    at: datetime


def last_edit(session: Session, event_id: int) -> LastEdit | None:
    """The last change of what the event's page says; None if there was none."""
    found = session.execute(
        select(AuditEntry.actor, AuditEntry.at)
        .where(AuditEntry.event_id == event_id, AuditEntry.action.like("event.%"))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    kind, _colon, number = found.actor.partition(":")
    user = session.get(User, int(number)) if kind == "organiser" and number else None
    return LastEdit((user.name or user.email) if user else "", found.at)
