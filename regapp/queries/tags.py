"""The tags of an event, for the pages about them."""

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import Session

from regapp.models import Tag, Tally


def tags_with_people(session: Session, event_id: int) -> list[tuple[Tag, int]]:
    """The tags of an event by their names, with how many people have each."""
    trait = literal("tag:") + cast(Tag.id, String)
    rows = session.execute(
        select(Tag, func.coalesce(Tally.people, 0))
        .outerjoin(Tally, (Tally.event_id == Tag.event_id) & (Tally.trait == trait))
        .where(Tag.event_id == event_id)
        .order_by(Tag.key)
    )
    return [(tag, people) for tag, people in rows]
