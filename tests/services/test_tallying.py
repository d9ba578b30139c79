"""Whoever changes is counted anew at the end of the transaction: the totals of the list are always right."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from sqlalchemy import event as hooks
from sqlalchemy.orm import Session

from regapp.database import db
from regapp.models import Registration
from regapp.queries.tallies import totals, totals_are_right
from regapp.services import tallying
from regapp.services.allocation import transitions as t
from regapp.services.allocation.asked import Companion
from regapp.services.bulk.doing import delete_tag
from regapp.services.registrations import own_page, own_place, tagging
from regapp.services.registrations.by_hand_details import change as change_details
from regapp.vocabulary import Language, QuestionKind
from tests import builders as b
from tests.services.allocation.ways import WAYS, Way
from tests.services.events import test_questions as q
from tests.services.events.sessions import add as add_session
from tests.services.events.sessions import remove as remove_session
from tests.services.scenes import opened

pytestmark = pytest.mark.usefixtures("app")

FIRST_WAYS = [next(way for way in WAYS if way.transition is transition) for transition in t.TABLE]
MEAL = q.QuestionDraft(
    "meal", QuestionKind.CHOICE, {"en": "Which lunch?"}, choices=q.choices("Soup", "Bread")
)


@contextmanager
def unwatched() -> Iterator[None]:
    """Let nothing be counted inside the block, as if there were no listeners."""
    watching = {"after_flush": tallying._note, "before_commit": tallying._count}
    for name, listener in watching.items():
        hooks.remove(Session, name, listener)
    try:
        yield
    finally:
        for name, listener in watching.items():
            hooks.listen(Session, name, listener)


def wrong() -> list[str]:
    """What is wrong with the totals."""
    db.session.rollback()
    return list(totals_are_right(db.session()))


def counted(event: int, trait: str) -> int:
    """How many of an event's people have a trait, as the totals say."""
    db.session.rollback()
    return totals(db.session(), event).get(trait, 0)


def with_meals() -> int:
    """An event at which two people have soup, one has bread."""
    event = b.small_event(capacity=5)
    q.add(event, MEAL)
    for person, meal in enumerate(("soup", "soup", "bread"), 1):
        b.register(event, person, answers={"meal": meal})
    return event


def ticket_type(event: int, key: str) -> int:
    return next(one.id for one in db.session.get_one(q.Event, event).ticket_types if one.key == key)


@pytest.mark.parametrize("way", FIRST_WAYS, ids=lambda way: way.transition.action)
def test_every_transition_keeps_them(way: Way, clock: time_machine.Traveller) -> None:
    scene = opened(clock, **way.rules)
    for step in way.steps:
        step(scene)
    way.last(scene)
    assert counted(scene.event, "all") > 0
    assert wrong() == []


def test_without_the_watch_they_are_wrong() -> None:
    event = b.small_event()
    with unwatched():
        b.register(event, 1)
    assert wrong()
    assert counted(event, "all") == 0


def test_a_change_that_nobody_watches_is_found() -> None:
    event = b.small_event()
    b.register(event, 1)
    with unwatched():
        own_page.cancel(token=b.own_token(event, 1))
    assert (counted(event, "status:confirmed"), counted(event, "status:cancelled")) == (1, 0)
    assert wrong()


def test_people_are_counted_by_what_they_have_and_of_which_ticket() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2):
        b.register(event, person)
    b.register(event, 3, ticket="online")
    room, online = (ticket_type(event, key) for key in ("in-person", "online"))
    expected = {
        "all": 3,
        "status:confirmed": 2,
        "status:waiting": 1,
        f"ticket:{room}": 2,
        f"part:confirmed:{room}": 1,
        f"part:waiting:{room}": 1,
        f"part:confirmed:{online}": 1,
    }
    assert {trait: counted(event, trait) for trait in expected} == expected


def test_companions_are_counted_as_people() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("A"), Companion("B")))
    assert counted(event, "status:confirmed") == 3
    assert wrong() == []


def test_events_are_counted_apart() -> None:
    one, other = b.small_event(), b.small_event()
    b.register(one, 1)
    assert (counted(one, "all"), counted(other, "all")) == (1, 0)


def test_what_is_undone_is_not_counted() -> None:
    event = b.small_event()
    b.register(event, 1)
    registration = b.registration(event, 1)
    registration.language = Language.KAZAKH
    db.session.flush()
    db.session.rollback()
    b.register(event, 2)
    assert (counted(event, "language:kk"), counted(event, "language:en")) == (0, 2)
    assert wrong() == []


