from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.event import Event
from regapp.models.registration import Registration
from regapp.models.tokens import new_token
from regapp.vocabulary import Language, Status


class Receipt(Base):
    """The page after the form: what a new address would have been told, whoever asked."""

    __tablename__ = "receipt"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, default=new_token)
    replay_key: Mapped[str | None] = mapped_column(
        unique=True, doc="digest of event, the form's own random value and the address: one form, one receipt"
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id"), index=True, doc="only where this very form made it"
    )
    email: Mapped[str] = mapped_column(doc="as typed last")
    language: Mapped[Language] = mapped_column(term(Language))
    told: Mapped[Status | None] = mapped_column(term(Status), doc="what the first of them gets")
    told_waiting: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), doc="how many of them go to the line"
    )
    told_meanwhile: Mapped[str] = mapped_column(
        default="", server_default=text("''"), doc="key of the ticket type that those hold meanwhile"
    )
    prove_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="until when the letter's button keeps the place, if the event asks for that"
    )
    request: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, doc="the form, for a correction")
    browser_digest: Mapped[str] = mapped_column(doc="SHA-256 of the secret in the asking browser's cookie")
    corrections: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()


class AddressChange(Base):
    """A new address that waits until its owner presses the button in the letter's page."""

    __tablename__ = "address_change"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, default=new_token)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship()
