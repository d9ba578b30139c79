"""Events as those who hold them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.models import (
    Event,
    EventHost,
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
from regapp.vocabulary import EventStatus, Role

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


def ways_to(session: Session, user_id: int, event: Event) -> list[tuple[Role, Role | None]]:
    """The roles in which a user has to do with an event, each with what the event's owner grants at most.

    The second is None for a member of the owner itself: nothing bounds them.
    """
    granted = and_(
        EventHost.organisation_id == Membership.organisation_id,
        EventHost.event_id == event.id,
        EventHost.role.is_not(None),
    )
    is_owner = Membership.organisation_id == event.organisation_id
    rows = session.execute(
        select(Membership.role, case((is_owner, None), else_=EventHost.role))
        .outerjoin(EventHost, granted)
        .where(Membership.user_id == user_id, or_(is_owner, EventHost.role.is_not(None)))
    )
    return [(role, at_most) for role, at_most in rows]


def find_own_event(session: Session, user_id: int, slug: str) -> Event | None:
    """The event of that slug, if the user is a member of its organisation, or of a co-host with a role."""
    return session.scalars(
        select(Event)
        .where(Event.slug == slug, is_own(user_id))
        .options(
            joinedload(Event.organisation),
            joinedload(Event.venue),
            selectinload(Event.ticket_types).selectinload(TicketType.quotas),
            selectinload(Event.quotas),
            selectinload(Event.questions),
        )
    ).one_or_none()


def is_own(user_id: int) -> ColumnElement[bool]:
    """Of events: the user is a member of the organisation, or of a co-host that was granted a role."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user_id)
    granted = select(EventHost.event_id).where(
        EventHost.role.is_not(None), EventHost.organisation_id.in_(mine)
    )
    return or_(Event.organisation_id.in_(mine), Event.id.in_(granted))


def organisations_of(
    session: Session, user_id: int, roles: frozenset[Role] = frozenset(Role)
) -> list[Organisation]:
    """The organisations in which the user has one of the roles, by their slugs."""
    return list(
        session.scalars(
            select(Organisation)
            .join(Membership)
            .where(Membership.user_id == user_id, Membership.role.in_(roles))
            .order_by(Organisation.slug)
        )
    )


def list_own_events(
    session: Session, user_id: int, moment: datetime, *, page: int = 1, archived: bool = False
) -> Page[OwnEvent]:
    """The events the user has to do with: drafts, then those to come, soonest first, then past ones.

    Those that were put away are not among them, or with ``archived`` they alone.
    """
    put_away = Event.archived_at.is_not(None)
    mine = select(Event.id).where(is_own(user_id), put_away if archived else ~put_away)
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    to_come = Event.end_at > moment
    events = session.scalars(
        select(Event)
        .where(Event.id.in_(mine))
        .order_by(
            case((Event.status == EventStatus.DRAFT, 0), (to_come, 1), else_=2),
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


def count_archived(session: Session, user_id: int) -> int:
    """How many of the user's events were put away."""
    query = select(func.count()).select_from(Event).where(is_own(user_id), Event.archived_at.is_not(None))
    return session.scalar(query) or 0


def events_to_copy(session: Session, organisation_ids: Sequence[int], *, most: int) -> Sequence[Event]:
    """The events of some organisations that start, or started, last."""
    return session.scalars(
        select(Event)
        .where(Event.organisation_id.in_(organisation_ids))
        .order_by(Event.start_at.desc(), Event.id.desc())
        .limit(most)
    ).all()


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
