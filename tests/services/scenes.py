"""Every way to make each transition: what happens before, and the step that makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import time_machine

from regapp.services.allocation import transitions as t
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuotaDraft, SessionDraft, TicketTypeDraft
from regapp.services.registrations import by_hand, deciding, lapsing, own_page, own_place, people, receipts
from regapp.vocabulary import Actor, Attendance, Status, Together
from tests import builders as b

EXPERT = TicketTypeDraft("expert", Attendance.IN_PERSON, {"en": "Expert"}, needs_approval=True)
PARTICIPANT, ORGANISER, SYSTEM = Actor
CONFIRMED, WAITING, OFFERED, PENDING, UNPROVEN, CANCELLED, REJECTED, LAPSED = Status


@dataclass
class Scene:
    """An event with one place in the room, the clock, and the receipts of whoever came."""

    event: int
    clock: time_machine.Traveller
    receipts: dict[int, str] = field(default_factory=dict)


Step = Callable[[Scene], Any]


def opened(clock: time_machine.Traveller, *, capacity: int = 1, **rules: Any) -> Scene:
    event = b.small_event(
        ticket_types=(b.IN_PERSON, b.ONLINE, EXPERT),
        quotas=(QuotaDraft({"en": "The room"}, capacity, ("in-person", "expert")),),
        sessions=(SessionDraft({"en": "Workshop"}, bookable=True),),
        most_people=3,
        **rules,
    )
    return Scene(event, clock)


def comes(person: int, ticket: str = "in-person", companions: int = 0, **asked: Any) -> Step:
    others = tuple(Companion(f"Companion {n}", f"c{n}@example.org") for n in range(companions))

    def step(scene: Scene) -> None:
        scene.receipts[person] = b.register(
            scene.event, person, ticket=ticket, companions=others, **{"together": Together.FIT, **asked}
        )

    return step


def own(what: str, person: int = 1, **asked: Any) -> Step:
    of = next(module for module in (own_page, own_place, people) if hasattr(module, what))
    return lambda scene: getattr(of, what)(token=b.own_token(scene.event, person), **asked)


def for_one(what: str, index: int = 0, **asked: Any) -> Step:
    """For one of the first person's people."""
    of = own_place if hasattr(own_place, what) else people

    def step(scene: Scene) -> None:
        registration = b.registration(scene.event, 1)
        code, token = registration.attendees[index].code, registration.token
        getattr(of, what)(token=token, code=code, **asked)

    return step


def host(what: str, person: int = 1, count: int = 9) -> Step:
    of = deciding if hasattr(deciding, what) else by_hand

    def step(scene: Scene) -> None:
        ids = [one.id for one in b.registration(scene.event, person).attendees[:count]]
        getattr(of, what)(event_id=scene.event, attendee_ids=ids, user_id=None)

    return step


def host_adds(person: int, ticket: str = "in-person", *, above: bool = False) -> Step:
    return lambda scene: by_hand.add(
        event_id=scene.event, asked=b.asked(person, ticket=ticket), user_id=None, above=above
    )


def host_moves(ticket: str, *, above: bool = False) -> Step:
    def step(scene: Scene) -> None:
        attendee = b.registration(scene.event, 1).first.id
        by_hand.move(event_id=scene.event, attendee_id=attendee, ticket=ticket, user_id=None, above=above)

    return step


def corrects(scene: Scene) -> None:
    """The form of the first person turns out to be that of the ninth, who is known."""
    token = scene.receipts[1]
    receipts.correct_address(token=token, email=b.asked(9).email, browser_secret=b.BROWSER)


def chooses_the_workshop(scene: Scene) -> None:
    registration = b.registration(scene.event, 1)
    chosen = [item.id for item in registration.event.sessions]
    code, token = registration.first.code, registration.token
    own_place.choose_sessions(token=token, code=code, sessions=chosen)


def later(minutes: int) -> Step:
    def step(scene: Scene) -> None:
        scene.clock.shift(timedelta(minutes=minutes))

    return step


def sweep(_scene: Scene) -> None:
    lapsing.lapse_due()


OFFERS, PROOF, NO_HOLD = {"offer_minutes": 60}, {"proof_minutes": 30}, {"pending_holds": False}
HYBRID = (comes(9), comes(1, meanwhile="online"))
ASKS = (comes(1, "online"), for_one("change_ticket", ticket="expert"))

# How the first person, with or without companions, comes to have each status; with the event's rules.
STANDINGS: dict[Status, tuple[dict[str, Any], Callable[..., tuple[Step, ...]]]] = {
    CONFIRMED: ({}, lambda **of: (comes(1, "online", **of), comes(9))),
    WAITING: ({}, lambda **of: (comes(9), comes(1, **of))),
    OFFERED: (
        {**OFFERS, "capacity": 2},
        lambda **of: (comes(9), comes(8), comes(1, **of), own("cancel", 9), own("cancel", 8)),
    ),
    PENDING: (NO_HOLD, lambda **of: (comes(1, "expert", **of), comes(9))),
    UNPROVEN: (PROOF, lambda **of: (comes(9), comes(1, "online", **of))),
    CANCELLED: ({}, lambda **of: (comes(9), comes(1, **of), own("cancel"))),
    REJECTED: ({}, lambda **of: (comes(9), comes(1, "expert", **of), host("reject"))),
    LAPSED: (PROOF, lambda **of: (comes(1, **of), later(31), sweep)),
}


@dataclass(frozen=True)
class Way:
    """A way to make a transition, by whom, from what to what, of the n-th of the first person's people."""

    transition: t.Transition
    actor: Actor
    before: Status | None
    after: Status
    steps: tuple[Step, ...]
    last: Step
    rules: dict[str, Any] = field(default_factory=dict)
    index: int = 0

    def __str__(self) -> str:
        return f"{self.transition.action}-{self.actor}-{self.before}-{self.after}"


def of_all(transition: t.Transition, actor: Actor, last: Step, statuses: list[Status], after: Status, *,
           companions: int = 0, index: int = 0) -> list[Way]:  # fmt: skip
    return [
        Way(transition, actor, status, after, STANDINGS[status][1](companions=companions), last,
            STANDINGS[status][0], index)
        for status in statuses
    ]  # fmt: skip
