"""What of a template points to something else of it, once a host has left some of that out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from regapp.services.events.drafts import EventDraft, QuestionDraft, QuotaDraft, SessionDraft

T = TypeVar("T")


def relinked(draft: EventDraft, template: EventDraft) -> EventDraft:
    """The draft with what points to its people, programme and questions, which are not all the template's."""
    people = _places(template.speakers, draft.speakers)
    titles = _places([one.title for one in template.sessions], [one.title for one in draft.sessions])
    keys = {question.key for question in draft.questions}
    quotas = (_quota(quota, titles, keys) for quota in draft.quotas)
    return replace(
        draft,
        sessions=tuple(_session(item, people) for item in draft.sessions),
        questions=tuple(_question(question, keys) for question in draft.questions),
        quotas=tuple(one for one in quotas if one.ticket_types or one.sessions or one.choices),
    )


def _places(before: Sequence[T], after: Sequence[T]) -> dict[int, int]:
    """Where each thing stands now, by where it stood; what is gone is left out."""
    return {number: after.index(thing) for number, thing in enumerate(before) if thing in after}


def _session(item: SessionDraft, people: dict[int, int]) -> SessionDraft:
    return replace(item, speakers=tuple(people[number] for number in item.speakers if number in people))


def _question(question: QuestionDraft, keys: set[str]) -> QuestionDraft:
    depends = question.condition and question.condition.get("question")
    return question if not depends or depends in keys else replace(question, condition=None)


def _quota(quota: QuotaDraft, titles: dict[int, int], keys: set[str]) -> QuotaDraft:
    return replace(
        quota,
        sessions=tuple(titles[number] for number in quota.sessions if number in titles),
        choices=tuple((question, choice) for question, choice in quota.choices if question in keys),
    )
