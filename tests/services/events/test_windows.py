"""Registration is closed and opened by hand."""

import pytest

from regapp.errors import Closed, NotPossible
from regapp.services.events import windows
from regapp.services.registrations import own_page
from regapp.vocabulary import Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def test_closed_means_closed_for_newcomers_and_for_those_who_come_back() -> None:
    event = b.small_event()
    b.register(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    windows.close(event_id=event, user_id=None)
    with pytest.raises(Closed):
        b.register(event, 2)
    with pytest.raises(Closed):
        own_page.restore(token=b.own_token(event, 1))


def test_one_ticket_is_closed_alone() -> None:
    event = b.small_event()
    windows.close(event_id=event, user_id=None, ticket="in-person")
    with pytest.raises(Closed):
        b.register(event, 1)
    b.register(event, 1, ticket="online")
    assert b.registration(event, 1).first.status is Status.CONFIRMED


def test_what_was_closed_is_opened_again() -> None:
    event = b.small_event()
    windows.close(event_id=event, user_id=None)
    windows.open_now(event_id=event, user_id=None)
    b.register(event, 1)
    assert b.seated(event) == ["p1@example.org"]


def test_the_line_moves_up_while_registration_is_closed() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2):
        b.register(event, person)
    windows.close(event_id=event, user_id=None)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.seated(event) == ["p2@example.org"]


def test_a_window_does_not_end_after_the_event() -> None:
    event = b.small_event()
    end = b.registration_end(event)
    with pytest.raises(NotPossible):
        windows.open_now(event_id=event, user_id=None, until=end.replace(year=end.year + 1))
