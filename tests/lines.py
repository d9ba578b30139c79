"""Lines that several tests start from."""

from typing import Any

from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.services.registrations import own_page
from regapp.vocabulary import Attendance
from tests import builders as b

STUDENT = TicketTypeDraft("student", Attendance.IN_PERSON, {"en": "Students"})


def collecting(**changes: Any) -> int:
    """An event with one seat of two free that a group of two collects, as it was passed three times."""
    event = b.small_event(capacity=2, most_people=2, **changes)
    for person in (1, 2):
        b.register(event, person)
    b.register(event, "group@example.org", companions=(Companion("Friend"),))
    for gone in (1, 2, 3):
        own_page.cancel(token=b.own_token(event, gone))
        b.register(event, gone + 2)
    own_page.cancel(token=b.own_token(event, 4))
    return event


def waiting_for_a_share(**changes: Any) -> int:
    """An event with free seats where somebody waits for the one that is set aside for students."""
    event = b.small_event(
        ticket_types=(b.IN_PERSON, STUDENT),
        quotas=(
            QuotaDraft({"en": "The room"}, 5, ("in-person", "student")),
            QuotaDraft({"en": "Students"}, 1, ("student",)),
        ),
        **changes,
    )
    for person in (1, 2):
        b.register(event, person, ticket="student")
    return event
