"""Codes that open a ticket type: made by an organiser, used by whoever registers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import insert_if_new, use_case
from regapp.errors import NotFound, NotPossible, WrongCode
from regapp.models import Attendee, Event, Invitation, Registration, TicketType, emails
from regapp.models.invitation import plain_code
from regapp.models.tokens import new_code
from regapp.services import audit
from regapp.services.allocation import places
from regapp.services.outgoing import letters, opting_out
from regapp.vocabulary import EventVisibility, Language, LetterKind


@use_case
def invite(
    session: Session,
    *,
    event_id: int,
    ticket: str,
    user_id: int | None,
    code: str = "",
    uses: int = 1,
    expires: datetime | None = None,
) -> str:
    """Make a code for ``uses`` people; the code, a new random one unless it is given.

    ``expires`` is naive: the wall clock of the event's zone. Raises NotFound, UnknownTicket, or NotPossible
    if the event has the code already.
    """
    event, ticket_type = _find(session, event_id, ticket)
    values = _values(event, ticket_type, code=plain_code(code) or new_code(), uses=uses, expires=expires)
    if insert_if_new(session, Invitation, values) is None:
        raise NotPossible
    audit.record_event(session, user_id, "invitation.made", event_id, ticket=ticket, uses=uses)
    return str(values["code"])


@use_case
def invite_addresses(
    session: Session,
    *,
    event_id: int,
    ticket: str,
    addresses: Sequence[str],
    language: Language,
    user_id: int | None,
    expires: datetime | None = None,
    send_letters: bool = True,
) -> int:
    """Make each address a code of its own and owe it a letter; how many are new.

    Who is invited to this ticket type already stays so, and gets no second letter. Who wants no letters from
    the organisation gets a code without one. Raises NotFound or UnknownTicket.
    """
    event, ticket_type = _find(session, event_id, ticket)
    places.lock_line(session, event_id)  # two lists at once would both find an address missing
    invited = set(
        session.scalars(select(Invitation.email_key).where(Invitation.ticket_type_id == ticket_type.id))
    )
    new = {emails.key(address): address for address in addresses}
    refused = opting_out.wants_none(session, new, event.organisation_id)
    for key, address in new.items():
        if key in invited:
            continue
        values = _values(event, ticket_type, code=new_code(), uses=1, expires=expires)
        invitation = Invitation(**values, email=address, email_key=key)
        session.add(invitation)
        session.flush()
        if send_letters and key not in refused:
            facts = {"invitation": invitation.id}
            letters.owe_to(session, address, LetterKind.INVITATION, language, event_id=event_id, facts=facts)
    count = len(new.keys() - invited)
    audit.record_event(session, user_id, "invitation.list_made", event_id, ticket=ticket, people=count)
    return count


@use_case
def withdraw(session: Session, *, event_id: int, invitation_id: int, user_id: int | None) -> None:
    """End an invitation: those who came by it stay, nobody else comes. Raises NotFound."""
    places.lock_line(session, event_id)
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.event_id != event_id:
        raise NotFound
    event = session.get_one(Event, event_id)
    moment = now()
    invitation.expires_at, invitation.expires_wall = moment, event.wall(moment)
    audit.record_event(session, user_id, "invitation.withdrawn", event_id, invitation=invitation_id)


def check(
    session: Session, ticket_type: TicketType, code: str, *, email: str, people: int
) -> Invitation | None:
    """The invitation by which so many people may have ``ticket_type``; None where it needs none.

    The caller holds the event's line if it needs one. Raises WrongCode.
    """
    if not ticket_type.needs_code:
        if ticket_type.event.visibility is EventVisibility.INVITED:
            raise WrongCode
        return None
    found = session.scalars(
        select(Invitation)
        .where(Invitation.ticket_type_id == ticket_type.id, Invitation.code == plain_code(code))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not found.is_open_to(emails.key(email), people, now()):
        raise WrongCode
    return found


def check_again(registration: Registration, *, people: int) -> None:
    """Raise WrongCode unless the invitation by which a registration came is open to so many more people."""
    invitation = registration.invitation
    if invitation is None or not invitation.is_open_to(registration.email_key or "", people, now()):
        raise WrongCode


def use(session: Session, invitation_id: int | None, *, people: int) -> None:
    """Count people who came by an invitation. Raises WrongCode if it is not for so many any more."""
    if invitation_id is None:
        return
    counted = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.used + people <= Invitation.uses)
        .values(used=Invitation.used + people)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if counted.first() is None:
        raise WrongCode


def claim(session: Session, attendee: Attendee) -> None:
    """Count somebody who changes to a ticket that needs a code, by the code their registration came with.

    Raises WrongCode if it is not open any more.
    """
    if not attendee.invited:
        check_again(attendee.registration, people=1)
        use(session, attendee.registration.invitation_id, people=1)
        attendee.invited = True


def release(session: Session, attendee: Attendee) -> None:
    """Count somebody off who neither has nor waits for a ticket that needs a code any more."""
    if not attendee.invited:
        return
    entry = attendee.waiting_entry
    wanted = [hold.ticket_type for hold in attendee.holds] + ([entry.ticket_type] if entry else [])
    if any(ticket_type.needs_code for ticket_type in wanted):
        return
    attendee.invited = False
    session.execute(
        update(Invitation)
        .where(Invitation.id == attendee.registration.invitation_id)
        .values(used=Invitation.used - 1)
        .execution_options(synchronize_session=False)
    )


def _find(session: Session, event_id: int, ticket: str) -> tuple[Event, TicketType]:
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound
    return event, event.find_ticket_type(ticket)


def _values(
    event: Event, ticket_type: TicketType, *, code: str, uses: int, expires: datetime | None
) -> dict[str, object]:
    return {
        "event_id": event.id,
        "ticket_type_id": ticket_type.id,
        "code": code,
        "uses": uses,
        "expires_wall": expires,
        "expires_at": event.instant(expires) if expires else None,
    }
