"""The ways to attend an event: made, changed, put in order, removed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import KeyTaken, NotPossible
from regapp.models import Attendee, Event, Hold, Invitation, LocalizedText, Quota, TicketType
from regapp.services.allocation import places
from regapp.services.allocation.moving_up import move_up
from regapp.services.events.counting import redraw
from regapp.services.events.drafts import TicketTypeDraft
from regapp.services.events.editing import editing
from regapp.services.events.questions import ask_no_more
from regapp.services.events.storing import set_window


@use_case
def add(
    session: Session,
    *,
    event_id: int,
    revision: int,
    draft: TicketTypeDraft,
    capacity: int | None,
    user_id: int | None,
) -> None:
    """Make a ticket type, the last in order, with so many places of its own; None: no limit.

    Raises NotFound, EditedMeanwhile, or KeyTaken if the event has one of this key.
    """
    places.keep_the_unlimited_out(session, event_id)  # they wait for no line
    with editing(
        session, event_id, revision, "ticket_type.added", user_id=user_id, ticket=draft.key
    ) as event:
        if draft.key in {one.key for one in event.ticket_types}:
            raise KeyTaken
        ticket_type = TicketType(
            event_id=event.id,
            key=draft.key,
            position=max((one.position for one in event.ticket_types), default=-1) + 1,
            attendance=draft.attendance,
        )
        _describe(event, ticket_type, draft)
        session.add(ticket_type)
        if capacity is not None:
            name = LocalizedText(draft.name)
            session.add(Quota(event_id=event.id, name=name, capacity=capacity, ticket_types=[ticket_type]))
        session.flush()
        session.expire(event, ["ticket_types", "quotas"])
        redraw(session, event)


@use_case
def change(
    session: Session, *, event_id: int, revision: int, draft: TicketTypeDraft, user_id: int | None
) -> None:
    """Change the ticket type of the draft's key, which stays for ever.

    Raises NotFound, EditedMeanwhile, UnknownTicket, and NotPossible if it is to admit to another place than
    those who have it were told.
    """
    with editing(
        session, event_id, revision, "ticket_type.changed", user_id=user_id, ticket=draft.key
    ) as event:
        ticket_type = event.find_ticket_type(draft.key)
        if draft.attendance is not ticket_type.attendance and is_used(session, ticket_type):
            raise NotPossible
        ticket_type.attendance = draft.attendance
        _describe(event, ticket_type, draft)


@use_case
def put(session: Session, *, event_id: int, revision: int, key: str, by: int, user_id: int | None) -> None:
    """Move a ticket type by so many places in the order of the form: -1 is one up.

    Raises NotFound, EditedMeanwhile or UnknownTicket.
    """
    with editing(session, event_id, revision, "ticket_type.moved", user_id=user_id, ticket=key) as event:
        order = list(event.ticket_types)
        number = order.index(event.find_ticket_type(key))
        order.insert(max(0, number + by), order.pop(number))
        for position, ticket_type in enumerate(order):
            ticket_type.position = position


@use_case
def remove(session: Session, *, event_id: int, revision: int, key: str, user_id: int | None) -> None:
    """Remove a ticket type that nobody has or had, with the quotas on which nothing else draws.

    Raises NotFound, EditedMeanwhile, UnknownTicket, and NotPossible if somebody has it or had it, or was
    invited to it.
    """
    places.keep_the_unlimited_out(session, event_id)  # they wait for no line
    with editing(session, event_id, revision, "ticket_type.removed", user_id=user_id, ticket=key) as event:
        ticket_type = event.find_ticket_type(key)
        if is_used(session, ticket_type):
            raise NotPossible
        for quota in list(ticket_type.quotas):
            if quota.ticket_types == [ticket_type] and not quota.sessions and not quota.choices:
                session.delete(quota)
        for question in list(event.questions):
            if question.ticket_types == [key]:
                ask_no_more(session, event, question)  # it was for nobody else
            question.ticket_types = [one for one in question.ticket_types if one != key]
        session.flush()
        session.delete(ticket_type)
        session.flush()
        session.expire(event, ["ticket_types", "quotas"])
        redraw(session, event)
        move_up(session, event)


def is_used(session: Session, ticket_type: TicketType) -> bool:
    """Whether somebody has this ticket type, waits for it, had it last, or was invited to it."""
    uses = [
        select(model.id).where(model.ticket_type_id == ticket_type.id).limit(1)
        for model in (Attendee, Hold, Invitation)
    ]
    return any(session.scalars(one).first() is not None for one in uses)


def _describe(event: Event, ticket_type: TicketType, draft: TicketTypeDraft) -> None:
    ticket_type.name, ticket_type.hint = LocalizedText(draft.name), LocalizedText(draft.hint)
    ticket_type.needs_approval, ticket_type.needs_code = draft.needs_approval, draft.needs_code
    set_window(event, ticket_type, draft)
