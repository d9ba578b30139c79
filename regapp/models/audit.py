from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime


class AuditEntry(Base):
    """Who did what, when. Written in the transaction that did it, never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_organisation_id_id", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor: Mapped[str] = mapped_column(doc="participant, system, or organiser:<id>")
    action: Mapped[str] = mapped_column(doc="what happened, e.g. registration.cancelled")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
