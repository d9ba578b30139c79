"""Another ticket in one step, and a place on line while one waits for the room."""

import pytest

from regapp.database import db
from regapp.errors import NoPlace, NotPossible
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.services.registrations import own_page, own_place
from regapp.vocabulary import Attendance, LetterKind, Status, Together
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

NGO = TicketTypeDraft("ngo", Attendance.IN_PERSON, {"en": "NGO"})
SHARED = (QuotaDraft({"en": "The room"}, 1, ("in-person", "ngo")), QuotaDraft({"en": "NGOs"}, 1, ("ngo",)))


def change(event: int, person: int, ticket: str) -> Status:
    code = b.registration(event, person).first.code
    return own_place.change_ticket(token=b.own_token(event, person), code=code, ticket=ticket)


def test_a_quota_that_both_tickets_share_is_not_needed_twice() -> None:
    event = b.small_event(ticket_types=(b.IN_PERSON, NGO), quotas=SHARED)
    b.register(event, 1)
    change(event, 1, "ngo")
    assert (b.seated(event, "ngo"), b.quota(event).taken) == (["p1@example.org"], 1)


def test_where_it_is_full_one_keeps_what_one_has_and_waits() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2, ticket="online")
    assert change(event, 2, "in-person") is Status.CONFIRMED
    assert (b.seated(event, "online"), b.waiting(event)) == (["p2@example.org"], ["p2@example.org"])


def test_where_it_is_full_and_nobody_may_wait_nothing_changes() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    b.register(event, 1)
    b.register(event, 2, ticket="online")
    with pytest.raises(NoPlace):
        change(event, 2, "in-person")
    assert b.seated(event, "online") == ["p2@example.org"]


def test_the_place_that_is_given_up_goes_to_the_line_in_the_same_step() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    change(event, 1, "online")
    assert (b.seated(event), b.seated(event, "online")) == (["p2@example.org"], ["p1@example.org"])


def test_who_waits_with_a_place_on_line_gives_it_up_when_the_seat_comes() -> None:
    event = b.small_event(
        quotas=(
            QuotaDraft({"en": "The room"}, 1, ("in-person",)),
            QuotaDraft({"en": "On line"}, 1, ("online",)),
        )
    )
    b.register(event, 1)
    b.register(event, 2, meanwhile="online")
    b.register(event, 3, ticket="online")
    own_page.cancel(token=b.own_token(event, 1))
    assert (b.seated(event), b.seated(event, "online")) == (["p2@example.org"], ["p3@example.org"])
    assert b.kinds(2)[-1] is LetterKind.PLACE


def test_those_who_fit_leave_the_rest_what_is_left_meanwhile() -> None:
    event = b.small_event(
        most_people=3,
        quotas=(
            QuotaDraft({"en": "The room"}, 1, ("in-person",)),
            QuotaDraft({"en": "All"}, 2, ("in-person", "online")),
        ),
    )
    b.register(
        event, 1, companions=(Companion("B"), Companion("C")), together=Together.FIT, meanwhile="online"
    )
    db.session.rollback()
    assert [one.status for one in b.registration(event, 1).attendees] == [
        Status.CONFIRMED,
        Status.WAITING,
        Status.WAITING,
    ]
    assert b.findings() == []


def test_cancelling_twice_is_cancelling_once() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    for _ in range(2):
        own_page.cancel(token=b.own_token(event, 1))
    assert b.kinds(1) == [LetterKind.CONFIRMATION, LetterKind.CANCELLATION]
    assert (b.quota(event).taken, b.registration(event, 1).calendar_revision) == (0, 1)


def test_an_old_page_cannot_leave_the_line_after_the_place_came() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    found = b.registration(event, 2)
    token, code = found.token, found.first.code
    own_page.cancel(token=b.own_token(event, 1))
    with pytest.raises(NotPossible):
        own_place.leave_line(token=token, code=code)
