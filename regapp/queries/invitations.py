from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Invitation
from regapp.queries.pages import Page

PAGE_SIZE = 100


def list_invitations(session: Session, event_id: int, *, page: int = 1) -> Page[Invitation]:
    """The invitations of an event, the latest first."""
    mine = select(Invitation).where(Invitation.event_id == event_id)
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = session.scalars(
        mine.order_by(Invitation.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(Invitation.ticket_type))
    ).all()
    return Page(rows, number, PAGE_SIZE, total)
