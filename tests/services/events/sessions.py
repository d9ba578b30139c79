"""What a host says of sessions of the programme."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from regapp.database import db
from regapp.models import Event
from regapp.services.events import programme
from regapp.services.events.programme import SessionFacts

HOUR = timedelta(hours=1)


def found(event: int) -> Event:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Event, event)


def facts(event: int, title: str = "Opening", hour: int | None = 0, **changes: Any) -> SessionFacts:
    start = None if hour is None else found(event).start_wall + HOUR * hour
    plain = SessionFacts(title={"en": title}, start=start, end=start and start + HOUR)
    return replace(plain, **changes)


def add(event: int, *args: Any, **changes: Any) -> int:
    said = facts(event, *args, **changes)
    return programme.add(event_id=event, revision=found(event).revision, facts=said, user_id=None)


def change(event: int, number: int, *args: Any, **changes: Any) -> None:
    said = facts(event, *args, **changes)
    programme.change(
        event_id=event, revision=found(event).revision, session_id=number, facts=said, user_id=None
    )


def remove(event: int, number: int) -> None:
    programme.remove(event_id=event, revision=found(event).revision, session_id=number, user_id=None)


def titles(event: int) -> list[str]:
    return [item.title["en"] for item in found(event).sessions]
