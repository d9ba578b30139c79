"""The questions of a form are edited while people answer them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import ChoiceCapacityTooLow, EditedMeanwhile, NotFound, NotPossible
from regapp.models import Event, Question, Quota
from regapp.services.events import questions
from regapp.services.events.drafts import QuestionDraft
from regapp.vocabulary import QuestionKind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def choices(*labels: str) -> tuple[dict[str, Any], ...]:
    return tuple({"key": "", "label": {"en": label}} for label in labels)


LUNCH = QuestionDraft("", QuestionKind.CHOICE, {"en": "What is for lunch?"}, choices=choices("Soup", "Bread"))
WHY = QuestionDraft("", QuestionKind.TEXT, {"en": "Why?"})


def revision(event: int) -> int:
    db.session.rollback()
    return db.session.get_one(Event, event).revision


def add(event: int, draft: QuestionDraft, **capacities: int) -> str:
    numbered = {int(name[1:]) if name.startswith("n") else name: many for name, many in capacities.items()}
    return questions.add(
        event_id=event, revision=revision(event), draft=draft, capacities=numbered, user_id=None
    )


def change(event: int, key: str, capacities: dict[int | str, int] | None = None, **changes: Any) -> None:
    found = question(event, key)
    draft = QuestionDraft(
        key,
        found.kind,
        dict(found.label),
        choices=tuple(one for one in found.choices if not one.get("removed")),
        ticket_types=tuple(found.ticket_types),
        condition=found.condition,
    )
    questions.change(
        event_id=event,
        revision=revision(event),
        draft=replace(draft, **changes),
        capacities=capacities or {},
        user_id=None,
    )


def remove(event: int, key: str) -> None:
    questions.remove(event_id=event, revision=revision(event), key=key, user_id=None)


def question(event: int, key: str) -> Question:
    db.session.rollback()
    return db.session.scalars(select(Question).where(Question.event_id == event, Question.key == key)).one()


def keys(event: int) -> list[str]:
    db.session.rollback()
    return [one.key for one in db.session.get_one(Event, event).questions if one.removed_at is None]


def places(event: int) -> dict[str, tuple[int, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(Quota).where(Quota.event_id == event, Quota.choices.any()))
    return {quota.name["en"]: (quota.taken, quota.capacity) for quota in rows}


def test_keys_are_made_from_labels_and_told_apart() -> None:
    event = b.small_event()
    assert add(event, LUNCH) == "what-is-for-lunch"
    assert add(event, LUNCH) == "what-is-for-lunch-2"
    assert add(event, replace(WHY, label={"kk": "Неге келесіз?"})) == "nege-kelesiz"
    assert add(event, replace(WHY, label={"en": "???"})) == "question"
    assert list(question(event, "what-is-for-lunch").choice_labels()) == ["soup", "bread"]


def test_a_key_stays_whatever_the_label_becomes() -> None:
    event = b.small_event()
    key = add(event, WHY)
    change(event, key, label={"en": "What brings you here?"})
    assert question(event, key).label == {"en": "What brings you here?"}


def test_two_who_edit_at_once_do_not_overwrite_each_other() -> None:
    event = b.small_event()
    old = revision(event)
    add(event, WHY)
    with pytest.raises(EditedMeanwhile):
        questions.add(event_id=event, revision=old, draft=LUNCH, capacities={}, user_id=None)


def test_questions_are_put_in_order() -> None:
    event = b.small_event()
    first, second, third = (add(event, WHY) for _number in range(3))
    questions.put(event_id=event, key=third, up=True, user_id=None)
    assert keys(event) == [first, third, second]
    questions.put(event_id=event, key=first, up=True, user_id=None)
    assert keys(event) == [first, third, second]


def test_a_question_stays_behind_the_one_it_depends_on() -> None:
    event = b.small_event()
    lunch = add(event, LUNCH)
    after = add(event, replace(WHY, condition={"question": lunch, "answers": ["soup"]}))
    with pytest.raises(NotPossible):
        questions.put(event_id=event, key=after, up=True, user_id=None)
    with pytest.raises(NotPossible):
        remove(event, lunch)
    with pytest.raises(NotPossible):
        change(event, lunch, choices=({"key": "bread", "label": {"en": "Bread"}},))


@pytest.mark.parametrize(
    "condition",
    [
        {"question": "what-is-for-lunch", "answers": ["stones"]},
        {"question": "nothing", "answers": ["soup"]},
        {"question": "why", "answers": ["soup"]},
    ],
)
def test_a_condition_that_cannot_come_true_is_refused(condition: dict[str, Any]) -> None:
    event = b.small_event()
    add(event, LUNCH)
    add(event, WHY)
    with pytest.raises(NotPossible):
        add(event, replace(WHY, condition=condition))


def test_a_question_without_answers_goes() -> None:
    event = b.small_event()
    key = add(event, LUNCH, n0=3)
    remove(event, key)
    db.session.rollback()
    assert db.session.get_one(Event, event).questions == []
    assert places(event) == {}


def test_a_question_with_answers_is_asked_no_more_and_they_stay() -> None:
    event = b.small_event()
    key = add(event, LUNCH, n0=3)
    b.register(event, 1, answers={key: "soup"})
    remove(event, key)
    assert question(event, key).removed_at is not None
    assert b.registration(event, 1).answers == {key: "soup"}
    assert places(event) == {}
    assert b.findings() == []
    questions.ask_again(event_id=event, revision=revision(event), key=key, user_id=None)
    assert keys(event) == [key]


def test_a_choice_that_somebody_chose_keeps_its_label() -> None:
    event = b.small_event()
    key = add(event, LUNCH, n0=3)
    b.register(event, 1, answers={key: "soup"})
    change(event, key, choices=choices("Rice", "Beans"))
    found = question(event, key)
    assert list(found.offered_choices()) == ["rice", "beans"]
    assert found.choice_labels()["soup"] == {"en": "Soup"}
    assert places(event) == {}
    assert b.findings() == []


def test_a_new_choice_never_gets_the_key_of_an_old_answer() -> None:
    event = b.small_event()
    key = add(event, LUNCH)
    b.register(event, 1, answers={key: "soup"})
    change(event, key, choices=choices("Soup", "Beans"))
    assert list(question(event, key).offered_choices()) == ["soup-2", "beans"]


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (QuestionKind.TEXT, QuestionKind.PARAGRAPH, True),
        (QuestionKind.PARAGRAPH, QuestionKind.TEXT, False),
        (QuestionKind.NUMBER, QuestionKind.TEXT, True),
        (QuestionKind.TEXT, QuestionKind.NUMBER, False),
        (QuestionKind.COUNTRY, QuestionKind.TEXT, False),
        (QuestionKind.TEXT, QuestionKind.FILE, False),
    ],
)
def test_a_kind_changes_only_where_no_answer_is_lost(
    before: QuestionKind, after: QuestionKind, *, allowed: bool
) -> None:
    event = b.small_event()
    key = add(event, replace(WHY, kind=before))
    change(event, key, kind=after)
    change(event, key, kind=before)
    b.register(event, 1, answers={key: "7"})
    if allowed:
        change(event, key, kind=after)
        assert question(event, key).kind is after
    else:
        with pytest.raises(NotPossible):
            change(event, key, kind=after)


def test_places_of_a_choice_count_who_has_chosen_already() -> None:
    event = b.small_event(capacity=9)
    key = add(event, LUNCH)
    for person in (1, 2):
        b.register(event, person, answers={key: "soup"})
    change(event, key, {0: 2})
    assert places(event) == {"Soup": (2, 2)}
    b.register(event, 3, answers={key: "soup"})
    assert b.waiting(event) == ["p3@example.org"]
    assert b.findings() == []


def test_fewer_places_than_have_chosen_are_refused() -> None:
    event = b.small_event(capacity=9)
    key = add(event, LUNCH, n0=2)
    for person in (1, 2):
        b.register(event, person, answers={key: "soup"})
    with pytest.raises(ChoiceCapacityTooLow) as refused:
        change(event, key, {0: 1})
    assert (refused.value.choice, refused.value.taken) == ("soup", 2)
    other = add(event, replace(LUNCH, label={"en": "Dinner"}))
    b.registration(event, 1).answers = {key: "soup", other: "bread"}
    db.session.commit()
    with pytest.raises(ChoiceCapacityTooLow):
        change(event, other, {1: 0})


def test_more_places_go_to_the_line_at_once() -> None:
    event = b.small_event(capacity=9)
    key = add(event, LUNCH, n0=1)
    for person in (1, 2):
        b.register(event, person, answers={key: "soup"})
    change(event, key, {0: 2})
    assert b.waiting(event) == []
    change(event, key, {})
    assert places(event) == {}
    assert b.findings() == []


def test_a_yes_may_have_places() -> None:
    event = b.small_event(capacity=9)
    key = add(event, QuestionDraft("", QuestionKind.YES_NO, {"en": "A bed for the night?"}), yes=1)
    for person in (1, 2):
        b.register(event, person, answers={key: "yes"})
    assert places(event) == {"A bed for the night?": (1, 1)}
    assert b.waiting(event) == ["p2@example.org"]
    assert b.findings() == []


def test_whom_a_question_is_for_decides_who_is_counted() -> None:
    event = b.small_event(capacity=9)
    key = add(event, LUNCH, n0=2)
    b.register(event, 1, answers={key: "soup"})
    b.register(event, 2, ticket="online", answers={key: "soup"})
    change(event, key, {0: 2}, ticket_types=("in-person",))
    assert places(event) == {"Soup": (1, 2)}
    change(event, key, {0: 2}, ticket_types=())
    assert places(event) == {"Soup": (2, 2)}
    assert b.findings() == []


def test_an_unknown_question_is_not_found() -> None:
    event = b.small_event()
    with pytest.raises(NotFound):
        remove(event, "nothing")


def test_it_is_written_down_who_did_what() -> None:
    event = b.small_event()
    key = add(event, WHY)
    change(event, key, label={"en": "What for?"})
    remove(event, key)
    assert b.audit(event)[-3:] == ["question.added", "question.changed", "question.removed"]
