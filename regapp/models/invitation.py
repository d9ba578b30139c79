from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.ticket import TicketType


class Invitation(Base):
    """A code that opens a ticket type: to one address or to whoever has it, for a number of people.

    ``used`` counts the attendees that came by it and still want to come. It changes only in
    services/allocation/invitations.py, under the event's line.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("used >= 0 AND used <= uses", name="used"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(doc="as plain_code() writes it")
    email: Mapped[str] = mapped_column(default="", doc="of the only one who may use it; empty: anybody")
    email_key: Mapped[str] = mapped_column(default="")
    uses: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    expires_wall: Mapped[datetime | None] = mapped_column(doc="in the event's zone")
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    ticket_type: Mapped[TicketType] = relationship()

    def is_open_to(self, email_key: str, people: int, moment: datetime) -> bool:
        """Whether ``people`` registered under that address may come by it at ``moment``."""
        return (
            (not self.email_key or self.email_key == email_key)
            and self.used + people <= self.uses
            and (self.expires_at is None or moment < self.expires_at)
        )


def plain_code(text: str) -> str:
    """A code as people write it, without what they put between its letters, in capitals."""
    return "".join(character for character in text if character.isalnum()).upper()
