from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.database import Base, Key, UtcDateTime
from regapp.errors import Closed, NotYetOpen
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.vocabulary import Attendance

if TYPE_CHECKING:
    from regapp.models.event import Event
    from regapp.models.form import QuotaChoice
    from regapp.models.programme import Session


class TicketType(Base):
    """A way to attend."""

    __tablename__ = "ticket_type"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    attendance: Mapped[Attendance] = mapped_column(term(Attendance))
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    hint: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    needs_approval: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="waits for an organiser's yes"
    )
    needs_code: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="seen and used with an invitation only"
    )
    opens_wall: Mapped[datetime | None] = mapped_column(doc="window of its own, within the event's")
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_wall: Mapped[datetime | None]
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped["Event"] = relationship(viewonly=True)
    quotas: Mapped[list["Quota"]] = relationship(
        secondary="quota_ticket_type", back_populates="ticket_types", order_by="Quota.id"
    )

    def check_open(self, moment: datetime) -> None:
        """Raise NotYetOpen or Closed unless this ticket type can be had at ``moment``."""
        if self.opens_at and moment < self.opens_at:
            raise NotYetOpen(self.opens_at)
        if self.closes_at and self.closes_at <= moment:
            raise Closed(self.closes_at)


class Quota(Base):
    """A number of places on which ticket types and sessions draw. What draws on none is unlimited.

    ``taken`` counts the attendees that hold this quota. ``over`` is how many of them an organiser knowingly
    placed above the capacity. Both change only in services/allocation/places.py, under the event's line.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("over >= 0", name="over"),
        CheckConstraint("taken >= 0 AND taken <= capacity + over", name="taken"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    over: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    full_told_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="when the host was told that it is full"
    )

    ticket_types: Mapped[list[TicketType]] = relationship(
        secondary="quota_ticket_type", back_populates="quotas", order_by=TicketType.position
    )

    sessions: Mapped[list["Session"]] = relationship(
        secondary="quota_session", back_populates="quotas", order_by="Session.position"
    )
    choices: Mapped[list["QuotaChoice"]] = relationship(cascade="all, delete-orphan")

    @property
    def left(self) -> int:
        """Places that nobody has; never below zero, also above capacity."""
        return max(0, self.capacity - self.taken)


class QuotaTicketType(Base):
    """A ticket type draws on a quota."""

    __tablename__ = "quota_ticket_type"
    __table_args__ = (Index("ix_quota_ticket_type_ticket_type_id", "ticket_type_id"),)

    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id", ondelete="CASCADE"), primary_key=True
    )


class QuotaSession(Base):
    """A session of the programme draws on a quota."""

    __tablename__ = "quota_session"
    __table_args__ = (Index("ix_quota_session_session_id", "session_id"),)

    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)


class Line(Base):
    """An event's line.

    Whoever takes, frees or queues for places updates this row first and so waits for everyone who came
    before. ``tick`` counts such turns.
    """

    __tablename__ = "line"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    tick: Mapped[int] = mapped_column(default=0, server_default=text("0"))
