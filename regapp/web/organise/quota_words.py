"""How many places there are, in sentences: "The room: 10 places in all, of which at most 3 for: NGOs"."""

from regapp.models import Event, LocalizedText, Question, Quota
from regapp.models.form import YES
from regapp.vocabulary import QuestionKind
from regapp.web.formats import read
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


def quota_words(event: Event) -> list[str]:
    """A sentence for each number of places; those within another one are told with it."""
    drawn = {quota.id: {one.key for one in quota.ticket_types} for quota in event.quotas}
    within = {
        quota.id: next((other for other in event.quotas if drawn[quota.id] < drawn[other.id]), None)
        for quota in event.quotas
    }
    outer = [quota for quota in event.quotas if drawn[quota.id] and within[quota.id] is None]
    return [_sentence(quota, [one for one in event.quotas if within[one.id] is quota]) for quota in outer]


def drawing_answers(event: Event, quota: Quota) -> list[tuple[Question, str]]:
    """The questions of the form by whose answers people take such a place, and these answers in words."""
    drawn = {(one.question_id, one.choice) for one in quota.choices}
    found = []
    for question in event.questions:
        labels = [
            _("Yes") if key == YES else read(label)
            for key, label in _labels(question).items()
            if (question.id, key) in drawn
        ]
        if labels:
            found.append((question, ", ".join(labels)))
    return found


def _labels(question: Question) -> dict[str, LocalizedText]:
    return {YES: question.label} if question.kind is QuestionKind.YES_NO else question.choice_labels()


def _sentence(quota: Quota, parts: list[Quota]) -> str:
    words = ngettext(
        "%(name)s: %(num)s place in all",
        "%(name)s: %(num)s places in all",
        quota.capacity,
        name=read(quota.name),
    )
    for part in parts:
        tickets = ", ".join(read(one.name) for one in part.ticket_types)
        words += _(", of which at most %(count)s for: %(tickets)s", count=part.capacity, tickets=tickets)
    return words
