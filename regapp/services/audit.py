"""Who did what, when: written down in the transaction that does it.

``details`` say from what to what: ``changes={"name": [old, new]}``, or ``before`` beside the new value under
a name of its own. They never hold participants' names, addresses or answers, but for one case: what somebody
searched the list for, when they took its people out, did something to all of them or kept the view, stands as
it was typed under ``searched``, and may be a name. Without it nobody could tell whose data went out; and only
owners of the event's organisation read the log, who see the names anyway.
"""

from typing import Any

from sqlalchemy.orm import Session

from regapp.models import AuditEntry, Event, Registration
from regapp.vocabulary import Actor


def name(actor: Actor, user_id: int | None = None) -> str:
    """Who it was, as it is written down; an organiser with the id of the account."""
    return f"{actor}:{user_id}" if user_id is not None else str(actor)


def record(session: Session, actor: str, action: str, registration: Registration, **details: Any) -> None:
    """Write down what happened to a registration."""
    organisation_id = _organisation_of(session, registration.event_id)
    values = entry(actor, action, organisation_id, registration.event_id, registration.id, **details)
    session.add(AuditEntry(**values))


def entry(
    actor: str, action: str, organisation_id: int, event_id: int, registration_id: int, **details: Any
) -> dict[str, Any]:
    """The same as a row to be inserted."""
    return {
        "actor": actor,
        "action": action,
        "organisation_id": organisation_id,
        "event_id": event_id,
        "registration_id": registration_id,
        "details": {key: value for key, value in details.items() if value not in (None, "")},
    }


def record_event(
    session: Session,
    user_id: int | None,
    action: str,
    event_id: int,
    /,
    *,
    actor: Actor = Actor.ORGANISER,
    **details: Any,
) -> None:
    """Write down what an organiser did to an event; without an account it was the command line."""
    session.add(
        AuditEntry(
            actor=name(actor, user_id),
            action=action,
            organisation_id=_organisation_of(session, event_id),
            event_id=event_id,
            details=details,
        )
    )


def record_organisation(
    session: Session, user_id: int | None, action: str, organisation_id: int, **details: Any
) -> None:
    """Write down what was done to an organisation or its members; without an account it was the command line.

    ``details["user"]`` is the id of the account that it was done to.
    """
    session.add(
        AuditEntry(
            actor=name(Actor.ORGANISER, user_id),
            action=action,
            organisation_id=organisation_id,
            details={key: value for key, value in details.items() if value not in (None, "")},
        )
    )


def record_account(session: Session, user_id: int, action: str, **details: Any) -> None:
    """Write down what somebody did to their own account, or who knew its address; it is no organisation's."""
    session.add(AuditEntry(actor=name(Actor.ORGANISER, user_id), action=f"account.{action}", details=details))


def _organisation_of(session: Session, event_id: int) -> int:
    # Whoever does something to an event has read it already, so nothing is asked of the database here.
    return session.get_one(Event, event_id).organisation_id
