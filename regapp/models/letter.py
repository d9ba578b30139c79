import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.event import Event
from regapp.models.registration import Attendee, Registration
from regapp.vocabulary import TO_MEMBERS, Language, LetterKind, LetterState

# Letters to participants and to organisers that are about no registration of their recipient's.
_REFUSABLE = TO_MEMBERS | {LetterKind.INVITATION}


def new_message_token() -> str:
    """A key nobody can guess, fit for the left part of a mail address in capitals too."""
    return secrets.token_hex(16)


class Letter(Base):
    """A row of the outbox: that somebody is owed a letter. What it says is read when it is sent."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_state_due_at", "state", "due_at"),
        Index("ix_letter_recipient_key_created_at", "recipient_key", "created_at"),
        Index("ix_letter_event_id_state", "event_id", "state"),
        Index("ix_letter_mailing_id_recipient_key", "mailing_id", "recipient_key"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(term(LetterKind))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    attendee_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendee.id"), index=True, doc="to whom of the registration, if not to its contact"
    )
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailing.id"), doc="with which it went to many")
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
        unique=True,
        default=new_message_token,
        doc="left part of the Message-ID, the same at every attempt; whoever returns the letter names it",
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime,
        default=now,
        onupdate=now,
        doc="when its state changed last",
    )

    registration: Mapped[Registration | None] = relationship()
    attendee: Mapped[Attendee | None] = relationship()
    mailing: Mapped["Mailing | None"] = relationship()

    @property
    def refusable(self) -> bool:
        """Whether its recipient may want no more like it: it is not about what they have registered for."""
        if self.kind is LetterKind.MESSAGE:
            return self.mailing is not None and not self.mailing.facts.get("about_registration", True)
        return self.kind in _REFUSABLE


class Mailing(Base):
    """One letter to each of many: written down at once, made into letters when it is due, a few at a time.

    What those letters all have in common (old values, the host's text) stands here in ``facts``, once.
    """

    __tablename__ = "mailing"
    __table_args__ = (
        Index("ix_mailing_settled_at_due_at", "settled_at", "due_at"),
        Index("ix_mailing_event_id_kind", "event_id", "kind"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[LetterKind] = mapped_column(term(LetterKind))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reached: Mapped[int] = mapped_column(Key, default=0, doc="id of the last registration dealt with")
    settled_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="when all had their letters in the outbox, or the reason was gone"
    )
    is_draft: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        doc="a message that its host still writes; settled, as nothing is owed yet",
    )
    stopped_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="since when no more letters of it go out, though some may have gone"
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    event: Mapped[Event] = relationship()


class Pause(Base):
    """While this row stands, nothing is sent. There is one at most."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(Key, primary_key=True, default=1)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reason: Mapped[str] = mapped_column(default="")


class Pace(Base):
    """How many letters went to a mail domain in the minute that began at ``minute``."""

    __tablename__ = "pace"

    domain: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(UtcDateTime)
    letters: Mapped[int] = mapped_column(default=0)


class OptOut(Base):
    """Somebody who wants no letters from an organisation but those about their own registrations."""

    __tablename__ = "opt_out"
    __table_args__ = (UniqueConstraint("recipient_key", "organisation_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    recipient_key: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
