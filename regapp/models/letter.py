from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.registration import Attendee, Registration, new_token
from regapp.vocabulary import Language, LetterKind, LetterState


class Letter(Base):
    """A row of the outbox: that somebody is owed a letter. What it says is read when it is sent."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_state_due_at", "state", "due_at"),
        Index("ix_letter_recipient_key_created_at", "recipient_key", "created_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(term(LetterKind))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    attendee_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendee.id"), index=True, doc="to whom of the registration, if not to its contact"
    )
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    recipient: Mapped[str] = mapped_column(doc="address the letter goes to")
    recipient_key: Mapped[str] = mapped_column(doc="for the limit of letters caused by forms")
    language: Mapped[Language] = mapped_column(term(Language))
    facts: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, doc="what cannot be read when it is sent"
    )
    by_form: Mapped[bool] = mapped_column(default=False, doc="caused by someone who proved no address")
    state: Mapped[LetterState] = mapped_column(term(LetterState), default=LetterState.DUE)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    message_token: Mapped[str] = mapped_column(
        unique=True, default=new_token, doc="left part of the Message-ID, the same at every attempt"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    registration: Mapped[Registration | None] = relationship()
    attendee: Mapped[Attendee | None] = relationship()
