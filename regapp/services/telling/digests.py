"""The daily digest: once a day, in the morning, to those who want it, if there is something to tell."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Event, Organisation
from regapp.queries.digest import Time, news_of
from regapp.services.sweeping import each
from regapp.services.telling.members import owe_members
from regapp.vocabulary import EventStatus, LetterKind

MORNING = time(8)  # on the clock of the organisation's next event
FIRST_SINCE = timedelta(days=1)  # the first digest tells of so much
# From a digest that came as late as one can, until the next morning.
SHORTEST_PAUSE = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Due:
    """An organisation whose digest is to be made, and when its last one was made, if ever."""

    organisation_id: int
    last: datetime | None


def make_due() -> int:
    """Make every organisation's digest that is due; how many letters. Safe to run in many places at once."""
    return sum(each(_due(), lambda due: [_make(due)], "the digest %s"))


@use_case
def _due(session: Session) -> list[Due]:
    moment = now()
    rows = session.execute(
        select(Organisation.id, Organisation.digested_at, Event.zone)
        .join(Event, Event.organisation_id == Organisation.id)
        .where(
            or_(Organisation.digested_at.is_(None), Organisation.digested_at <= moment - SHORTEST_PAUSE),
            Event.status == EventStatus.PUBLISHED,
            Event.end_at > moment,
        )
        .order_by(Organisation.id, Event.start_at, Event.id)
    )
    next_events = {organisation_id: (last, zone) for organisation_id, last, zone in reversed(rows.all())}
    return [
        Due(organisation_id, last)
        for organisation_id, (last, zone) in sorted(next_events.items())
        if is_time(moment, last, ZoneInfo(zone))
    ]


def is_time(moment: datetime, last: datetime | None, zone: ZoneInfo) -> bool:
    """Whether it is morning in ``zone`` or later, on a day on which there was no digest yet."""
    here = moment.astimezone(zone)
    return here.time() >= MORNING and (last is None or last.astimezone(zone).date() < here.date())


@use_case
def _make(session: Session, due: Due) -> int:
    moment = now()
    if not _claim(session, due, moment):
        return 0
    time_told = Time(due.last or moment - FIRST_SINCE, moment)
    if not any(one.is_news for one in news_of(session, due.organisation_id, time_told)):
        return 0
    return owe_members(
        session,
        LetterKind.DIGEST,
        due.organisation_id,
        since=time_told.since.isoformat(),
        until=time_told.until.isoformat(),
    )


def _claim(session: Session, due: Due, moment: datetime) -> bool:
    """Whether nobody else has made this digest since we saw that it was due."""
    unchanged = (
        Organisation.digested_at.is_(None) if due.last is None else Organisation.digested_at == due.last
    )
    claimed = session.execute(
        update(Organisation)
        .where(Organisation.id == due.organisation_id, unchanged)
        .values(digested_at=moment)
        .returning(Organisation.id)
        .execution_options(synchronize_session=False)
    )
    return claimed.first() is not None
