"""What comes into organisers' and workers' heads meanwhile; see anything.py."""

from collections import Counter

from regapp.database import db
from regapp.models import Event
from regapp.services.allocation import invitations
from regapp.services.allocation.asked import Companion
from regapp.services.events import quotas, rules, ticket_types, windows
from regapp.services.events.drafts import TicketTypeDraft
from regapp.services.events.rules import Rules
from regapp.services.registrations import by_hand, deciding, lapsing
from regapp.vocabulary import Language
from tests import builders as b
from tests.races.anything import PARTICIPANTS, TICKETS, Step, Whim, do_anything


def organise_and_take_part(events: list[int], count: int, seed: int) -> Counter[str]:
    """Take so many steps by chance, of all that there are; how they ended."""
    return do_anything(events, count, seed, [*PARTICIPANTS, *ORGANISERS])


def _approve(whim: Whim) -> None:
    deciding.approve(event_id=whim.event, attendee_ids=whim.attendees, user_id=None)


def _reject(whim: Whim) -> None:
    deciding.reject(event_id=whim.event, attendee_ids=whim.attendees, user_id=None)


def _add(whim: Whim) -> None:
    others = (Companion("Other", whim.other),)[: whim.chance.randrange(2)]
    asked = b.asked(whim.one, ticket=whim.ticket, companions=others, sessions=whim.sessions)
    by_hand.add(event_id=whim.event, asked=asked, user_id=None, above=whim.chance.random() < 0.3)


def _cancel(whim: Whim) -> None:
    by_hand.cancel(event_id=whim.event, attendee_ids=whim.attendees, user_id=None)


def _restore(whim: Whim) -> None:
    above = whim.chance.random() < 0.3
    by_hand.restore(event_id=whim.event, attendee_ids=whim.attendees, user_id=None, above=above)


def _move(whim: Whim) -> None:
    for attendee in whim.attendees[:1]:
        by_hand.move(event_id=whim.event, attendee_id=attendee, ticket=whim.ticket, user_id=None)


def _resize(whim: Whim) -> None:
    capacity = whim.chance.randrange(1, 5)
    quotas.set_capacity(event_id=whim.event, quota_id=whim.quota, capacity=capacity, user_id=None)


def _limit(whim: Whim) -> None:
    tickets = whim.chance.sample(TICKETS, 1)
    name = {"en": "More"}
    quotas.add(event_id=whim.event, name=name, capacity=9, ticket_types=tickets, user_id=None)


def _redraw(whim: Whim) -> None:
    tickets = whim.chance.sample(TICKETS, whim.chance.randrange(3))
    sessions = whim.sessions
    quotas.draw(
        event_id=whim.event, quota_id=whim.quota, ticket_types=tickets, sessions=sessions, user_id=None
    )


def _unlimit(whim: Whim) -> None:
    quotas.remove(event_id=whim.event, quota_id=whim.quota, user_id=None)


def _change_rules(whim: Whim) -> None:
    chance = whim.chance
    changed = Rules(
        waiting_list=chance.random() < 0.9,
        offer_minutes=chance.choice([None, 60]),
        proof_minutes=chance.choice([None, 60]),
        pending_holds=chance.random() < 0.5,
        most_people=3,
    )
    rules.change_rules(event_id=whim.event, rules=changed, user_id=None)


def _change_ticket_rules(whim: Whim) -> None:
    yes, code = whim.chance.random() < 0.3, whim.chance.random() < 0.2
    event = db.session.get_one(Event, whim.event)
    draft = TicketTypeDraft(
        whim.ticket,
        event.find_ticket_type(whim.ticket).attendance,
        {"en": whim.ticket},
        needs_approval=yes,
        needs_code=code,
    )
    ticket_types.change(event_id=event.id, revision=event.revision, draft=draft, user_id=None)


def _invite(whim: Whim) -> None:
    ticket, code = whim.ticket, whim.chance.choice(["", "GUESTS"])
    invitations.invite(event_id=whim.event, ticket=ticket, user_id=None, code=code, uses=3)


def _invite_addresses(whim: Whim) -> None:
    invitations.invite_addresses(
        event_id=whim.event,
        ticket=whim.ticket,
        addresses=[whim.one, whim.other],
        language=Language.RUSSIAN,
        user_id=None,
    )


def _open(whim: Whim) -> None:
    windows.open_now(event_id=whim.event, user_id=None)


def _lapse(_: Whim) -> None:
    lapsing.lapse_due()


ORGANISERS: list[Step] = [
    *(_approve, _approve, _reject, _add, _add, _cancel, _restore, _restore, _move, _resize, _limit, _redraw),
    *(_unlimit, _change_rules, _change_ticket_rules, _invite, _invite_addresses, _open, _lapse, _lapse),
]
