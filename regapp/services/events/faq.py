"""Questions that people ask, answered on the event's page; each is known by its place among them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.services.events.editing import editing
from regapp.services.organising import lock_event

Texts = Mapping[str, str]


@use_case
def write(
    session: Session,
    *,
    event_id: int,
    revision: int,
    number: int | None,
    question: Texts,
    answer: Texts,
    user_id: int | None,
) -> None:
    """Write the question at a place, from 0, or one more. Raises NotFound or EditedMeanwhile."""
    with editing(session, event_id, revision, "event.edited", user_id=user_id) as event:
        written = {"question": dict(question), "answer": dict(answer)}
        faq: list[dict[str, Any]] = list(event.faq)
        if number is None:
            faq.append(written)
        elif 0 <= number < len(faq):
            faq[number] = written
        else:
            raise NotFound
        event.faq = faq


@use_case
def take_away(session: Session, *, event_id: int, revision: int, number: int, user_id: int | None) -> None:
    """Take the question at a place away. Raises NotFound or EditedMeanwhile."""
    with editing(session, event_id, revision, "event.edited", user_id=user_id) as event:
        if not 0 <= number < len(event.faq):
            raise NotFound
        event.faq = [one for place, one in enumerate(event.faq) if place != number]


@use_case
def move(session: Session, *, event_id: int, number: int, up: bool, user_id: int | None) -> None:
    """Put a question one place up or down; the first and the last stay where they are. Raises NotFound."""
    event = lock_event(session, event_id)
    if not 0 <= number < len(event.faq):
        raise NotFound
    other = number - 1 if up else number + 1
    if not 0 <= other < len(event.faq):
        return
    with editing(session, event_id, event.revision, "event.edited", user_id=user_id):
        faq = list(event.faq)
        faq[number], faq[other] = faq[other], faq[number]
        event.faq = faq
