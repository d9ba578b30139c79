"""What draws on a quota has changed: who has a place already is counted anew."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from regapp.errors import CapacityTooLow
from regapp.models import Attendee, AttendeeQuota, Event, Hold, Quota, QuotaChoice
from regapp.queries.drawing import choice_quotas
from regapp.services.allocation import places
from regapp.vocabulary import HoldReason

Held = tuple[Attendee, Hold]
_OPEN = frozenset({HoldReason.PENDING, HoldReason.UNPROVEN})  # reasons of places that may not be kept yet


def recount(session: Session, event: Event, quotas: Collection[Quota]) -> None:
    """Count for each of these quotas who has a place that draws on it now.

    The caller holds the event's line, keeps those out who take what is unlimited, and moves the line up
    afterwards. Raises CapacityTooLow if they are more than a quota has places.
    """
    if not quotas:
        return
    session.flush()
    held = _held(session, event)
    for quota in quotas:
        _count_holds(session, quota, _holders(held, quota))
    session.expire_all()  # holds were written beside the collections that we have read


def redraw(session: Session, event: Event) -> None:
    """The same where the form was changed: for all quotas on which answers draw, or drew till now.

    Raises CapacityTooLow.
    """
    session.flush()
    counted = choice_quotas(session, event.id)
    before = {
        *session.scalars(
            select(AttendeeQuota.quota_id)
            .join(Quota, Quota.id == AttendeeQuota.quota_id)
            .where(Quota.event_id == event.id)
        )
    }
    with_choices = exists().where(QuotaChoice.quota_id == Quota.id)
    concerned = session.scalars(
        select(Quota).where(Quota.event_id == event.id, with_choices | Quota.id.in_(before))
    ).all()
    if not concerned:
        return
    for attendee in _people(session, event):
        places.note_draws(attendee, counted.draws(attendee.registration.answers))
    recount(session, event, concerned)


def _people(session: Session, event: Event) -> Sequence[Attendee]:
    return session.scalars(
        select(Attendee)
        .where(Attendee.event_id == event.id)
        .order_by(Attendee.id)
        .options(selectinload(Attendee.drawn), joinedload(Attendee.registration))
    ).all()


def _held(session: Session, event: Event) -> list[Held]:
    """Who has a place, with the hold that says so; not whose place is not kept before an organiser's yes."""
    people = session.scalars(
        select(Attendee)
        .where(Attendee.event_id == event.id, Attendee.holds.any())
        .order_by(Attendee.id)
        .options(
            selectinload(Attendee.holds).joinedload(Hold.ticket_type),
            selectinload(Attendee.sessions),
            selectinload(Attendee.drawn),
        )
    )
    return [(attendee, hold) for attendee in people for hold in attendee.holds if _is_kept(hold, event)]


def _is_kept(hold: Hold, event: Event) -> bool:
    may_be_open = hold.ticket_type.needs_approval and not event.pending_holds
    return hold.quota_id is not None or not (may_be_open and hold.reason in _OPEN)


def _holders(held: Sequence[Held], quota: Quota) -> list[Held]:
    types = {one.id for one in quota.ticket_types}
    items = {one.id for one in quota.sessions}
    return [
        (attendee, hold)
        for attendee, hold in held
        if hold.ticket_type_id in types
        or items & {item.id for item in attendee.sessions}
        or quota.id in attendee.draws.get(hold.ticket_type_id, ())
    ]


def _count_holds(session: Session, quota: Quota, holders: Sequence[Held]) -> None:
    """Make the holds on ``quota`` those of ``holders``, and count them."""
    wanted = {(attendee.id, hold.ticket_type_id): hold for attendee, hold in holders}
    present = session.scalars(select(Hold).where(Hold.quota_id == quota.id)).all()
    for hold in present:
        if wanted.pop((hold.attendee_id, hold.ticket_type_id), None) is None:
            _take_off(session, hold)
    for (attendee_id, ticket_type_id), like in wanted.items():
        if like.quota_id is None:
            like.quota_id = quota.id
            continue
        session.add(
            Hold(
                attendee_id=attendee_id,
                ticket_type_id=ticket_type_id,
                quota_id=quota.id,
                reason=like.reason,
                deadline=like.deadline,
            )
        )
    taken = len({attendee.id for attendee, _ in holders})
    if taken > quota.capacity + quota.over:
        raise CapacityTooLow(taken, quota.id)
    quota.taken, quota.over = taken, max(0, taken - quota.capacity)
    session.flush()


def _take_off(session: Session, hold: Hold) -> None:
    """End a hold on one quota; a place of a ticket type without any other stays as an unlimited one."""
    others = select(Hold.id).where(
        Hold.attendee_id == hold.attendee_id,
        Hold.ticket_type_id == hold.ticket_type_id,
        Hold.id != hold.id,
    )
    if session.scalars(others.limit(1)).first() is None:
        hold.quota_id = None
    else:
        session.delete(hold)
    session.flush()
