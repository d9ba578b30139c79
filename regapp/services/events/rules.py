"""An event's rules of who gets a place, changed while people register."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.services import audit
from regapp.services.allocation.moving_up import move_up
from regapp.services.organising import lock_event


@dataclass(frozen=True, slots=True)
class Rules:
    """How an event gives its places.

    ``offer_minutes``: so long a place from the line is an offer; None: it is theirs at once.
    ``offers_stop_minutes``: so long before the start offers end. ``proof_minutes``: so long a place is kept
    for an address that is not proved; None: no proof is asked for. ``pending_holds``: a place is kept while
    an organiser's yes is pending. ``most_people``: as many may one person register.
    """

    waiting_list: bool = False
    offer_minutes: int | None = None
    offers_stop_minutes: int = 0
    proof_minutes: int | None = None
    pending_holds: bool = True
    most_people: int = 1


@use_case
def change_rules(session: Session, *, event_id: int, rules: Rules, user_id: int | None) -> None:
    """Make these the event's rules for whatever comes; what people have stays as it is. Raises NotFound."""
    event = lock_event(session, event_id)
    changes = {name: [getattr(event, name), value] for name, value in asdict(rules).items()}
    for name, (_before, value) in changes.items():
        setattr(event, name, value)
    event.revision += 1
    audit.record_event(session, user_id, "event.rules_changed", event_id, changes=changes)
    session.flush()
    move_up(session, event)  # offers may have stopped before, and go on now
