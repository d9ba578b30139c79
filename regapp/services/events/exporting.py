"""Data of an event's people is taken out of the service."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.services import audit


@use_case
def note_export(
    session: Session,
    *,
    event_id: int,
    user_id: int | None,
    ending: str,
    people: int,
    chosen: Mapping[str, Any],
) -> None:
    """Write down who takes so many people's data out, as a file with this ending.

    ``chosen`` says which people and what of them, in words that name none of them.
    """
    audit.record_event(
        session, user_id, "attendees.exported", event_id, format=ending, people=people, **chosen
    )
