"""All numbers of an event's overview, as far as the visitor may see them."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from regapp.models import Event
from regapp.models.traits import EVERYBODY
from regapp.queries.attendance_course import registered_by_hour
from regapp.queries.outbox import count_undelivered
from regapp.queries.tallies import totals
from regapp.vocabulary import Status
from regapp.web.access import Right, may
from regapp.web.organise.life.course import course_figure
from regapp.web.organise.life.decisions import decisions
from regapp.web.organise.life.figures import origin_figures, places_figure

GONE = (Status.CANCELLED, Status.REJECTED, Status.LAPSED)


def numbers(session: Session, event: Event, moment: datetime) -> dict[str, Any]:
    """What the page shows of the event's people; ``moment`` is now.

    Who sees names alone learns of places and registrations, not of what people answered. What is to be
    decided stands there for those who may.
    """
    kept = totals(session, event.id)
    sees_contacts = may(Right.SEE_CONTACTS, event)
    by_hour = registered_by_hour(session, event.id)
    undelivered = count_undelivered(session, event.id) if may(Right.LETTERS, event) else 0
    to_decide = decisions(session, event, kept, undelivered=undelivered, moment=moment)
    counts = Counter({str(status): kept.get(f"status:{status}", 0) for status in Status})
    return {
        "counts": counts,
        "gone": sum(counts[str(status)] for status in GONE),
        "everybody": kept.get(EVERYBODY, 0),
        "decisions": list(to_decide) if may(Right.MANAGE, event) else [],
        "places": places_figure(event, kept, is_linked=sees_contacts),
        "course": course_figure(event, by_hour, moment) if by_hour else None,
        "origins": origin_figures(event, kept) if sees_contacts else [],
    }
