"""How an event enters people's calendars, and when they learn how to join online."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.services.events.changing import changing
from regapp.services.organising import lock_event


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """What an organiser decides of it.

    ``calendar_by_session``: an entry for each timed session instead of one for each day. ``asks_for_answer``:
    calendars ask for a yes or no. ``trusts_answers``: a no frees the place without a question.
    ``join_release_minutes``: so long before the start the way to join is told; None: with the place.
    """

    calendar_by_session: bool = False
    asks_for_answer: bool = False
    trusts_answers: bool = False
    join_release_minutes: int | None = None


@use_case
def change_calendar_rules(
    session: Session, *, event_id: int, rules: CalendarRules, user_id: int | None
) -> None:
    """Make these the event's rules, and tell everybody whose entries change by it. Raises NotFound."""
    event = lock_event(session, event_id)
    changes = {name: [getattr(event, name), value] for name, value in asdict(rules).items()}
    with changing(session, event, "event.calendar_rules_changed", user_id=user_id, changes=changes):
        for name, (_before, value) in changes.items():
            setattr(event, name, value)
