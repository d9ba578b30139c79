"""What may happen to somebody's place in an event, and what the letters about it say to a calendar."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import time_machine
from flask import Flask

from regapp.services.events import event_changes
from regapp.services.events.drafts import MeetingDraft, SessionDraft
from regapp.services.registrations import own_page, own_place
from tests import builders
from tests.mail import scenes
from tests.mail.places import at
from tests.mail.scenes import enrol, own

from .client import Told, read
from .inbox import letters_to, work, work_later

Starts = list[datetime]
Step = Callable[[str], Any]
Messages = list[list[Told]]  # by letter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2027, 3, 11, 17)  # on the wall in Almaty
NOON = datetime(2027, 3, 11, 12, tzinfo=UTC)  # the same
JOIN = "https://zoom.us/j/5550001"


def moves(slug: str, *, start: datetime = START, end: datetime | None = None) -> None:
    event_changes.move(
        event_id=scenes.stored_event(slug).id,
        zone="Asia/Almaty",
        start=start,
        end=end or start + 2 * HOUR,
        closes=start - DAY,
        opens=None,
        user_id=None,
    )


def loses_its_room(slug: str) -> None:
    event_changes.relocate(event_id=scenes.stored_event(slug).id, venue_id=None, user_id=None)


def calls_off(slug: str) -> None:
    event_changes.cancel(event_id=scenes.stored_event(slug).id, reason="The storm.", user_id=None)


def leaves(slug: str) -> None:
    own_page.cancel(token=own(at("aigul", slug), slug).token)


def comes_back(slug: str) -> None:
    own_page.restore(token=own(at("aigul", slug), slug).token)


def takes(slug: str, *, ticket: str) -> None:
    registration = own(at("aigul", slug), slug)
    own_place.change_ticket(token=registration.token, code=registration.first.code, ticket=ticket)


def chooses(slug: str, *, numbers: tuple[int, ...]) -> None:
    registration = own(at("aigul", slug), slug)
    chosen = [registration.event.sessions[number].id for number in numbers]
    own_place.choose_sessions(token=registration.token, code=registration.first.code, sessions=chosen)


WORKSHOPS = tuple(
    SessionDraft(
        {"en": f"Workshop {hour}"}, START.replace(hour=hour), START.replace(hour=hour + 1), bookable=True
    )
    for hour in (17, 18)
)
FACTS = {
    "start": START,
    "end": START + 2 * HOUR,
    "closes": START - DAY,
    "venue": "dku-almaty",
    "meeting": MeetingDraft("zoom", join_address=JOIN),
}


@dataclass(frozen=True)
class Life:
    """What happens one after another, and when the calendar shows the event after each letter about it."""

    steps: tuple[tuple[Step, Starts], ...]
    first: Starts = field(default_factory=lambda: [NOON])
    facts: dict[str, Any] = field(default_factory=dict)
    by_session: bool = False


LATER, EARLIER = partial(moves, start=START + HOUR), partial(moves, start=START - HOUR)
ONLINE = partial(takes, ticket="online")
LIVES = {
    "moved twice and called off": Life(((LATER, [NOON + HOUR]), (EARLIER, [NOON - HOUR]), (calls_off, []))),
    "leaves, comes back, goes online and leaves": Life(
        ((leaves, []), (comes_back, [NOON]), (ONLINE, [NOON]), (leaves, []))
    ),
    "both sides change it in turn": Life(
        ((LATER, [NOON + HOUR]), (ONLINE, [NOON + HOUR]), (EARLIER, [NOON - HOUR]), (leaves, []))
    ),
    "another place, and called off": Life(((loses_its_room, [NOON]), (calls_off, []))),
    "two days become one, and none": Life(
        ((moves, [NOON]), (calls_off, [])), first=[NOON, NOON + DAY], facts={"end": START + DAY + 2 * HOUR}
    ),
    "chooses among sessions, and it is called off": Life(
        (
            (partial(chooses, numbers=(0,)), [NOON]),
            (partial(chooses, numbers=(1,)), [NOON + HOUR]),
            (partial(chooses, numbers=(0, 1)), [NOON, NOON + HOUR]),
            (calls_off, []),
        ),
        facts={"sessions": WORKSHOPS},
        by_session=True,
    ),
}


def lived(app: Flask, slug: str, life: Life) -> Messages:
    """What the letters that somebody gets in such a life say to a calendar."""
    address = at("aigul", slug)
    with app.app_context(), time_machine.travel(scenes.TODAY, tick=False) as clock:
        event = builders.publish(builders.draft(slug, **FACTS | life.facts))
        builders.change_event(event, calendar_by_session=life.by_session)
        enrol(address, slug=slug)
        work(app)
        for step, _ in life.steps:
            clock.shift(2 * HOUR)
            step(slug)
            work_later(app, clock)
        return [told for letter in letters_to(app, address) if (told := list(read(letter)))]
