from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime


class EventTemplate(Base):
    """A start for new events that an organisation has saved for itself."""

    __tablename__ = "event_template"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    name: Mapped[str]
    draft: Mapped[dict[str, Any]] = mapped_column(JSON, doc="services/events/drafts.py, as JSON")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
