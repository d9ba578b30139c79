"""What has to hold of the data at every moment; each check yields a line for whatever breaks it."""

from collections.abc import Callable, Iterator
from itertools import groupby

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from regapp.clock import now
from regapp.models import (
    Attendee,
    AttendeeQuota,
    AttendeeSession,
    AuditEntry,
    Event,
    Hold,
    Invitation,
    Line,
    Quota,
    QuotaChoice,
    QuotaSession,
    Registration,
    TicketType,
    WaitingEntry,
)
from regapp.queries.accounting import (
    OVERDUE,
    every_letter_is_accounted_for,
    every_mailing_becomes_letters,
)
from regapp.queries.drawing import choice_quotas
from regapp.queries.instants import misplaced
from regapp.queries.jobs import every_job_comes_on
from regapp.queries.line import waits_beside_a_place
from regapp.queries.tallies import search_index_is_kept, totals_are_right
from regapp.vocabulary import AttendeeState, EventStatus, HoldReason


def taken_is_counted_right(session: Session) -> Iterator[str]:
    """Each quota's ``taken`` is the number of people who hold it."""
    people = func.count(Hold.attendee_id.distinct())
    held = select(Hold.quota_id, people.label("held")).group_by(Hold.quota_id).subquery()
    counted = func.coalesce(held.c.held, 0)
    rows = session.execute(
        select(Quota.id, Quota.taken, counted)
        .outerjoin(held, held.c.quota_id == Quota.id)
        .where(Quota.taken != counted)
    )
    yield from (f"quota {quota} says {taken} taken, {count} people hold it" for quota, taken, count in rows)


def no_quota_is_exceeded(session: Session) -> Iterator[str]:
    """No more places are taken than there are, and were given knowingly above."""
    rows = session.execute(
        select(Quota.id, Quota.taken, Quota.capacity, Quota.over).where(
            Quota.taken > Quota.capacity + Quota.over
        )
    )
    yield from (
        f"quota {quota}: {taken} of {capacity} + {over} taken" for quota, taken, capacity, over in rows
    )


def nobody_waits_beside_a_free_place(session: Session) -> Iterator[str]:
    """Whoever stands in a line lacks a place, or somebody ahead collects it, or offers have stopped."""
    moment = now()
    rows = session.execute(
        select(WaitingEntry.id, Event)
        .join(Event, Event.id == WaitingEntry.event_id)
        .where(
            waits_beside_a_place(WaitingEntry),
            Event.end_at > moment,
            Event.status != EventStatus.CANCELLED,
        )
    )
    yield from (
        f"entry {entry} waits in event {event.id} beside a free place"
        for entry, event in rows
        if not event.offers_stopped(moment)
    )


def holds_are_whole(session: Session) -> Iterator[str]:
    """Whoever has a place holds all quotas that it draws on, and no other."""
    ticket_types = {
        one.id: {quota.id for quota in one.quotas}
        for one in session.scalars(select(TicketType).options(selectinload(TicketType.quotas)))
    }
    drawn: dict[int, set[int]] = {}
    booked = select(AttendeeSession.attendee_id, QuotaSession.quota_id).join(
        QuotaSession, QuotaSession.session_id == AttendeeSession.session_id
    )
    for attendee_id, quota_id in session.execute(booked):
        drawn.setdefault(attendee_id, set()).add(quota_id)
    answered: dict[tuple[int, int], set[int]] = {}
    columns = AttendeeQuota.attendee_id, AttendeeQuota.ticket_type_id, AttendeeQuota.quota_id
    for attendee_id, ticket_type_id, quota_id in session.execute(select(*columns)):
        answered.setdefault((attendee_id, ticket_type_id), set()).add(quota_id)
    held = select(Hold.attendee_id, Hold.ticket_type_id, Hold.quota_id, Hold.reason).order_by(
        Hold.attendee_id, Hold.ticket_type_id
    )
    rows = session.execute(held.execution_options(yield_per=1000))
    for (attendee_id, ticket_type_id), same in groupby(rows, key=lambda row: (row[0], row[1])):
        holds = list(same)
        by_answer = answered.get((attendee_id, ticket_type_id), set())
        wanted = ticket_types[ticket_type_id] | drawn.get(attendee_id, set()) | by_answer
        quotas = {quota_id for *_, quota_id, _reason in holds if quota_id is not None}
        is_uncounted = not quotas and holds[0][3] in {HoldReason.PENDING, HoldReason.UNPROVEN}
        if quotas != wanted and not is_uncounted:
            yield f"attendee {attendee_id} holds quotas {sorted(quotas)}, not {sorted(wanted)}"


def answers_draw_on_their_quotas(session: Session) -> Iterator[str]:
    """People draw on the quotas of the choices that stand in their answers, and on no other."""
    noted: dict[int, set[tuple[int, int]]] = {}
    for row in session.scalars(select(AttendeeQuota)):
        noted.setdefault(row.attendee_id, set()).add((row.ticket_type_id, row.quota_id))
    with_quotas = select(Quota.event_id).join(QuotaChoice, QuotaChoice.quota_id == Quota.id).distinct()
    for event_id in session.scalars(with_quotas).all():
        counted = choice_quotas(session, event_id)
        people = (
            select(Attendee.id, Registration.answers)
            .join(Registration, Registration.id == Attendee.registration_id)
            .where(Attendee.event_id == event_id)
        )
        for attendee_id, answers in session.execute(people.execution_options(yield_per=1000)):
            draws = counted.draws(answers)
            wanted = {(ticket_type, quota) for ticket_type, ids in draws.items() for quota in ids}
            if noted.pop(attendee_id, set()) != wanted:
                yield f"attendee {attendee_id} does not draw on the quotas of their answers"
    yield from (f"attendee {attendee} draws on a quota of no answer" for attendee in noted)


