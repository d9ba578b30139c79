"""The places that a session of the programme has for itself."""

from sqlalchemy.orm import Session

from regapp.errors import CapacityTooLow
from regapp.models import Event, LocalizedText, Quota
from regapp.models import Session as ProgrammeSession
from regapp.services.events.counting import recount


def own_quotas(item: ProgrammeSession) -> list[Quota]:
    """The quotas on which a session draws, and nothing else does."""
    return [one for one in item.quotas if one.sessions == [item] and not one.ticket_types and not one.choices]


def set_places(session: Session, event: Event, item: ProgrammeSession, count: int | None) -> None:
    """Give a session so many places of its own, or no limit; who has chosen it already is counted.

    The caller holds the event's line, keeps those out who take what is unlimited, and moves the line up
    afterwards. Raises CapacityTooLow if more people have chosen it.
    """
    own = own_quotas(item)
    if count is None:
        for quota in own:
            _lift(session, event, quota)
    elif own:
        _resize(own[0], count)
        own[0].name = LocalizedText(item.title)
    else:
        quota = Quota(event_id=event.id, name=LocalizedText(item.title), capacity=count, taken=0, over=0)
        quota.sessions = [item]
        session.add(quota)
        recount(session, event, [quota])
    session.flush()


def _resize(quota: Quota, capacity: int) -> None:
    if capacity < quota.taken and capacity < quota.capacity:
        raise CapacityTooLow(quota.taken)
    if capacity > quota.capacity:
        quota.full_told_at = None  # when the new places are taken, that is news again
    quota.capacity, quota.over = capacity, max(0, quota.taken - capacity)


def _lift(session: Session, event: Event, quota: Quota) -> None:
    quota.sessions = []
    recount(session, event, [quota])
    session.delete(quota)
    session.flush()
