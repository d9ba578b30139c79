"""The ways to attend an event and what is left of each."""

from dataclasses import dataclass

from regapp.models import Event, TicketType


@dataclass(frozen=True, slots=True)
class Way:
    """A ticket type with its places; ``capacity`` and ``left`` are None where there is no limit."""

    ticket_type: TicketType
    capacity: int | None
    left: int | None
    queued: bool

    @property
    def taken(self) -> int:
        """Places that somebody has, counted on the fullest quota; above capacity if given by hand."""
        return (self.capacity or 0) - (self.left or 0)

    @property
    def full(self) -> bool:
        """Whether a newcomer gets no place now."""
        return self.left == 0 or self.queued


def ways_to_attend(event: Event, queued: set[int]) -> list[Way]:
    """All ways to attend; ``queued`` holds the ids of ticket types that somebody waits for."""
    return [_way(ticket_type, queued=ticket_type.id in queued) for ticket_type in event.ticket_types]


def _way(ticket_type: TicketType, *, queued: bool) -> Way:
    if not ticket_type.quotas:
        return Way(ticket_type, None, None, queued)
    tightest = min(ticket_type.quotas, key=lambda quota: quota.left)
    return Way(ticket_type, tightest.capacity, tightest.left, queued)
