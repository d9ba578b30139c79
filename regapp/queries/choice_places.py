"""What is left of the choices of a form that carry a number of places."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import LocalizedText, Question, Quota, QuotaChoice


@dataclass(frozen=True, slots=True)
class LimitedChoice:
    """A choice with its places; of several quotas the tightest."""

    label: LocalizedText
    quota_ids: frozenset[int]
    capacity: int
    left: int

    @property
    def full(self) -> bool:
        """Whether nobody gets it now."""
        return self.left == 0


Limits = dict[tuple[str, str], LimitedChoice]  # by the keys of question and choice


def limited_choices(session: Session, event_id: int) -> Limits:
    """Those of an event's choices that carry places."""
    rows = session.execute(
        select(Question, QuotaChoice.choice, Quota.id, Quota.capacity, Quota.taken)
        .join(QuotaChoice, QuotaChoice.question_id == Question.id)
        .join(Quota, Quota.id == QuotaChoice.quota_id)
        .where(Question.event_id == event_id)
        .order_by(Question.position, Quota.id)
    )
    limits: Limits = {}
    for question, choice, quota_id, capacity, taken in rows:
        label = question.choice_labels().get(choice, question.label)  # of a yes: what it says yes to
        one = LimitedChoice(label, frozenset({quota_id}), capacity, max(0, capacity - taken))
        other = limits.get((question.key, choice))
        limits[question.key, choice] = one if other is None else _tighter(one, other)
    return limits


def _tighter(one: LimitedChoice, other: LimitedChoice) -> LimitedChoice:
    tight = min(one, other, key=lambda limit: (limit.left, limit.capacity))
    return LimitedChoice(tight.label, one.quota_ids | other.quota_ids, tight.capacity, tight.left)
