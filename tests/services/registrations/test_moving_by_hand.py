"""An organiser gives somebody another ticket."""

import pytest

from regapp.errors import NotPossible
from regapp.services.registrations import by_hand
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def move(event: int, person: int, ticket: str) -> None:
    number = b.registration(event, person).first.id
    by_hand.move(event_id=event, attendee_id=number, ticket=ticket, user_id=None)


def test_a_move_to_the_ticket_that_is_theirs_is_refused_and_told_to_nobody() -> None:
    event = b.small_event()
    b.register(event, 1)
    letters, entries = len(b.letters(1)), b.audit(event)
    with pytest.raises(NotPossible):
        move(event, 1, "in-person")
    assert (len(b.letters(1)), b.audit(event)) == (letters, entries)


def test_who_waits_for_another_ticket_may_be_kept_at_their_own() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 9)
    b.register(event, 1, ticket="in-person", meanwhile="online")
    move(event, 1, "online")
    found = b.registration(event, 1).first
    assert found.waiting_entry is None
    assert [hold.ticket_type.key for hold in found.holds] == ["online"]
