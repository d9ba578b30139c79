"""The programme of an event as its hosts edit it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import Attendee, AttendeeSession, Quota, Speaker
from regapp.models import Session as ProgrammeSession
from regapp.vocabulary import AttendeeState


def sessions_of(session: Session, event_id: int) -> Sequence[ProgrammeSession]:
    """Its sessions in the order of time, then points of the agenda, with speakers and places."""
    rows = session.scalars(
        select(ProgrammeSession)
        .where(ProgrammeSession.event_id == event_id)
        .options(
            selectinload(ProgrammeSession.speakers),
            selectinload(ProgrammeSession.quotas).options(
                selectinload(Quota.sessions), selectinload(Quota.ticket_types), selectinload(Quota.choices)
            ),
        )
    )
    return sorted(rows, key=_in_order)


def people_of(session: Session, event_id: int) -> Sequence[Speaker]:
    """Its people, with their photographs."""
    return session.scalars(
        select(Speaker)
        .where(Speaker.event_id == event_id)
        .order_by(Speaker.position, Speaker.id)
        .options(joinedload(Speaker.photograph))
    ).all()


def chosen_by(session: Session, session_id: int) -> int:
    """How many people have chosen a session and still want to come."""
    counted = (
        select(func.count())
        .select_from(AttendeeSession)
        .join(Attendee, Attendee.id == AttendeeSession.attendee_id)
        .where(AttendeeSession.session_id == session_id, Attendee.state == AttendeeState.ACTIVE)
    )
    return session.scalar(counted) or 0


def _in_order(item: ProgrammeSession) -> tuple[bool, str, int, int]:
    start = item.start_at.isoformat() if item.start_at else ""
    return not start, start, item.position, item.id
