"""What somebody who asks gets now. Decided before it is looked who asks: a known address is told the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only, with_expression

from regapp.clock import now
from regapp.database import Overtaken
from regapp.errors import GroupTooLarge, NoPlace, NotFound, TooManyPeople, UnknownTicket
from regapp.models import Event, Invitation, Quota, TicketType
from regapp.models import Session as ProgrammeSession
from regapp.models.form import Answer
from regapp.queries.drawing import NO_DRAWS, Draws, choice_quotas, has_choice_quotas
from regapp.queries.line import ahead_of
from regapp.services.allocation import invitations, places
from regapp.services.allocation.asked import Asked
from regapp.vocabulary import EventStatus, Status, Together

# A registration is decided without the texts that the event's page shows.
_DECIDING = (
    "organisation_id",  # for the audit log
    "status",
    "visibility",
    "zone",
    "opens_at",
    "closes_at",
    "start_at",
    "end_at",
    "waiting_list",
    "offer_minutes",
    "offers_stop_minutes",
    "proof_minutes",
    "pending_holds",
    "most_people",
    "sequence",
    "calendar_by_session",
)
_TICKET_TYPE = (
    select(TicketType)
    .join(TicketType.event)
    .where(TicketType.event_id == bindparam("event_id"), TicketType.key == bindparam("key"))
    .options(
        joinedload(TicketType.quotas).load_only(Quota.id),
        contains_eager(TicketType.event).options(
            load_only(*(getattr(Event, name) for name in _DECIDING)),
            with_expression(Event.counts_answers, has_choice_quotas()),
        ),
    )
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Seats:
    """How many are seated at once, and whether they may pass a party in the line."""

    count: int
    pass_parties: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the people of one form get: the first ``seats`` of them a place, the others one in the line.

    Those hold a place of ``meanwhile``, if it is not None. ``status`` is that of the first of all.
    """

    ticket_type: TicketType
    people: int
    seats: int
    pass_parties: bool
    status: Status
    sessions: Sequence[ProgrammeSession] = ()
    draws: Draws = field(default_factory=dict)
    meanwhile: TicketType | None = None
    invitation: Invitation | None = None
    prove_until: datetime | None = None

    @property
    def event(self) -> Event:
        """Whose places these are."""
        return self.ticket_type.event

    @property
    def waiting(self) -> int:
        """How many of them go to the line."""
        return self.people - self.seats


def assess(session: Session, event_id: int, asked: Asked) -> Told:
    """What a newcomer who asks for this gets now; it holds until the transaction ends.

    Takes the event's line unless nothing that is asked for is limited. Raises NotFound, UnknownTicket,
    RegistrationShut, TooManyPeople, WrongCode or NoPlace.
    """
    ticket_type, sessions, draws = _lock(session, event_id, asked)
    event, moment = ticket_type.event, now()
    if event.status is EventStatus.DRAFT:
        raise NotFound
    event.check_open(moment)
    ticket_type.check_open(moment)
    if asked.people > event.most_people:
        raise TooManyPeople(event.most_people)
    invitation = invitations.check(session, ticket_type, asked.code, email=asked.email, people=asked.people)
    seats = _seats(session, ticket_type, asked.people, asked.together, sessions, draws=draws)
    prove_until = event.proof_deadline(moment)
    return Told(
        ticket_type,
        asked.people,
        seats.count,
        seats.pass_parties,
        _status(ticket_type, seats.count, prove_until),
        sessions,
        draws,
        _meanwhile(session, ticket_type, asked, seats.count, sessions, draws=draws),
        invitation,
        prove_until,
    )


def assess_again(
    session: Session,
    ticket_type: TicketType,
    people: int,
    *,
    sessions: Sequence[ProgrammeSession] = (),
    draws: Draws = NO_DRAWS,
    invitation: Invitation | None = None,
    approved: bool = False,
    above: bool = False,
    may_wait: bool = True,
) -> Told:
    """What people get whom the event knows or an organiser brings: windows, codes and proof are done with.

    As many as fit are seated; ``above``: all of them. ``approved``: an organiser brings them, and unless they
    ``may_wait`` all have to fit. The caller holds the event's line. Raises NoPlace.
    """
    if above:
        seats = Seats(people)
    elif approved:
        seats = seats_for(
            session, ticket_type, people, Together.FIT, sessions, draws=draws, may_wait=may_wait
        )
    else:
        seats = _seats(session, ticket_type, people, Together.FIT, sessions, draws=draws)
    status = _status(ticket_type, seats.count, None)
    return Told(
        ticket_type, people, seats.count, seats.pass_parties, status, sessions, draws, invitation=invitation
    )


