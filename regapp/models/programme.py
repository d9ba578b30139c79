from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.vocabulary import SpeakerRole

if TYPE_CHECKING:
    from regapp.models.event import Event
    from regapp.models.file import File
    from regapp.models.ticket import Quota


class Session(Base):
    """One item of the programme. Without times it is a point of the agenda, in its order."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    start_wall: Mapped[datetime | None] = mapped_column(doc="in the event's zone")
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_wall: Mapped[datetime | None]
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    description: Mapped[LocalizedText] = mapped_column(LocalizedTextType, server_default=text("'{}'"))
    room: Mapped[LocalizedText] = mapped_column(LocalizedTextType, server_default=text("'{}'"))
    language: Mapped[str] = mapped_column(default="", server_default=text("''"), doc="spoken there (BCP 47)")
    bookable: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="chosen in the form, by those who attend it"
    )

    quotas: Mapped[list["Quota"]] = relationship(
        secondary="quota_session", back_populates="sessions", order_by="Quota.id"
    )
    speakers: Mapped[list["Speaker"]] = relationship(secondary="session_speaker", order_by="Speaker.position")

    def hours(self, event: "Event") -> tuple[datetime | None, datetime | None]:
        """Start and end on the clock of the event's zone: naive, their fold being that of the instants."""
        return _on_clock(event, self.start_wall, self.start_at), _on_clock(event, self.end_wall, self.end_at)


def _on_clock(event: "Event", wall: datetime | None, instant: datetime | None) -> datetime | None:
    if wall is None or instant is None or event.instant(wall) == instant:
        return wall
    second = wall.replace(fold=1)
    return second if event.instant(second) == instant else wall  # else the zone's law has just changed


class SpeakerGroup(Base):
    """People who speak for the same side, and what they are asked about."""

    __tablename__ = "speaker_group"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    topic: Mapped[LocalizedText] = mapped_column(LocalizedTextType)


class Speaker(Base):
    """A person on the programme."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("speaker_group.id", ondelete="SET NULL"), index=True
    )
    position: Mapped[int]
    role: Mapped[SpeakerRole] = mapped_column(term(SpeakerRole))
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType, doc="academic title and post")
    affiliation: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    country: Mapped[str] = mapped_column(default="", doc="ISO 3166-1 alpha-2")
    biography: Mapped[LocalizedText] = mapped_column(LocalizedTextType, server_default=text("'{}'"))
    photograph_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))

    group: Mapped[SpeakerGroup | None] = relationship()
    photograph: Mapped["File | None"] = relationship()


class SessionSpeaker(Base):
    """Somebody speaks in, or moderates, an item of the programme."""

    __tablename__ = "session_speaker"
    __table_args__ = (Index("ix_session_speaker_speaker_id", "speaker_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True)
