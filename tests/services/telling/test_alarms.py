"""What those who run an event are told at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from regapp.clock import now
from regapp.database import db
from regapp.models import Letter, Membership
from regapp.services.events import quotas
from regapp.services.outgoing import outbox
from regapp.services.registrations import own_page
from regapp.services.telling import alarms
from regapp.vocabulary import EventStatus, LetterKind, LetterState
from tests import builders as b
from tests.organisers import member


@pytest.fixture
def manager(app: Flask) -> str:
    return member(app)


def told(manager: str) -> list[LetterKind]:
    db.session.rollback()
    return b.kinds(manager)


# All places are taken


@pytest.fixture
def full(manager: str) -> int:
    """The only seat is taken."""
    event = b.small_event(capacity=1)
    b.register(event, 1)
    return event


def test_the_last_place_is_told_once(full: int, manager: str) -> None:
    assert [alarms.raise_due(), alarms.raise_due()] == [1, 0]
    (letter,) = b.letters(manager)
    assert (letter.kind, letter.event_id) == (LetterKind.EVENT_FULL, full)
    assert letter.facts["quota"] == b.quota(full).id


def test_as_long_as_a_place_is_left_nothing_is_told(manager: str) -> None:
    b.register(b.small_event(capacity=2), 1)
    assert alarms.raise_due() == 0


def test_a_place_that_comes_and_goes_is_not_told_each_time(full: int, manager: str) -> None:
    alarms.raise_due()
    own_page.cancel(token=b.own_token(full, 1))
    alarms.raise_due()
    b.register(full, 2)
    assert alarms.raise_due() == 0


@pytest.mark.parametrize(("capacity", "again"), [(2, 1), (1, 0)])
def test_places_that_were_added_and_are_taken_are_told_again(
    full: int, manager: str, capacity: int, again: int
) -> None:
    alarms.raise_due()
    quotas.set_capacity(event_id=full, quota_id=b.quota(full).id, capacity=capacity, user_id=None)
    b.register(full, 2)
    assert alarms.raise_due() == again


def test_a_quota_without_places_is_closed_rather_than_full(manager: str) -> None:
    b.small_event(capacity=0)
    assert alarms.raise_due() == 0


def test_an_event_that_is_cancelled_is_not_told_to_be_full(full: int, manager: str) -> None:
    b.change_event(full, status=EventStatus.CANCELLED)
    assert alarms.raise_due() == 0


def test_an_event_that_is_over_is_not_told_to_be_full(full: int, manager: str) -> None:
    with time_machine.travel(now() + timedelta(days=31)):
        assert alarms.raise_due() == 0


def test_two_workers_that_see_it_at_once_tell_once(full: int, manager: str) -> None:
    first, second = alarms._full_and_untold(), alarms._full_and_untold()
    assert first == second == [b.quota(full).id]
    assert [alarms._tell_full(first[0]), alarms._tell_full(second[0])] == [1, 0]


def test_what_goes_wrong_at_one_event_keeps_no_other_waiting(
    full: int, manager: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    b.register(b.small_event(capacity=1), 2)
    tell, first = alarms._tell_full, b.quota(full).id

    def fail_once(quota_id: int) -> int:
        if quota_id == first:
            raise RuntimeError
        return tell(quota_id)

    monkeypatch.setattr(alarms, "_tell_full", fail_once)
    assert alarms.raise_due() == 1


# Letters do not arrive


def lose(person: int, state: LetterState = LetterState.FAILED) -> None:
    """The last letter to somebody does not arrive."""
    b.letters(person)[-1].state = state
    db.session.commit()


@pytest.fixture
def lossy(manager: str) -> int:
    """Three people of an event; the letter to the first was lost."""
    event = b.small_event(capacity=9)
    for person in (1, 2, 3):
        b.register(event, person)
    lose(1)
    return event


@pytest.mark.parametrize("state", [LetterState.FAILED, LetterState.RETURNED])
def test_a_lost_letter_is_told_once(manager: str, state: LetterState) -> None:
    event = b.small_event()
    b.register(event, 1)
    lose(1, state)
    assert [alarms.raise_due(), alarms.raise_due()] == [1, 0]
    assert [(letter.kind, letter.event_id) for letter in b.letters(manager)] == [
        (LetterKind.LETTERS_FAIL, event)
    ]


def test_it_is_told_when_the_mail_server_refuses_a_letter_for_good(manager: str) -> None:
    b.register(b.small_event(), 1)
    (claim,) = outbox.claim_due(most=10)
    outbox.mark_refused(claim, reason="no such mailbox", permanent=True)
    assert alarms.raise_due() == 1


def test_it_is_told_when_a_letter_comes_back_that_was_sent(manager: str) -> None:
    b.register(b.small_event(), 1)
    (claim,) = outbox.claim_due(most=10)
    assert outbox.mark_sent(claim)
    (letter,) = b.letters(1)
    assert letter.changed_at == letter.sent_at
    assert alarms.raise_due() == 0
    lose(1, LetterState.RETURNED)
    assert alarms.raise_due() == 1


def test_letters_that_arrive_or_are_tried_again_are_no_alarm(lossy: int, manager: str) -> None:
    alarms.raise_due()
    lose(2, LetterState.RETRYING)
    lose(3, LetterState.SENT)
    with time_machine.travel(now() + timedelta(hours=2)):
        assert alarms.raise_due() == 0


def test_further_losses_are_told_an_hour_later(lossy: int, manager: str) -> None:
    alarms.raise_due()
    lose(2)
    assert alarms.raise_due() == 0
    with time_machine.travel(now() + timedelta(minutes=59)):
        assert alarms.raise_due() == 0
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert [alarms.raise_due(), alarms.raise_due()] == [1, 0]
    with time_machine.travel(now() + timedelta(hours=5)):
        assert alarms.raise_due() == 0


def test_who_was_reached_by_a_later_letter_is_not_lost(lossy: int, manager: str) -> None:
    own_page.cancel(token=b.own_token(lossy, 1))
    lose(1, LetterState.SENT)
    assert alarms.raise_due() == 0


def test_a_lost_letter_to_an_organiser_is_no_alarm(full: int, manager: str) -> None:
    alarms.raise_due()
    db.session.execute(
        update(Letter).where(Letter.kind == LetterKind.EVENT_FULL).values(state=LetterState.FAILED)
    )
    db.session.commit()
    assert alarms.raise_due() == 0


def test_two_workers_that_see_a_loss_at_once_tell_once(lossy: int, manager: str) -> None:
    assert alarms._losing_letters() == alarms._losing_letters() == [lossy]
    assert [alarms._tell_lost(lossy), alarms._tell_lost(lossy)] == [1, 0]


@pytest.mark.parametrize("cause", [lambda _event: None, lambda _event: lose(1)])
def test_who_wants_no_alarms_gets_none_and_none_of_the_past_later(
    full: int, manager: str, cause: Callable[[int], None]
) -> None:
    db.session.execute(update(Membership).values(wants_alarms=False))
    db.session.commit()
    cause(full)
    alarms.raise_due()
    db.session.execute(update(Membership).values(wants_alarms=True))
    db.session.commit()
    alarms.raise_due()
    assert told(manager) == []
