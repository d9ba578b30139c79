"""Events as those who hold them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import (
    Event,
    LocalizedText,
    Membership,
    Organisation,
    Quota,
    TicketType,
    User,
    WaitingEntry,
)
from regapp.queries.attendees import count_places
from regapp.queries.pages import Page
from regapp.vocabulary import Role

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Places:
    """What is taken of a quota, or of a ticket type without limit; its ``capacity`` is then None.

    ``over``: how many of the places were knowingly given above the capacity.
    """

    name: LocalizedText
    taken: int
    capacity: int | None
    over: int = 0

    @property
    def left(self) -> int | None:
        """Places that nobody has; never below zero, also above capacity."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """An event in its organisers' list."""

    event: Event
    places: list[Places]
    waiting: int


def role_in(session: Session, user_id: int, organisation_id: int) -> Role | None:
    """The user's role in an organisation, or None."""
    return session.scalars(
        select(Membership.role).where(
            Membership.user_id == user_id, Membership.organisation_id == organisation_id
        )
    ).one_or_none()


def find_own_event(session: Session, user_id: int, slug: str) -> Event | None:
    """The event of that slug, if the user is a member of its organisation."""
    return session.scalars(
        select(Event)
        .join(Membership, Membership.organisation_id == Event.organisation_id)
        .where(Event.slug == slug, Membership.user_id == user_id)
        .options(
            joinedload(Event.organisation),
            joinedload(Event.venue),
            selectinload(Event.ticket_types).selectinload(TicketType.quotas),
            selectinload(Event.quotas),
            selectinload(Event.questions),
        )
    ).one_or_none()


def organisations_of(session: Session, user_id: int) -> list[Organisation]:
    """The organisations the user is a member of."""
    return list(
        session.scalars(
            select(Organisation)
            .join(Membership)
            .where(Membership.user_id == user_id)
            .order_by(Organisation.slug)
        )
    )


def list_own_events(session: Session, user_id: int, moment: datetime, *, page: int = 1) -> Page[OwnEvent]:
    """All events of the user's organisations: those to come, soonest first, then past ones, latest first."""
    mine = (
        select(Event.id)
        .join(Membership, Membership.organisation_id == Event.organisation_id)
        .where(Membership.user_id == user_id)
    )
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    to_come = Event.end_at > moment
    events = session.scalars(
        select(Event)
        .where(Event.id.in_(mine))
        .order_by(
            case((to_come, 0), else_=1),
            case((to_come, Event.start_at)),
            Event.start_at.desc(),
            Event.id.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(
            joinedload(Event.organisation),
            selectinload(Event.ticket_types).selectinload(TicketType.quotas),
            selectinload(Event.quotas),
        )
    ).all()
    return Page(own_events(session, events), number, PAGE_SIZE, total)


def own_events(session: Session, events: Sequence[Event]) -> list[OwnEvent]:
    """The events with what is taken of each, in as many statements for many as for one."""
    ids = [event.id for event in events]
    held, waiting = count_places(session, ids), waiting_counts(session, ids)
    return [OwnEvent(event, _places(event, held), waiting.get(event.id, 0)) for event in events]


def waiting_counts(session: Session, event_ids: list[int]) -> dict[int, int]:
    """How many stand in each event's line."""
    counts = (
        select(WaitingEntry.event_id, func.count())
        .where(WaitingEntry.event_id.in_(event_ids))
        .group_by(WaitingEntry.event_id)
    )
    return dict(session.execute(counts).all())


def quotas_above_capacity(session: Session) -> Sequence[tuple[str, Quota]]:
    """All quotas of which more places were knowingly given than there are, with their events' slugs."""
    rows = session.execute(
        select(Event.slug, Quota)
        .join(Event, Event.id == Quota.event_id)
        .where(Quota.over > 0)
        .order_by(Event.slug, Quota.id)
    )
    return [(slug, quota) for slug, quota in rows]


def find_user(session: Session, email: str) -> User | None:
    """The account of an address, or None."""
    return session.scalars(select(User).where(User.email == email)).one_or_none()


def _places(event: Event, held: dict[int, int]) -> list[Places]:
    limited = [Places(quota.name, quota.taken, quota.capacity, quota.over) for quota in event.quotas]
    unlimited = [
        Places(ticket.name, held.get(ticket.id, 0), None)
        for ticket in event.ticket_types
        if not ticket.quotas
    ]
    return limited + unlimited
