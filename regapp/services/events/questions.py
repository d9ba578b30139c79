"""The questions of an event's form: made, changed, put in order, asked no more. Answers are never lost."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound, NotPossible
from regapp.models import Event, LocalizedText, Question, Registration
from regapp.models.form import NO, YES
from regapp.models.slugs import is_slug, proposed_slug
from regapp.queries.answers import Answered, answered
from regapp.services.allocation import places
from regapp.services.allocation.moving_up import move_up
from regapp.services.describing import describe
from regapp.services.events.choice_places import Capacities, drop_places, set_places
from regapp.services.events.drafts import QuestionDraft
from regapp.services.events.editing_parts import Notes, editing_part, next_position, shift
from regapp.vocabulary import QuestionKind

CHOOSING = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
DECIDING = CHOOSING | {QuestionKind.YES_NO}  # on whose answers another question may depend

_TEXTS = frozenset({QuestionKind.TEXT, QuestionKind.PARAGRAPH})
# What a question that has answers may become: every answer stays whole, and is still one.
_MAY_BECOME: Mapping[QuestionKind, frozenset[QuestionKind]] = {
    QuestionKind.TEXT: frozenset({QuestionKind.PARAGRAPH}),
    QuestionKind.CHOICE: frozenset({QuestionKind.CHOICES}),
    **dict.fromkeys((QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.PHONE, QuestionKind.EMAIL), _TEXTS),
}


@use_case
def add(
    session: Session,
    *,
    event_id: int,
    revision: int,
    draft: QuestionDraft,
    capacities: Capacities,
    user_id: int | None,
) -> str:
    """Ask one more question, the last of the form; its key, made from the label unless the draft has one.

    Choices without a key get theirs from their labels. ``capacities`` are numbers of places by the position
    of the choice, or by "yes". Raises NotFound, EditedMeanwhile, or NotPossible for a condition that cannot
    be.
    """
    places.keep_the_unlimited_out(session, event_id)  # they wait for no line
    added = editing_part(session, event_id, revision, "question.added", user_id=user_id, label=draft.label)
    with added as (event, notes):
        taken = {one.key for one in event.questions}
        key = draft.key or free_key(draft.label, taken, "question")
        question = Question(
            event_id=event.id,
            key=key,
            position=next_position(event.questions),
            label=LocalizedText({}),
            hint=LocalizedText({}),
            choices=[],
        )
        _describe(event, question, draft, Answered(), notes)
        notes.clear()
        session.add(question)
        session.flush()
        session.expire(event, ["questions"])
        set_places(session, event, question, capacities)
        move_up(session, event)
    return key


@use_case
def change(
    session: Session,
    *,
    event_id: int,
    revision: int,
    draft: QuestionDraft,
    capacities: Capacities,
    user_id: int | None,
) -> None:
    """Change the question of the draft's key; choices that somebody chose are kept and offered no more.

    Raises NotFound, EditedMeanwhile, ChoiceCapacityTooLow, and NotPossible for a condition that cannot be or
    a kind that the answers which there are do not fit.
    """
    places.keep_the_unlimited_out(session, event_id)
    with editing_part(
        session, event_id, revision, "question.changed", user_id=user_id, question=draft.key
    ) as (event, notes):
        question = find(event, draft.key)
        given = answered(session, event_id).get(draft.key, Answered())
        if given.people and draft.kind not in kinds_for(question.kind, given):
            raise NotPossible
        before = question.kind, question.choices
        _describe(event, question, draft, given, notes)
        if given.people and before != (question.kind, question.choices):
            _find_answers_anew(session, event, question)
        possible = set(answers_to(question))
        if any(not possible.issuperset(_awaited(one)) for one in dependants(event.questions, draft.key)):
            raise NotPossible
        set_places(session, event, question, capacities)
        move_up(session, event)


def _find_answers_anew(session: Session, event: Event, question: Question) -> None:
    """Let the attendee list find and count people by the question's answers as they read now."""
    answer = Registration.answers[question.key].as_string()
    given = select(Registration).where(Registration.event_id == event.id, answer.is_not(None))
    for registration in session.scalars(given.options(selectinload(Registration.attendees))):
        for attendee in registration.attendees:
            describe(attendee, registration)


@use_case
def put(session: Session, *, event_id: int, key: str, up: bool, user_id: int | None) -> None:
    """Move a question one up or down among those that are asked, whatever else is edited meanwhile.

    Raises NotFound, or NotPossible if a question would come before the one that it depends on.
    """
    with editing_part(session, event_id, None, "question.moved", user_id=user_id, question=key) as (event, _):
        asked = _asked(event.questions)
        question = find(event, key)
        if question not in asked:
            raise NotFound
        shift(event.questions, question, up=up, among=asked)
        if not in_order(sorted(asked, key=lambda one: one.position)):
            raise NotPossible


