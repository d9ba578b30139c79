from typing import Any

from sqlalchemy.orm import Session

from regapp.models import AuditEntry, Registration
from regapp.vocabulary import Actor


def name(actor: Actor, user_id: int | None = None) -> str:
    """Who it was, as it is written down; an organiser with the id of the account."""
    return f"{actor}:{user_id}" if user_id is not None else str(actor)


def record(session: Session, actor: str, action: str, registration: Registration, **details: Any) -> None:
    """Write down what happened to a registration. Details never hold names, addresses or answers."""
    session.add(
        AuditEntry(
            actor=actor,
            action=action,
            event_id=registration.event_id,
            registration_id=registration.id,
            details={key: value for key, value in details.items() if value not in (None, "")},
        )
    )


def record_event(
    session: Session,
    user_id: int | None,
    action: str,
    event_id: int,
    *,
    actor: Actor = Actor.ORGANISER,
    **details: Any,
) -> None:
    """Write down what an organiser did to an event; without an account it was the command line."""
    session.add(
        AuditEntry(
            actor=name(actor, user_id),
            action=action,
            event_id=event_id,
            details=details,
        )
    )
