"""What the owner of a registration may do."""

from datetime import timedelta

import pytest
import time_machine

from regapp.clock import now
from regapp.errors import Closed, NoPlace, NotFound, Over
from regapp.models import AuditEntry, Letter
from regapp.services.registrations import own_page
from regapp.vocabulary import EventStatus, Language, LetterKind, LetterState, Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def one_registered(**event: object) -> tuple[int, str]:
    """An event and the own page's token of the one person registered."""
    made = b.small_event(**event)  # type: ignore[arg-type]
    b.register(made, 1)
    return made, b.own_token(made, 1)


# Leaving


def test_cancelling_gives_the_place_back_at_once() -> None:
    event, token = one_registered()
    own_page.cancel(token=token)
    assert b.seated(event) == []
    assert b.cancelled(event) == ["p1@example.org"]
    assert b.quota(event).taken == 0


def test_cancelling_is_confirmed_by_a_letter_that_takes_back_the_calendar_entry() -> None:
    _, token = one_registered()
    own_page.cancel(token=token)
    letter = b.letters(1)[-1]
    assert letter.kind is LetterKind.CANCELLATION
    assert letter.facts == {"held_a_place": True, "calendar": "CANCEL", "sequence": 1}


def test_whoever_leaves_the_line_has_no_calendar_entry_to_take_back() -> None:
    _, token = one_registered(capacity=0)
    own_page.cancel(token=token)
    assert b.letters(1)[-1].facts == {}


def test_letters_that_are_no_longer_true_are_dropped() -> None:
    _, token = one_registered()
    own_page.cancel(token=token)
    assert [letter.state for letter in b.letters(1)] == [LetterState.DROPPED, LetterState.DUE]


def test_cancelling_twice_is_cancelling_once() -> None:
    event, token = one_registered()
    b.register(event, 2)
    own_page.cancel(token=token)
    before = [b.rows(model) for model in (Letter, AuditEntry)]
    own_page.cancel(token=token)
    assert [b.rows(model) for model in (Letter, AuditEntry)] == before
    assert b.seated(event) == ["p2@example.org"]


def test_an_unlimited_ticket_is_given_back_too() -> None:
    event = b.small_event()
    b.register(event, 1, ticket="online")
    own_page.cancel(token=b.own_token(event, 1))
    assert b.seated(event, "online") == []
    assert b.findings() == []


def test_one_may_leave_after_registration_has_closed() -> None:
    event, token = one_registered()
    with time_machine.travel(now() + timedelta(days=29, hours=18)):
        own_page.cancel(token=token)
    assert b.cancelled(event) == ["p1@example.org"]


def test_one_may_leave_an_event_that_was_cancelled() -> None:
    event, token = one_registered()
    b.change_event(event, status=EventStatus.CANCELLED)
    own_page.cancel(token=token)
    assert b.cancelled(event) == ["p1@example.org"]


def test_nobody_leaves_an_event_that_is_over() -> None:
    event, token = one_registered()
    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(Over):
        own_page.cancel(token=token)
    assert b.seated(event) == ["p1@example.org"]


# Coming back


def test_coming_back_takes_a_place_if_one_is_left() -> None:
    event, token = one_registered()
    own_page.cancel(token=token)
    assert own_page.restore(token=token) is Status.CONFIRMED
    assert b.seated(event) == ["p1@example.org"]


def test_coming_back_to_a_full_room_is_the_end_of_the_line() -> None:
    event, token = one_registered(capacity=1)
    b.register(event, 2)
    b.register(event, 3)
    own_page.cancel(token=token)
    assert own_page.restore(token=token) is Status.WAITING
    assert b.waiting(event) == ["p3@example.org", "p1@example.org"]


def test_coming_back_to_a_full_room_without_a_list_is_refused() -> None:
    event, token = one_registered(capacity=1, waiting_list=False)
    own_page.cancel(token=token)
    b.register(event, 2)
    with pytest.raises(NoPlace):
        own_page.restore(token=token)
    assert b.cancelled(event) == ["p1@example.org"]


def test_coming_back_is_told_in_letter_calendar_and_audit() -> None:
    event, token = one_registered()
    own_page.cancel(token=token)
    own_page.restore(token=token)
    letter = b.letters(1)[-1]
    assert (letter.kind, letter.facts["sequence"]) == (LetterKind.CONFIRMATION, 2)
    assert b.audit(event)[-1] == "registration.restored"


def test_coming_back_twice_is_coming_back_once() -> None:
    event, token = one_registered()
    own_page.cancel(token=token)
    own_page.restore(token=token)
    before = b.rows(Letter)
    assert own_page.restore(token=token) is Status.CONFIRMED
    assert b.rows(Letter) == before
    assert b.quota(event).taken == 1


def test_nobody_comes_back_after_registration_has_closed() -> None:
    _, token = one_registered()
    own_page.cancel(token=token)
    with time_machine.travel(now() + timedelta(days=29, hours=18)), pytest.raises(Closed):
        own_page.restore(token=token)


# Changing


def test_name_answers_and_language_are_changed() -> None:
    event, token = one_registered()
    own_page.change_details(
        token=token, name="Ұлан", answers={"affiliation": "KazNU"}, language=Language.RUSSIAN
    )
    changed = b.registration(event, 1)
    assert (changed.name, changed.first.name, changed.language) == ("Ұлан", "Ұлан", "ru")
    assert changed.answers == {"affiliation": "KazNU"}
    assert changed.first.search_text == "улан p1@example.org kaznu"


def test_answers_to_other_questions_stay() -> None:
    event = b.small_event()
    b.register(event, 1, answers={"group": "ngo", "affiliation": "old"})
    own_page.change_details(
        token=b.own_token(event, 1), name="N", answers={"affiliation": "new"}, language=Language.ENGLISH
    )
    assert b.registration(event, 1).answers == {"group": "ngo", "affiliation": "new"}


def test_a_change_keeps_the_place_in_the_line() -> None:
    event = b.small_event(capacity=0)
    b.register(event, 1)
    b.register(event, 2)
    own_page.change_details(token=b.own_token(event, 1), name="N", answers={}, language=Language.ENGLISH)
    assert b.waiting(event) == ["p1@example.org", "p2@example.org"]


def test_nothing_is_changed_once_the_event_is_over() -> None:
    event, token = one_registered()
    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(Over):
        own_page.change_details(token=token, name="N", answers={}, language=Language.ENGLISH)
    assert b.registration(event, 1).name == "Person 1"


@pytest.mark.parametrize("use_case", [own_page.cancel, own_page.restore])
def test_an_unknown_token_opens_nothing(use_case) -> None:  # noqa: ANN001
    with pytest.raises(NotFound):
        use_case(token="unknown")
