"""How many places are left while a table is gone through, without a look at the database for each row."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Event, Quota, TicketType
from regapp.queries.drawing import Draws
from regapp.queries.line import Ahead, ahead_of
from regapp.services.allocation import places

_NOBODY = Ahead(claims=False, has_parties=False)


@dataclass(frozen=True, slots=True)
class Seated:
    """How many get a place, of which quotas, and whether they may pass a party in the line."""

    count: int
    quota_ids: frozenset[int]
    pass_parties: bool = False


class Room:
    """The places of an event's quotas, less what was given here.

    It holds for a transaction under the event's line, as long as nobody else there takes or frees places;
    without the lock it is as good as a look.
    """

    def __init__(self, session: Session, event: Event, used: Mapping[str, int] | None = None) -> None:
        self._session, self._event = session, event
        rows = session.execute(
            select(Quota.id, Quota.capacity - Quota.taken).where(Quota.event_id == event.id)
        )
        self._left = {quota_id: max(0, left - (used or {}).get(str(quota_id), 0)) for quota_id, left in rows}
        self._lines: dict[frozenset[int], Ahead] = {}

    def seat(self, ticket_type: TicketType, draws: Draws, people: int) -> Seated:
        """How many of these are seated, the rule being that of ``assessing.seats_for`` for newcomers."""
        quota_ids = frozenset(places.demand(ticket_type, (), draws))
        if not quota_ids:
            return Seated(people, quota_ids)
        left = min(self._left[one] for one in quota_ids)
        ahead = self._ahead(quota_ids) if left else _NOBODY
        seats = 0 if ahead.claims else min(people, left)
        for one in quota_ids:
            self._left[one] -= seats
        return Seated(seats, quota_ids, ahead.has_parties)

    def _ahead(self, quota_ids: frozenset[int]) -> Ahead:
        """What the line means for newcomers. Whoever joins it meanwhile waits for another, full quota."""
        if quota_ids not in self._lines:
            stopped = self._event.offers_stopped(now())
            self._lines[quota_ids] = (
                _NOBODY if stopped else ahead_of(self._session, self._event.id, set(quota_ids))
            )
        return self._lines[quota_ids]
