from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.vocabulary import ReceivedKind


class ReceivedMail(Base):
    """A message that came into the reply mailbox; what is fetched twice is taken once."""

    __tablename__ = "received_mail"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True, doc="SHA-256 of the message")
    kind: Mapped[ReceivedKind] = mapped_column(term(ReceivedKind))
    outcome: Mapped[str] = mapped_column(doc="what was done, in words without personal data")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"), index=True)
    octets: Mapped[bytes | None] = mapped_column(doc="while it is still to be sent on to the host")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
