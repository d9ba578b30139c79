"""What makes the attendee list quick and handy: kept totals, tags, named views."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import SortKey


class Tally(Base):
    """How many of an event's people have a trait ("language:kk"); kept with every change, see traits.py."""

    __tablename__ = "tally"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    trait: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]


class Tag(Base):
    """A word that an event's hosts put to people: "press", "vegetarian table"."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str]
    key: Mapped[str] = mapped_column(SortKey, doc="the name folded: what makes two spellings one tag")


class AttendeeTag(Base):
    """That a person has a tag."""

    __tablename__ = "attendee_tag"
    __table_args__ = (Index("ix_attendee_tag_tag_id", "tag_id"),)

    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True)


class SavedView(Base):
    """The list of an event as somebody wants to see it again, under a name; all who see the list see it."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str]
    query: Mapped[str] = mapped_column(doc="the query string that shows it, without a page")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
