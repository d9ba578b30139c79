from typing import Any

from sqlalchemy.orm import Session

from regapp.models import AuditEntry, Registration

PARTICIPANT, SYSTEM = "participant", "system"


def record(session: Session, actor: str, action: str, registration: Registration, **details: Any) -> None:
    """Write down what happened to a registration. Details never hold names, addresses or answers."""
    session.add(
        AuditEntry(
            actor=actor,
            action=action,
            event_id=registration.event_id,
            registration_id=registration.id,
            details=details,
        )
    )