def nobody_has_two_places(session: Session) -> Iterator[str]:
    """Beside the one place that is theirs people have one wish: they wait, or are offered or ask for one."""
    theirs = Hold.reason.in_([HoldReason.CONFIRMED, HoldReason.UNPROVEN])
    places = func.count(case((theirs, Hold.ticket_type_id)).distinct())
    wishes = func.count(case((~theirs, Hold.ticket_type_id)).distinct())
    waits = func.count(WaitingEntry.id.distinct())
    rows = session.execute(
        select(Attendee.id, places, wishes + waits)
        .outerjoin(Hold, Hold.attendee_id == Attendee.id)
        .outerjoin(WaitingEntry, WaitingEntry.attendee_id == Attendee.id)
        .group_by(Attendee.id)
        .having(or_(places > 1, wishes + waits > 1))
    )
    yield from (f"attendee {one} has {held} places and {asked} wishes" for one, held, asked in rows)


def active_attendees_have_something(session: Session) -> Iterator[str]:
    """Whoever wants to come has a place or waits; whoever has left has nothing."""
    has = exists().where(Hold.attendee_id == Attendee.id)
    waits = exists().where(WaitingEntry.attendee_id == Attendee.id)
    active = Attendee.state == AttendeeState.ACTIVE
    rows = session.scalars(select(Attendee.id).where(active != (has | waits)))
    yield from (f"attendee {attendee} and their places disagree" for attendee in rows)


def invitations_are_counted_right(session: Session) -> Iterator[str]:
    """Each invitation's ``used`` is the number of people who have or want a ticket by it."""
    came = (
        select(Registration.invitation_id, func.count().label("people"))
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(Attendee.invited)
        .group_by(Registration.invitation_id)
        .subquery()
    )
    counted = func.coalesce(came.c.people, 0)
    rows = session.execute(
        select(Invitation.id, Invitation.used, counted)
        .outerjoin(came, came.c.invitation_id == Invitation.id)
        .where(Invitation.used != counted)
    )
    yield from (f"invitation {one} says {used} used, {count} people came" for one, used, count in rows)


def what_is_kept_for_a_time_is_given_up(session: Session) -> Iterator[str]:
    """No offer and no place kept for a proof is long over its time."""
    overdue = now() - OVERDUE
    holds = session.scalars(select(Hold.id).where(Hold.reason == HoldReason.OFFERED, Hold.deadline < overdue))
    yield from (f"hold {hold} is an offer long over its time: does a worker run?" for hold in holds)
    unproven = session.scalars(select(Registration.id).where(Registration.prove_until < overdue))
    yield from (f"registration {one} was to be proved long ago: does a worker run?" for one in unproven)


def who_has_no_address_is_asked_nothing(session: Session) -> Iterator[str]:
    """An address and its key are there together, and nobody without one has to answer a letter."""
    keyless = Registration.email_key.is_(None)
    rows = session.scalars(select(Registration.id).where((Registration.email == "") != keyless))
    yield from (f"registration {one} has an address without its key, or the other way" for one in rows)
    asked = (
        select(Attendee.id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(keyless)
        .where(
            Registration.prove_until.is_not(None)
            | exists().where(Hold.attendee_id == Attendee.id, Hold.reason == HoldReason.OFFERED)
        )
    )
    yield from (f"attendee {one} is asked and has no address" for one in session.scalars(asked))


def tickets_are_of_their_event(session: Session) -> Iterator[str]:
    """An attendee's event, ticket type and registration belong together."""
    rows = session.scalars(
        select(Attendee.id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .join(TicketType, TicketType.id == Attendee.ticket_type_id)
        .where((Attendee.event_id != Registration.event_id) | (Attendee.event_id != TicketType.event_id))
    )
    yield from (f"attendee {attendee} is of two events" for attendee in rows)


def every_event_has_a_line(session: Session) -> Iterator[str]:
    """Without its line an event could not be locked."""
    rows = session.scalars(select(Event.slug).where(~exists().where(Line.event_id == Event.id)))
    yield from (f"event {slug} has no line" for slug in rows)


def every_deed_is_in_an_organisations_log(session: Session) -> Iterator[str]:
    """What was done at an event stands in the log that its owners can read."""
    rows = session.execute(
        select(AuditEntry.id, AuditEntry.event_id).where(
            AuditEntry.event_id.is_not(None), AuditEntry.organisation_id.is_(None)
        )
    )
    yield from (f"audit entry {entry} about event {event} is in nobody's log" for entry, event in rows)


def instants_follow_the_wall_clock(session: Session) -> Iterator[str]:
    """The stored instants are those of the promised wall-clock times under today's zone law."""
    yield from (f"{what} another instant than its wall clock says" for _event, what in misplaced(session))


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    function.__name__.replace("_", " "): function
    for function in (
        taken_is_counted_right,
        no_quota_is_exceeded,
        nobody_waits_beside_a_free_place,
        holds_are_whole,
        answers_draw_on_their_quotas,
        nobody_has_two_places,
        active_attendees_have_something,
        invitations_are_counted_right,
        what_is_kept_for_a_time_is_given_up,
        who_has_no_address_is_asked_nothing,
        tickets_are_of_their_event,
        every_event_has_a_line,
        every_deed_is_in_an_organisations_log,
        instants_follow_the_wall_clock,
        every_mailing_becomes_letters,
        every_letter_is_accounted_for,
        every_job_comes_on,
        totals_are_right,
        search_index_is_kept,
    )
}
