"""What comes into people's heads: a few of them, at a few events, with all that the pages offer."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import db, use_case
from regapp.errors import NotFound
from regapp.models import AddressChange, Attendee, Hold, Quota, Registration
from regapp.models import Session as ProgrammeSession
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import own_page, own_place, people, receipts
from regapp.services.registrations.lost_links import send_lost_links
from regapp.vocabulary import HoldReason, Language, Together
from tests import builders as b
from tests.races.works import attempt

PEOPLE = 8
TICKETS = ("in-person", "online", "talk")


@dataclass(frozen=True)
class Whim:
    """A step by chance: at ``event``, by ``one``, perhaps concerning ``other``."""

    event: int
    one: str
    other: str
    chance: Random
    held: list[str] = field(default_factory=list)

    @property
    def ticket(self) -> str:
        """One of the ticket types."""
        return self.chance.choice(TICKETS)

    @property
    def registration(self) -> Registration:
        """That of ``one``. Raises NotFound."""
        found = b.find_registration(self.event, self.one)
        if found is None:
            raise NotFound
        return found

    @property
    def token(self) -> str:
        """Of their own page. Raises NotFound."""
        return self.registration.token

    @property
    def code(self) -> str:
        """Of the ticket of one of the people whom they registered. Raises NotFound."""
        return self.chance.choice(self.registration.attendees).code

    @property
    def attendees(self) -> list[int]:
        """Some people of the event."""
        ids = list(db.session.scalars(select(Attendee.id).where(Attendee.event_id == self.event)))
        return self.chance.sample(ids, min(3, len(ids)))

    @property
    def sessions(self) -> tuple[int, ...]:
        """A workshop of the event, or none."""
        query = select(ProgrammeSession.id).where(ProgrammeSession.event_id == self.event)
        return tuple(db.session.scalars(query))[: self.chance.randrange(2)]

    @property
    def quota(self) -> int:
        """One of the event's quotas. Raises NotFound."""
        ids = list(db.session.scalars(select(Quota.id).where(Quota.event_id == self.event)))
        if not ids:
            raise NotFound
        return self.chance.choice(ids)


Step = Callable[[Whim], object]


def do_anything(events: list[int], count: int, seed: int, steps: list[Step] | None = None) -> Counter[str]:
    """Take so many steps by chance; how they ended."""
    chance = Random(seed)  # noqa: S311
    held: list[str] = []
    outcomes: Counter[str] = Counter()
    for _ in range(count):
        step, event = chance.choice(steps or STEPS), chance.choice(events)
        one, other = (f"p{chance.randrange(PEOPLE)}@example.org" for _ in range(2))
        outcomes[attempt(partial(step, Whim(event, one, other, chance, held)))] += 1
    return outcomes


def come(whim: Whim) -> None:
    """Register, with somebody or alone, for whatever there is."""
    others = (Companion("Other", whim.other), Companion("Third"))[: whim.chance.randrange(3)]
    token = b.register(
        whim.event,
        whim.one,
        ticket=whim.ticket,
        companions=others,
        together=whim.chance.choice(list(Together)),
        meanwhile=whim.chance.choice(["", "online"]),
        sessions=whim.sessions,
        code=whim.chance.choice(["", "GUESTS"]),
    )
    whim.held.append(token)


def _leave(whim: Whim) -> None:
    own_page.cancel(token=whim.token)


def _return(whim: Whim) -> None:
    own_page.restore(token=whim.token)


def _prove(whim: Whim) -> None:
    own_page.prove(token=whim.token)


def _rename(whim: Whim) -> None:
    own_page.change_details(token=whim.token, name=whim.other, answers={}, language=Language.GERMAN)


def _move(whim: Whim) -> None:
    own_page.ask_for_address_change(token=whim.token, email=whim.other)
    proof = db.session.scalars(select(AddressChange.token).where(AddressChange.email == whim.other)).first()
    own_page.prove_address(token=proof or "none")


def correct(whim: Whim) -> None:
    """Say on the receipt that the address was wrong."""
    if whim.held:
        receipts.correct_address(token=whim.held[-1], email=whim.one, browser_secret=b.BROWSER)


def _ask_again(whim: Whim) -> None:
    if whim.held:
        receipts.send_again(token=whim.held[0])


def _lose_links(whim: Whim) -> None:
    send_lost_links(email=whim.one, language=Language.KAZAKH)


def _accept(whim: Whim) -> None:
    own_place.accept(token=whim.token)


def _decline(whim: Whim) -> None:
    own_place.decline(token=whim.token)


def _change_ticket(whim: Whim) -> None:
    own_place.change_ticket(token=whim.token, code=whim.code, ticket=whim.ticket)


def _choose_sessions(whim: Whim) -> None:
    own_place.choose_sessions(token=whim.token, code=whim.code, sessions=whim.sessions)


def _leave_line(whim: Whim) -> None:
    own_place.leave_line(token=whim.token, code=whim.code)


def _bring(whim: Whim) -> None:
    people.add(token=whim.token, name="One more", email=whim.other)


def _swap(whim: Whim) -> None:
    people.rename(token=whim.token, code=whim.code, name="Somebody else", email=whim.other)


def _take_out(whim: Whim) -> None:
    people.take_out(token=whim.token, code=whim.code)


def _run_late(whim: Whim) -> None:
    """Let the time pass for what is kept for ``one``."""
    end_offers(registration_id=whim.registration.id)


@use_case
def end_offers(session: Session, *, registration_id: int) -> None:
    """Have what is offered to a registration's people end now."""
    people_of_one = select(Attendee.id).where(Attendee.registration_id == registration_id)
    ending = update(Hold).where(Hold.reason == HoldReason.OFFERED, Hold.attendee_id.in_(people_of_one))
    session.execute(ending.values(deadline=now()).execution_options(synchronize_session=False))


PARTICIPANTS: list[Step] = [
    *(come,) * 6,
    *(_leave,) * 3,
    *(_return, _prove, _rename, _move, correct, _ask_again, _lose_links, _accept, _decline, _change_ticket),
    *(_choose_sessions, _leave_line, _bring, _swap, _take_out, _change_ticket, _accept, _prove, _run_late),
]
STEPS = PARTICIPANTS