def seats_for(
    session: Session,
    ticket_type: TicketType,
    people: int,
    together: Together = Together.ALL,
    sessions: Sequence[ProgrammeSession] = (),
    *,
    draws: Draws = NO_DRAWS,
    held: frozenset[int] = frozenset(),
    may_wait: bool = True,
) -> Seats:
    """How many of so many people are seated at once; the others find a place in the line.

    ``held`` are quotas of which each has a place already. The caller holds the event's line unless nothing is
    limited. Raises NoPlace if there is no waiting list, GroupTooLarge if all together could never fit.
    """
    event, quota_ids = ticket_type.event, places.demand(ticket_type, sessions, draws) - held
    left = places.room(session, quota_ids)
    if left is None:
        return Seats(people)
    ahead = None
    if left and not event.offers_stopped(now()):
        ahead = ahead_of(session, event.id, quota_ids)
        left = 0 if ahead.claims else left
    seats = min(people, left) if together is Together.FIT else people if people <= left else 0
    if seats < people and not (may_wait and event.waiting_list):
        raise NoPlace
    if not seats and together is Together.ALL and people > 1:
        _refuse_what_never_fits(session, quota_ids, people)
    return Seats(seats, pass_parties=ahead is not None and ahead.has_parties)


def _seats(
    session: Session,
    ticket_type: TicketType,
    people: int,
    together: Together,
    sessions: Sequence[ProgrammeSession],
    *,
    draws: Draws,
) -> Seats:
    if ticket_type.needs_approval and not ticket_type.event.pending_holds:
        return Seats(people)  # nothing is taken before an organiser's yes
    return seats_for(session, ticket_type, people, together, sessions, draws=draws)


def find_sessions(session: Session, event_id: int, ids: Sequence[int]) -> Sequence[ProgrammeSession]:
    """The bookable sessions of these ids. Raises UnknownTicket if the event has one of them not."""
    if not ids:
        return ()
    found = (
        session.scalars(
            select(ProgrammeSession)
            .where(
                ProgrammeSession.event_id == event_id,
                ProgrammeSession.id.in_(ids),
                ProgrammeSession.bookable,
            )
            .order_by(ProgrammeSession.position)
            .options(joinedload(ProgrammeSession.quotas))
            .execution_options(populate_existing=True)
        )
        .unique()
        .all()
    )
    if len(found) != len(set(ids)):
        raise UnknownTicket
    return found


def find_ticket_type(session: Session, event_id: int, key: str) -> TicketType:
    """The event's ticket type of that key, with its quotas and what decides. Raises UnknownTicket."""
    found = session.scalars(_TICKET_TYPE, {"event_id": event_id, "key": key}).unique().one_or_none()
    if found is None:
        raise UnknownTicket
    return found


def find_draws(session: Session, event: Event, answers: Mapping[str, Answer]) -> Draws:
    """On what somebody draws who answers so; ``event`` as :func:`find_ticket_type` reads it."""
    return choice_quotas(session, event.id).draws(answers) if event.counts_answers and answers else NO_DRAWS


def _lock(
    session: Session, event_id: int, asked: Asked
) -> tuple[TicketType, Sequence[ProgrammeSession], Draws]:
    """What is asked for, as it stands once we hold the line; or know that it stays unlimited."""
    ticket_type = find_ticket_type(session, event_id, asked.ticket)
    draws = find_draws(session, ticket_type.event, asked.answers)
    is_limited = _is_limited(ticket_type, draws) or bool(asked.sessions)
    if is_limited:
        places.lock_line(session, event_id)
    else:
        places.keep_editors_out(session, event_id)
    if places.others_write(session):  # what was read before the wait is of the past
        ticket_type = find_ticket_type(session, event_id, asked.ticket)
        draws = find_draws(session, ticket_type.event, asked.answers)
    if not is_limited and _is_limited(ticket_type, draws):
        raise Overtaken
    return ticket_type, find_sessions(session, event_id, asked.sessions), draws


def _is_limited(ticket_type: TicketType, draws: Draws) -> bool:
    return bool(ticket_type.quotas or ticket_type.needs_code or ticket_type.id in draws)


def _status(ticket_type: TicketType, seats: int, prove_until: datetime | None) -> Status:
    if not seats:
        return Status.WAITING
    if prove_until:
        return Status.UNPROVEN
    return Status.PENDING if ticket_type.needs_approval else Status.CONFIRMED


def _meanwhile(
    session: Session,
    wanted: TicketType,
    asked: Asked,
    seats: int,
    sessions: Sequence[ProgrammeSession],
    *,
    draws: Draws,
) -> TicketType | None:
    """What those hold meanwhile who wait for ``wanted``: a place for each of them, or for none."""
    waiting = asked.people - seats
    if not asked.meanwhile or not waiting or asked.meanwhile == asked.ticket:
        return None
    ticket_type = find_ticket_type(session, wanted.event_id, asked.meanwhile)
    if ticket_type.needs_code or ticket_type.needs_approval:
        raise UnknownTicket
    ticket_type.check_open(now())
    quota_ids = places.demand(ticket_type, sessions, draws)
    left = places.room(session, quota_ids)
    if quota_ids & places.demand(wanted, sessions, draws):
        waiting += seats  # the others of them take from the same
    if left is not None and (left < waiting or ahead_of(session, wanted.event_id, quota_ids).claims):
        return None
    return ticket_type


def _refuse_what_never_fits(session: Session, quota_ids: set[int], people: int) -> None:
    smallest = select(Quota.capacity).where(Quota.id.in_(quota_ids)).order_by(Quota.capacity).limit(1)
    if (session.scalar(smallest) or 0) < people:
        raise GroupTooLarge
