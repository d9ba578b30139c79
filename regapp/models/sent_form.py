from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from regapp.clock import now
from regapp.database import Base, UtcDateTime


class SentForm(Base):
    """A form of an organiser that has made something: sent again, it makes nothing more."""

    __tablename__ = "sent_form"

    digest: Mapped[str] = mapped_column(
        primary_key=True, doc="of who sent it, where to, its random value and what was typed"
    )
    answer: Mapped[Any] = mapped_column(JSON, doc="what the use case has returned")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
