"""The own calendar file on the own page: the way to join is for a confirmed place online alone."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import MeetingDraft, QuotaDraft, TicketTypeDraft
from regapp.services.registrations import own_page, own_place, people
from regapp.vocabulary import Attendance, Status
from tests import builders
from tests.mail import scenes

JOIN = "https://zoom.us/j/5550001"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(scenes.TODAY, tick=False):
        yield


def online_event(*, capacity: int = 1, needs_approval: bool = False, **rules: object) -> int:
    """An event in a room and, for a few, online."""
    online = TicketTypeDraft("online", Attendance.ONLINE, {"en": "Online"}, needs_approval=needs_approval)
    return builders.small_event(
        meeting=MeetingDraft(provider="zoom", join_address=JOIN, passcode="air"),
        ticket_types=(builders.IN_PERSON, online),
        quotas=(QuotaDraft({"en": "Zoom"}, capacity, ("online",)),),
        **rules,
    )


def file(app: Flask, event: int, person: int) -> str:
    answer = app.test_client().get(f"/registrations/{builders.own_token(event, person)}/calendar.ics")
    assert answer.status_code == 200
    return answer.text.replace("\r\n ", "")


def confirmed() -> int:
    event = online_event()
    builders.register(event, 2, ticket="online")
    return event


def waiting() -> int:
    event = online_event()
    builders.register(event, 1, ticket="online")
    builders.register(event, 2, ticket="online")
    return event


def offered() -> int:
    event = online_event(offer_minutes=60)
    builders.register(event, 1, ticket="online")
    builders.register(event, 2, ticket="online", meanwhile="in-person")
    own_page.cancel(token=builders.own_token(event, 1))
    return event


def pending() -> int:
    event = online_event(needs_approval=True)
    builders.register(event, 2, ticket="online")
    return event


def unproven() -> int:
    event = online_event(proof_minutes=60)
    builders.register(event, 2, ticket="online")
    return event


def cancelled() -> int:
    event = confirmed()
    own_page.cancel(token=builders.own_token(event, 2))
    return event


def test_a_confirmed_place_online_is_told_the_way_to_join(app: Flask) -> None:
    text = file(app, confirmed(), 2)
    assert JOIN in text
    assert "air" in text


@pytest.mark.parametrize(
    ("stand", "status"),
    [
        (waiting, Status.WAITING),
        (offered, Status.CONFIRMED),  # in the room, while online is offered
        (pending, Status.PENDING),
        (unproven, Status.UNPROVEN),
        (cancelled, Status.CANCELLED),
    ],
)
def test_whoever_has_no_place_online_is_not(app: Flask, stand: Callable[[], int], status: Status) -> None:
    event = stand()
    assert builders.registration(event, 2).first.status is status
    text = file(app, event, 2)
    assert "zoom.us" not in text
    assert "air" not in text.replace("fair", "")


def test_of_several_the_first_with_a_place_says_where(app: Flask) -> None:
    event = online_event(most_people=3)
    builders.register(event, 2, ticket="in-person", companions=(Companion("B"),))
    companion = builders.registration(event, 2).attendees[1]
    token = builders.own_token(event, 2)
    own_place.change_ticket(token=token, code=companion.code, ticket="online")
    assert JOIN not in file(app, event, 2)
    builders.db.session.rollback()
    people.take_out(token=token, code=builders.registration(event, 2).first.code)
    builders.db.session.rollback()
    assert JOIN in file(app, event, 2)


def test_the_file_has_the_number_of_the_letter(app: Flask) -> None:
    event = cancelled()
    (entry,) = Calendar.from_ical(file(app, event, 2)).events
    (invited, taken_back) = [letter.facts["sequence"] for letter in builders.letters(2)]
    assert invited < taken_back == entry["SEQUENCE"]
