"""One person of a registration, as the own page shows them: what they have and what they may have instead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import format_decimal
from flask_wtf import FlaskForm

from regapp import texts
from regapp.clock import now
from regapp.database import db
from regapp.documents.qr import qr_svg
from regapp.errors import NoPlace, RegistrationShut
from regapp.models import Attendee, Event, Registration, Session, TicketType
from regapp.queries.drawing import NO_DRAWS, Draws
from regapp.queries.registrations import Standing
from regapp.services.allocation.assessing import seats_for
from regapp.services.allocation.places import demand_of, held_quotas
from regapp.vocabulary import HoldReason, Status
from regapp.web.context import addresses
from regapp.web.formats import local, read
from regapp.web.public.cards import DRAWN_BY_KEY
from regapp.web.public.own_forms import person_form, sessions_form, ticket_form
from regapp.web.public.phase import Phase
from regapp.web.reading import language
from regapp.web.translations import gettext as _


class Outlook(StrEnum):
    """What asking for a ticket would lead to."""

    FREE = "free"
    ASK = "ask"
    WAIT = "wait"
    FULL = "full"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes. ``number`` counts from 1; the forms are None where they make no sense now."""

    number: int
    attendee: Attendee
    standing: Standing
    qr: str
    kept: bool
    together: bool
    may_take: bool
    meanwhile: list[TicketType]
    name_form: FlaskForm
    ticket_form: FlaskForm | None
    sessions_form: FlaskForm | None
    cards: dict[str, dict[str, Any]]
    session_cards: dict[str, dict[str, Any]]

    @property
    def offered(self) -> bool:
        """Whether a place is offered and may still be accepted."""
        deadline = self.standing.deadline
        return self.standing.offered is not None and deadline is not None and now() < deadline

    @property
    def holds_something(self) -> bool:
        """Whether there is a place beside the offer or the place in the line."""
        return self.standing.status in {Status.CONFIRMED, Status.PENDING}


def person(number: int, attendee: Attendee, standing: Standing, phase: Phase) -> Person:
    """What the page shows of an attendee."""
    event = attendee.registration.event
    is_settled = standing.offered is None and attendee.registration.prove_until is None
    ticket_types = _choice_of_tickets(attendee) if is_settled and phase is Phase.OPEN else []
    # While the host decides on another ticket, it is open which one the sessions go with.
    has_one = len({hold.ticket_type_id for hold in attendee.holds}) <= 1
    in_party = attendee.waiting_entry is not None and attendee.waiting_entry.party is not None
    bookable = [one for one in event.sessions if one.bookable and is_settled and has_one and not in_party]
    return Person(
        number,
        attendee,
        standing,
        qr=qr_svg(addresses().ticket(attendee.code)) if standing.confirmed and standing.in_person else "",
        kept=_is_kept(attendee),
        together=in_party,
        may_take=_may_take(attendee, standing, phase),
        meanwhile=[one for one in ticket_types if _may_be_held_meanwhile(one, attendee)],
        name_form=_name_form(number, attendee),
        ticket_form=_ticket_form(number, attendee, ticket_types) if len(ticket_types) > 1 else None,
        sessions_form=_sessions_form(number, attendee, bookable) if bookable else None,
        cards={one.key: _ticket_card(one, attendee, standing) for one in ticket_types},
        session_cards={str(one.id): _session_card(one, attendee, event) for one in bookable},
    )


def outlook(
    ticket_type: TicketType,
    sessions: Sequence[Session] = (),
    draws: Draws = NO_DRAWS,
    held: Collection[int] = (),
    *,
    approved: bool = False,
) -> Outlook:
    """What asking for a ticket with these sessions leads to, for who holds places of the quotas ``held``.

    It may be of the past when it is read: the use case decides.
    """
    event, moment = ticket_type.event, now()
    try:
        ticket_type.check_open(moment)
    except RegistrationShut:
        return Outlook.SHUT
    asks = ticket_type.needs_approval and not approved
    if asks and not event.pending_holds:
        return Outlook.ASK
    try:
        seats = seats_for(db.session(), ticket_type, 1, sessions=sessions, draws=draws, held=frozenset(held))
    except NoPlace:
        return Outlook.FULL
    if not seats.count:
        return Outlook.WAIT
    return Outlook.ASK if asks else Outlook.FREE


def can_be_asked_for(attendee: Attendee, ticket: str) -> bool:
    """Whether somebody may have the ticket of this key, or wait for it, as far as can be told now."""
    found = next((one for one in _choice_of_tickets(attendee) if one.key == ticket), None)
    return found is not None and _outlook_for(found, attendee) not in {Outlook.FULL, Outlook.SHUT}


def _may_choose(registration: Registration, ticket_type: TicketType) -> bool:
    """Whether a ticket type is shown: one that needs a code only to those who came by such a code."""
    invitation = registration.invitation
    return not ticket_type.needs_code or (
        invitation is not None and invitation.ticket_type_id == ticket_type.id
    )


def _is_kept(attendee: Attendee) -> bool:
    """Whether what is asked of the host is kept until the answer."""
    asked = [hold for hold in attendee.holds if hold.reason is HoldReason.PENDING]
    return all(hold.quota_id or not demand_of(attendee, hold.ticket_type) for hold in asked)


