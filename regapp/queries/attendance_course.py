"""When people registered for an event, and what of them cannot wait."""

from datetime import UTC, datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, Hold
from regapp.vocabulary import HoldReason

_TO_THE_HOUR = len("2026-12-05 17")


def registered_by_hour(session: Session, event_id: int) -> dict[datetime, int]:
    """How many people of an event were registered in each hour (UTC) in which anybody was."""
    hour = func.substr(cast(Attendee.created_at, String), 1, _TO_THE_HOUR)
    rows = session.execute(select(hour, func.count()).where(Attendee.event_id == event_id).group_by(hour))
    return {datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC): count for text, count in rows}


def offers_until(session: Session, event_id: int, moment: datetime) -> int:
    """How many people have an offer of a place that ends before ``moment``."""
    people = (
        select(func.count(Hold.attendee_id.distinct()))
        .join(Attendee, Attendee.id == Hold.attendee_id)
        .where(Attendee.event_id == event_id, Hold.reason == HoldReason.OFFERED, Hold.deadline < moment)
    )
    return session.scalar(people) or 0