@use_case
def remove(session: Session, *, event_id: int, revision: int, key: str, user_id: int | None) -> None:
    """Ask a question no more. Where there are answers they stay, and so does the question, as asked no more.

    The places that went with its choices are given up. Raises NotFound, EditedMeanwhile, or NotPossible while
    another question depends on this one.
    """
    places.keep_the_unlimited_out(session, event_id)
    with editing_part(session, event_id, revision, "question.removed", user_id=user_id, question=key) as (
        event,
        _,
    ):
        question = find(event, key)
        if dependants(event.questions, key):
            raise NotPossible
        ask_no_more(session, event, question)
        if key not in answered(session, event_id):
            session.delete(question)
        session.flush()
        session.expire(event, ["questions"])
        move_up(session, event)


@use_case
def ask_again(session: Session, *, event_id: int, revision: int, key: str, user_id: int | None) -> None:
    """Ask a question again, the last of the form. Raises NotFound or EditedMeanwhile."""
    with editing_part(session, event_id, revision, "question.asked_again", user_id=user_id, question=key) as (
        event,
        _,
    ):
        question = find(event, key)
        question.removed_at, question.position = None, next_position(event.questions)
        condition = question.condition
        if condition and not any(one.key == condition["question"] for one in _asked(event.questions)):
            question.condition = None  # what it depended on is gone


def ask_no_more(session: Session, event: Event, question: Question) -> None:
    """Ask a question no more, nor those that depend on it; give up the places of their choices.

    The caller holds the event's line, keeps those out who take what is unlimited, and moves the line up.
    """
    for other in dependants(event.questions, question.key):
        ask_no_more(session, event, other)
    question.removed_at = question.removed_at or now()
    drop_places(session, event, question)


def kinds_for(kind: QuestionKind, given: Answered) -> frozenset[QuestionKind]:
    """What a question of this kind may become: anything while nobody has answered it."""
    return _MAY_BECOME.get(kind, frozenset()) | {kind} if given.people else frozenset(QuestionKind)


def dependants(questions: Sequence[Question], key: str) -> list[Question]:
    """The questions that are asked only after certain answers to the one of this key."""
    return [one for one in _asked(questions) if one.condition and one.condition["question"] == key]


def in_order(questions: Sequence[Question]) -> bool:
    """Whether each of these questions comes after the one that it depends on."""
    seen: set[str] = set()
    for question in questions:
        if question.condition and question.condition["question"] not in seen:
            return False
        seen.add(question.key)
    return True


def find(event: Event, key: str) -> Question:
    """The event's question of this key, also one that is asked no more. Raises NotFound."""
    found = next((one for one in event.questions if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def free_key(label: Mapping[str, str], taken: Collection[str], word: str) -> str:
    """A key that is none of ``taken``, from a label in the first language that gives one; else ``word``."""
    base = next((slug for text in label.values() if (slug := proposed_slug(text)[:40].strip("-"))), word)
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key


def _asked(questions: Sequence[Question]) -> list[Question]:
    return [one for one in questions if one.removed_at is None]


def _awaited(question: Question) -> list[str]:
    answers: list[str] = question.condition["answers"] if question.condition else []
    return answers


def _describe(event: Event, question: Question, draft: QuestionDraft, given: Answered, notes: Notes) -> None:
    known = {one.key for one in event.ticket_types}
    if not set(draft.ticket_types) <= known or not _is_possible(event, question, draft):
        raise NotPossible
    values = {
        "kind": draft.kind,
        "required": draft.required,
        "label": draft.label,
        "hint": draft.hint,
        "ticket_types": list(draft.ticket_types),
        "choices": _choices(question, draft, given) if draft.kind in CHOOSING else [],
    }
    notes.assign(question, values)
    question.condition = draft.condition


def _choices(question: Question, draft: QuestionDraft, given: Answered) -> list[dict[str, Any]]:
    """The choices of the draft, and after them those that somebody chose and that are offered no more."""
    before = {choice["key"]: choice for choice in question.choices}
    taken, used = {*before, *given.by_answer}, set[str]()
    choices = []
    for choice in draft.choices:
        key = choice.get("key", "")
        if key in used or not (key in before or is_slug(key)):
            key = free_key(choice["label"], taken, "choice")
        taken.add(key)
        used.add(key)
        choices.append({"key": key, "label": dict(choice["label"])})
    offered = {choice["key"] for choice in choices}
    kept = [
        {**choice, "removed": True}
        for key, choice in before.items()
        if key not in offered and given.by_answer[key]
    ]
    return [*choices, *kept]


def _is_possible(event: Event, question: Question, draft: QuestionDraft) -> bool:
    """Whether what the draft depends on comes before it and can be answered so."""
    if draft.condition is None:
        return True
    other = next((one for one in earlier(event, question) if one.key == draft.condition["question"]), None)
    return other is not None and set(draft.condition["answers"]) <= set(answers_to(other))


def earlier(event: Event, question: Question | None) -> list[Question]:
    """The questions that come before one in the form; before a new one: all that are asked."""
    asked = _asked(event.questions)
    return asked[: asked.index(question)] if question in asked else asked


def answers_to(question: Question) -> list[str]:
    """The answers to a question on which another may depend."""
    if question.kind is QuestionKind.YES_NO:
        return [YES, NO]
    return list(question.offered_choices()) if question.kind in CHOOSING else []
