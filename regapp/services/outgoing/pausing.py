"""All sending stopped for a while, and taken up again: nothing is lost, nothing is sent."""

from sqlalchemy.orm import Session

from regapp.database import insert_if_new, use_case
from regapp.models import AuditEntry, Pause
from regapp.services import audit
from regapp.vocabulary import Actor


@use_case
def pause(session: Session, *, reason: str = "") -> bool:
    """Send no letter until :func:`resume`; False if that was so already.

    A worker stops within a second, and then gives back what it had not sent. A new ``reason`` takes the place
    of the old one.
    """
    is_new = insert_if_new(session, Pause, {"id": 1, "reason": reason}) is not None
    if not is_new and reason:
        session.get_one(Pause, 1).reason = reason
    _record(session, "letters.paused", reason=reason)
    return is_new


@use_case
def resume(session: Session) -> bool:
    """Send letters again, those that waited first; False if nothing was paused."""
    found = session.get(Pause, 1)
    if found is None:
        return False
    session.delete(found)
    _record(session, "letters.resumed")
    return True


def _record(session: Session, action: str, **details: str) -> None:
    told = {name: text for name, text in details.items() if text}
    session.add(AuditEntry(actor=audit.name(Actor.ORGANISER), action=action, details=told))
