"""The ways to attend an event and what is left of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from regapp.errors import Closed, NotYetOpen
from regapp.models import Event, Invitation, Quota, QuotaTicketType, TicketType, WaitingEntry
from regapp.models import Session as ProgrammeSession
from regapp.models.invitation import plain_code
from regapp.queries.line import draws_on, uses_what_is_left
from regapp.vocabulary import EventVisibility

FEW = 20  # places left, of which the form tells the number


@dataclass(frozen=True, slots=True)
class Way:
    """A ticket type with its places; ``capacity`` and ``left`` are None where there is no limit.

    ``claimed``: somebody in the line could use, or collects, the places that are left. ``asks_first``: no
    place is taken before an organiser's yes. ``opens_at`` and ``closed_at`` (UTC) stand there only while the
    ticket type cannot be had.
    """

    ticket_type: TicketType
    capacity: int | None
    left: int | None
    claimed: bool = False
    asks_first: bool = False
    opens_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def full(self) -> bool:
        """Whether a newcomer gets no place now."""
        return not self.asks_first and (self.left == 0 or self.claimed)

    @property
    def is_open(self) -> bool:
        """Whether the ticket type's own window is open."""
        return not self.opens_at and not self.closed_at

    @property
    def free(self) -> bool:
        """Whether a newcomer gets it now."""
        return self.is_open and not self.full


@dataclass(frozen=True, slots=True)
class BookableSession:
    """A session of the programme that is chosen in the form, with its places; None: no limit."""

    session: ProgrammeSession
    capacity: int | None
    left: int | None

    @property
    def full(self) -> bool:
        """Whether nobody gets into it now."""
        return self.left == 0


def ways_to_attend(
    event: Event, claimed: set[int], moment: datetime, *, invited_to: int | None = None
) -> list[Way]:
    """The ways to attend that everybody may see, and the ticket type that a code opens, if one does.

    ``claimed`` holds the ids that :func:`claimed_ticket_types` found.
    """
    return [
        _way(event, ticket_type, moment, claimed=ticket_type.id in claimed)
        for ticket_type in event.ticket_types
        if ticket_type.id == invited_to or not is_for_invited(event, ticket_type)
    ]


def is_for_invited(event: Event, ticket_type: TicketType) -> bool:
    """Whether somebody needs a code to see and to get this ticket type of the event."""
    return ticket_type.needs_code or event.visibility is EventVisibility.INVITED


def bookable_sessions(event: Event) -> list[BookableSession]:
    """The sessions that are chosen in the form, in the programme's order."""
    return [BookableSession(item, *_tightest(item.quotas)) for item in event.sessions if item.bookable]


def claimed_ticket_types(session: Session, events: Iterable[Event], moment: datetime) -> set[int]:
    """Ids of the events' ticket types whose free places somebody in the line could use, or collects.

    One that is full is not looked at: nobody gets it either way.
    """
    not_full = [
        ticket_type.id
        for event in events
        if not event.offers_stopped(moment)
        for ticket_type in event.ticket_types
        if ticket_type.quotas and all(quota.left for quota in ticket_type.quotas)
    ]
    if not not_full:
        return set()
    entry, drawn = aliased(WaitingEntry), aliased(QuotaTicketType)
    shares_a_quota = (
        exists()
        .where(drawn.ticket_type_id == TicketType.id, draws_on(entry, drawn.quota_id))
        .correlate_except(drawn)
    )
    rival = exists().where(entry.event_id == TicketType.event_id, shares_a_quota, uses_what_is_left(entry))
    return set(session.scalars(select(TicketType.id).where(TicketType.id.in_(not_full), rival)))


def opened_by_code(session: Session, event_id: int, code: str, moment: datetime) -> int | None:
    """Id of the ticket type that an invitation with this code still opens to somebody, or None."""
    found = session.scalars(
        select(Invitation).where(Invitation.event_id == event_id, Invitation.code == plain_code(code))
    ).one_or_none()
    if found is None or not found.is_open_to(found.email_key, 1, moment):
        return None
    return found.ticket_type_id


def is_code_of(session: Session, event_id: int, code: str) -> bool:
    """Whether the event has an invitation with this code, also one that is used up or expired."""
    found = select(Invitation.id).where(Invitation.event_id == event_id, Invitation.code == plain_code(code))
    return session.scalars(found).first() is not None


def is_scarce(left: int, capacity: int) -> bool:
    """Whether no more than a fifth of the places are left."""
    return left * 5 <= capacity


def _way(event: Event, ticket_type: TicketType, moment: datetime, *, claimed: bool) -> Way:
    opens_at = closed_at = None
    try:
        ticket_type.check_open(moment)
    except NotYetOpen as error:
        opens_at = error.opens_at
    except Closed as error:
        closed_at = error.closed_at
    asks_first = ticket_type.needs_approval and not event.pending_holds
    capacity, left = _tightest(ticket_type.quotas)
    return Way(ticket_type, capacity, left, claimed, asks_first, opens_at, closed_at)


def _tightest(quotas: Sequence[Quota]) -> tuple[int | None, int | None]:
    if not quotas:
        return None, None
    tightest = min(quotas, key=lambda quota: (quota.left, quota.capacity))
    return tightest.capacity, tightest.left
