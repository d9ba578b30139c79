"""Messages of a host, written and sent."""

from datetime import datetime
from typing import Any

from regapp.database import db
from regapp.models import Mailing
from regapp.services.telling import messages
from regapp.services.telling.messages import Written
from regapp.vocabulary import Recipients

SUBJECT, TEXT = {"en": "Parking"}, {"en": "Park behind."}


def draft(event: int, to: Recipients = Recipients.ALL, **changes: Any) -> int:
    """Keep a draft; its id."""
    plain = {"subject": SUBJECT, "text": TEXT, "about_registration": True}
    return messages.save(event_id=event, written=Written(to=to, **{**plain, **changes}), user_id=None)


def send(event: int, number: int, due_at: datetime | None = None) -> None:
    """Send a draft as it stands, at once or at that instant."""
    seen = messages.digest(stored_message(number).facts)
    messages.send(event_id=event, mailing_id=number, seen=seen, due_at=due_at, user_id=None)


def write(event: int, to: Recipients = Recipients.ALL, **changes: Any) -> int:
    """Write to people at once; the message's id."""
    number = draft(event, to, **changes)
    send(event, number)
    return number


def stored_message(number: int) -> Mailing:
    """As it stands in the database."""
    db.session.rollback()
    return db.session.get_one(Mailing, number)
