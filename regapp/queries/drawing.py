"""On which quotas people draw by what they answered, beside those of their ticket type and their sessions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from regapp.models import Event, Question, Quota, QuotaChoice, TicketType
from regapp.models.form import Answer, chosen, questions_put

# The ids of quotas by the id of the ticket type with which they are drawn on: not every question is asked of
# every ticket type. Types with which nothing is drawn on are left out.
Draws = Mapping[int, Collection[int]]
NO_DRAWS: Draws = {}


@dataclass(frozen=True, slots=True)
class ChoiceQuotas:
    """An event's questions, ticket types (keys by id), and the quotas of its choices."""

    questions: Sequence[Question]
    ticket_types: Mapping[int, str]
    quotas: Mapping[tuple[str, str], frozenset[int]]

    def draws(self, answers: Mapping[str, Answer]) -> Draws:
        """On what somebody draws who answers so."""
        if not self.quotas or not answers:
            return NO_DRAWS
        found = {one: self._drawn(answers, key) for one, key in self.ticket_types.items()}
        return {ticket_type: quotas for ticket_type, quotas in found.items() if quotas}

    def _drawn(self, answers: Mapping[str, Answer], ticket: str) -> frozenset[int]:
        return frozenset(
            quota
            for question in questions_put(self.questions, answers, {ticket})
            for choice in chosen(answers.get(question.key, ""))
            for quota in self.quotas.get((question.key, choice), ())
        )


def choice_quotas(session: Session, event_id: int) -> ChoiceQuotas:
    """Which choices of an event carry quotas, as it is now: what the session has read before is read anew."""
    rows = session.execute(
        select(Question.key, QuotaChoice.choice, QuotaChoice.quota_id)
        .join(Question, Question.id == QuotaChoice.question_id)
        .where(Question.event_id == event_id)
    ).all()
    if not rows:
        return ChoiceQuotas((), {}, {})
    quotas: dict[tuple[str, str], frozenset[int]] = {}
    for key, choice, quota_id in rows:
        quotas[key, choice] = quotas.get((key, choice), frozenset()) | {quota_id}
    questions = session.scalars(
        select(Question)
        .where(Question.event_id == event_id)
        .order_by(Question.position)
        .execution_options(populate_existing=True)
    ).all()
    types = session.execute(select(TicketType.id, TicketType.key).where(TicketType.event_id == event_id))
    return ChoiceQuotas(questions, {one: key for one, key in types}, quotas)  # noqa: C416 - rows to pairs


def has_choice_quotas() -> ColumnElement[bool]:
    """Of an event: whether some choice of its form carries a quota."""
    return exists().where(Quota.event_id == Event.id, QuotaChoice.quota_id == Quota.id)
