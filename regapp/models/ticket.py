from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.database import Base, Key
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.vocabulary import Attendance

if TYPE_CHECKING:
    from regapp.models.event import Event


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

    event: Mapped["Event"] = relationship(viewonly=True)
    quotas: Mapped[list["Quota"]] = relationship(
        secondary="quota_ticket_type", back_populates="ticket_types", order_by="Quota.id"
    )


class Quota(Base):
    """A number of places on which ticket types draw. A ticket type without a quota is unlimited.

    ``taken`` counts the holds on this quota. ``over`` is how many of them an organiser knowingly gave
    above the capacity. Both change only in services/places.py, under the event's line.
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

    ticket_types: Mapped[list[TicketType]] = relationship(
        secondary="quota_ticket_type", back_populates="quotas", order_by=TicketType.position
    )

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


class Line(Base):
    """An event's line.

    Whoever takes, frees or queues for places updates this row first and so waits for everyone who came
    before. ``tick`` counts such turns.
    """

    __tablename__ = "line"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    tick: Mapped[int] = mapped_column(default=0, server_default=text("0"))