def _may_take(attendee: Attendee, standing: Standing, phase: Phase) -> bool:
    """Whether a place they wait for is free for whoever comes first, since none is offered any more."""
    wanted, event = standing.waits_for, attendee.registration.event
    if wanted is None or phase is not Phase.OPEN or not event.offers_stopped(now()):
        return False
    return _outlook_for(wanted, attendee) in {Outlook.FREE, Outlook.ASK}


def _may_be_held_meanwhile(ticket_type: TicketType, attendee: Attendee) -> bool:
    """Whether somebody who only waits for another ticket can have this one until then."""
    entry = attendee.waiting_entry
    if entry is None or entry.ticket_type_id == ticket_type.id or attendee.holds:
        return False
    return not ticket_type.needs_code and _outlook_for(ticket_type, attendee) is Outlook.FREE


def _name_form(number: int, attendee: Attendee) -> FlaskForm:
    return person_form(number, formdata=None, data={"name": attendee.name, "email": attendee.email})


def _ticket_form(number: int, attendee: Attendee, ticket_types: list[TicketType]) -> FlaskForm:
    return ticket_form(number, ticket_types, formdata=None, data={"ticket": attendee.ticket_type.key})


def _sessions_form(number: int, attendee: Attendee, bookable: list[Session]) -> FlaskForm:
    chosen = [str(session.id) for session in attendee.sessions]
    return sessions_form(number, bookable, formdata=None, data={"session": chosen})


def _outlook_for(ticket_type: TicketType, attendee: Attendee) -> Outlook:
    held, entry = held_quotas(attendee), attendee.waiting_entry
    is_waited_for = entry is not None and entry.ticket_type_id == ticket_type.id
    approved = is_waited_for and attendee.approved_at is not None
    return outlook(ticket_type, attendee.sessions, attendee.draws, held, approved=approved)


def _choice_of_tickets(attendee: Attendee) -> list[TicketType]:
    registration = attendee.registration
    has = {hold.ticket_type_id for hold in attendee.holds} | {attendee.ticket_type_id}
    every = registration.event.ticket_types
    return [one for one in every if one.id in has or _may_choose(registration, one)]


def _ticket_card(ticket_type: TicketType, attendee: Attendee, standing: Standing) -> dict[str, Any]:
    """The card of a ticket one may choose: what happens then, and whether it can be chosen at all."""
    icon = ticket_type.key if ticket_type.key in DRAWN_BY_KEY else str(ticket_type.attendance)
    card = {"icon": icon, "name": read(ticket_type.name)}
    held = {hold.ticket_type_id: hold.reason for hold in attendee.holds}
    if reason := held.get(ticket_type.id):
        asked = _("You asked for this; the host has not answered yet.")
        return card | {"note": asked if reason is HoldReason.PENDING else _("You have this now.")}
    if standing.waits_for is not None and standing.waits_for.id == ticket_type.id:
        position = format_decimal(standing.position or 0)
        return card | {"note": _("You wait for this: number %(position)s in the line.", position=position)}
    expected = _outlook_for(ticket_type, attendee)
    return card | {
        "note": " ".join(_what_happens(expected, standing)),
        "disabled": expected in {Outlook.FULL, Outlook.SHUT},
    }


def _what_happens(expected: Outlook, standing: Standing) -> list[str]:
    leaves_line = [_("You leave the line with that.")] if standing.waits_for else []
    asked = standing.asks_for or standing.status is Status.PENDING
    ends = [_("What you asked the host for ends with that.")] if asked else []
    match expected:
        case Outlook.FREE:
            return [_("A place is free: you get it at once."), *leaves_line, *ends]
        case Outlook.ASK:
            stays = [_("Until then you keep what you have.")] if standing.confirmed else []
            return [_("The host has to say yes first."), *stays, *leaves_line, *ends]
        case Outlook.WAIT if standing.confirmed:
            return [_("No place is free: you wait at the end of the line and keep what you have."), *ends]
        case Outlook.WAIT:
            instead = _("No place is free: you would wait for this one instead, at the end of the line.")
            return [instead, *ends]
        case Outlook.FULL:
            return [_("All places are taken, and there is no waiting list.")]
        case Outlook.SHUT:
            return [_("Registration for this is not open now.")]


def _session_card(session: Session, attendee: Attendee, event: Event) -> dict[str, Any]:
    notes = []
    if session.start_at:
        start = local(session.start_at, event.zone)
        notes.append(f"{texts.long_date(start, language())}, {texts.clock_time(start, language())}")
    held = held_quotas(attendee)
    is_full = any(not quota.left for quota in session.quotas if quota.id not in held)
    is_chosen = session in attendee.sessions
    if is_full and not is_chosen:
        notes.append(
            _("All places are taken.")
            if attendee.holds
            else _("All places are taken: you wait until one is free here too.")
        )
    return {
        "icon": "calendar",
        "name": read(session.title),
        "note": " ".join(notes),
        "disabled": is_full and not is_chosen and bool(attendee.holds),
    }