def test_another_language_counts_for_all_of_a_registration() -> None:
    event = b.small_event(capacity=5, most_people=3)
    b.register(event, 1, companions=(Companion("A"),))
    first = b.registration(event, 1).first
    change_details(
        event_id=event,
        attendee_id=first.id,
        name=first.name,
        email="p1@example.org",
        language=Language.GERMAN,
        answers={},
        user_id=None,
    )
    assert (counted(event, "language:de"), counted(event, "language:en")) == (2, 0)
    assert wrong() == []


def test_answers_to_one_of_few_are_counted() -> None:
    event = with_meals()
    assert (counted(event, "choice:meal:soup"), counted(event, "choice:meal:bread")) == (2, 1)


def test_who_answers_anew_is_counted_once() -> None:
    event = with_meals()
    first = b.registration(event, 1).first
    change_details(
        event_id=event,
        attendee_id=first.id,
        name=first.name,
        email="p1@example.org",
        language=Language.ENGLISH,
        answers={"meal": "bread"},
        user_id=None,
    )
    assert (counted(event, "choice:meal:soup"), counted(event, "choice:meal:bread")) == (1, 2)
    assert wrong() == []


def test_what_is_written_freely_is_not_counted() -> None:
    event = b.small_event()
    q.add(event, q.QuestionDraft("why", QuestionKind.TEXT, {"en": "Why?"}))
    b.register(event, 1, answers={"why": "Because"})
    assert not [trait for trait in totals(db.session(), event) if trait.startswith("choice:why")]


def test_a_question_of_another_kind_counts_as_before() -> None:
    event = with_meals()
    q.change(event, "meal", kind=QuestionKind.CHOICES)
    assert counted(event, "choice:meal:soup") == 2
    assert wrong() == []


def test_choices_that_are_renamed_or_offered_no_more_are_still_counted() -> None:
    event = with_meals()
    q.change(event, "meal", choices=({"key": "bread", "label": {"en": "Cake"}},))
    assert (counted(event, "choice:meal:soup"), counted(event, "choice:meal:bread")) == (2, 1)
    assert wrong() == []


def test_a_question_that_is_asked_no_more_is_still_counted() -> None:
    event = with_meals()
    q.remove(event, "meal")
    assert counted(event, "choice:meal:soup") == 2
    assert wrong() == []


def test_sessions_are_counted_by_who_chose_them() -> None:
    event = b.small_event()
    number = add_session(event, bookable=True)
    b.register(event, 1, sessions=(number,))
    assert counted(event, f"session:{number}") == 1
    registration = b.registration(event, 1)
    own_place.choose_sessions(token=registration.token, code=registration.first.code, sessions=[])
    assert counted(event, f"session:{number}") == 0
    assert wrong() == []


def test_a_session_taken_off_the_programme_is_counted_no_more() -> None:
    event = b.small_event()
    number = add_session(event, bookable=True)
    b.register(event, 1, sessions=(number,))
    own_page.cancel(token=b.own_token(event, 1))
    remove_session(event, number)
    assert counted(event, f"session:{number}") == 0
    assert wrong() == []


def test_tags_are_counted_until_they_are_deleted() -> None:
    event = b.small_event()
    b.register(event, 1)
    first = b.registration(event, 1).first.id
    tagging.tag_one(event_id=event, attendee_id=first, name="Press", user_id=None)
    [tag] = b.registration(event, 1).first.tags
    number = tag.id
    assert counted(event, f"tag:{number}") == 1
    delete_tag(event_id=event, tag_id=number, user_id=None)
    assert counted(event, f"tag:{number}") == 0
    assert wrong() == []


def test_who_moves_up_is_counted_with_who_leaves() -> None:
    event = b.small_event(capacity=1)
    for person in (1, 2):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    states = ("confirmed", "waiting", "cancelled")
    assert [counted(event, f"status:{state}") for state in states] == [1, 0, 1]
    assert wrong() == []


def test_many_at_once_are_counted_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    event = b.small_event(capacity=9)
    for person in range(7):
        b.register(event, person)
    monkeypatch.setattr(tallying, "_FEW", 1)
    monkeypatch.setattr(tallying, "_BATCH", 2)
    for registration in db.session.scalars(q.select(Registration).where(Registration.event_id == event)):
        registration.language = Language.RUSSIAN
    db.session.commit()
    assert (counted(event, "language:ru"), counted(event, "language:en")) == (7, 0)
    assert wrong() == []
