from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.models.user import User
from regapp.vocabulary import Language, Role


class Organisation(Base):
    """A university, foundation, ministry or assembly that holds events."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    website: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    digested_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="when its daily digest was made last"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Membership(Base):
    """What one user may do in one organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[Role] = mapped_column(term(Role))
    wants_digest: Mapped[bool] = mapped_column(
        default=True, server_default=true(), doc="a letter a day with what is new"
    )
    wants_alarms: Mapped[bool] = mapped_column(
        default=True, server_default=true(), doc="a letter at once when an event is full or letters fail"
    )

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship(back_populates="memberships")


class Venue(Base):
    """A place where people meet."""

    __tablename__ = "venue"
    __table_args__ = (CheckConstraint("places >= 0", name="places"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    address: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    city: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    region: Mapped[str] = mapped_column(default="", index=True, doc="ISO 3166-2, e.g. KZ-75")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    places: Mapped[int | None]
    accessibility: Mapped[LocalizedText] = mapped_column(LocalizedTextType)

    def in_words(self, reader: Language) -> str:
        """Its name, address and city on one line."""
        return ", ".join(filter(None, (text.read(reader) for text in (self.name, self.address, self.city))))
