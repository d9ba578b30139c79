from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from regapp.database import Base, Key
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.vocabulary import QuestionKind


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
    choices: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, doc='of a choice: [{"key": "ngo", "label": {"en": ...}}]'
    )

    def choice_labels(self) -> dict[str, LocalizedText]:
        """The labels of a choice by their keys, in the order of the form."""
        return {choice["key"]: LocalizedText(choice["label"]) for choice in self.choices}
