from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.vocabulary import QuestionKind

# A text, or of several that were chosen a list of their keys. A date is "2026-12-05", a number "12.5", a
# country "KZ", a telephone "+7 701 123 45 67", a yes "yes", a file its token.
Answer = str | list[str]
Answers = dict[str, Answer]
YES, NO = "yes", "no"


class Question(Base):
    """A question of an event's form; the answer's field is ``question-<key>``."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(term(QuestionKind))
    label: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    hint: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    required: Mapped[bool] = mapped_column(default=False)
    ticket_types: Mapped[list[str]] = mapped_column(
        JSON, default=list, server_default=text("'[]'"), doc="asked for these keys alone; empty: for all"
    )
    condition: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        doc='asked if another question has one of these answers: {"question": "group", "answers": ["ngo"]}',
    )
    removed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="asked no more; kept for the answers that there are"
    )
    choices: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON,
        default=list,
        doc='of a choice: [{"key": "ngo", "label": {"en": ...}}]; "removed": true: offered no more',
    )

    def choice_labels(self) -> dict[str, LocalizedText]:
        """The labels of a choice by their keys, in the order of the form; also of those offered no more."""
        return {choice["key"]: LocalizedText(choice["label"]) for choice in self.choices}

    def offered_choices(self) -> dict[str, LocalizedText]:
        """The same of those that can be chosen now."""
        gone = {choice["key"] for choice in self.choices if choice.get("removed")}
        return {key: label for key, label in self.choice_labels().items() if key not in gone}

    def is_put_to(self, tickets: Collection[str], given: Mapping[str, Answer]) -> bool:
        """Whether it is asked of who wants these ticket types and has answered so to what comes before it."""
        if self.removed_at is not None or (self.ticket_types and not set(self.ticket_types) & set(tickets)):
            return False
        if self.condition is None:
            return True
        answered = chosen(given.get(self.condition["question"], ""))
        return not set(answered).isdisjoint(self.condition["answers"])


class QuotaChoice(Base):
    """Whoever answers a question with this choice draws on a quota."""

    __tablename__ = "quota_choice"
    __table_args__ = (Index("ix_quota_choice_question_id", "question_id"),)

    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    choice: Mapped[str] = mapped_column(primary_key=True, doc="key of the choice")


def chosen(answer: Answer) -> list[str]:
    """What was chosen, whether one could be chosen or several; nothing where nothing was answered."""
    return answer if isinstance(answer, list) else [answer] if answer else []


def questions_put(
    questions: Iterable[Question], answers: Mapping[str, Answer], tickets: Collection[str]
) -> list[Question]:
    """Those of an event's questions, in its order, that are asked of who wants these and answers so."""
    given: Answers = {}
    put = []
    for question in questions:
        if question.is_put_to(tickets, given):
            put.append(question)
            given[question.key] = answers.get(question.key, "")
    return put
