from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.models.tokens import new_token
from regapp.models.user import User
from regapp.vocabulary import Language, Role

if TYPE_CHECKING:
    from regapp.models.file import File


class Organisation(Base):
    """A university, foundation, ministry or assembly that holds events."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    website: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="", server_default=text("''"))
    zone: Mapped[str] = mapped_column(
        default="Asia/Almaty", server_default=text("'Asia/Almaty'"), doc="of its new events; IANA name"
    )
    logo_id: Mapped[int | None] = mapped_column(
        ForeignKey("file.id", use_alter=True, name="fk_organisation_logo_id_file")
    )
    requires_second_factor: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="its members sign in with a code or a passkey besides"
    )
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"), doc="rises with every edit")
    digested_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="when its daily digest was made last"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    logo: Mapped["File | None"] = relationship(foreign_keys=[logo_id])


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


class MemberInvitation(Base):
    """Somebody is asked by letter to work for an organisation; whoever opens its link has the address."""

    __tablename__ = "member_invitation"
    __table_args__ = (UniqueConstraint("organisation_id", "email_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(doc="as typed")
    email_key: Mapped[str]
    role: Mapped[Role] = mapped_column(term(Role))
    language: Mapped[Language] = mapped_column(term(Language))
    token: Mapped[str] = mapped_column(unique=True, default=new_token)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User | None] = relationship()


class Venue(Base):
    """A place where people meet."""

    __tablename__ = "venue"
    __table_args__ = (CheckConstraint("places >= 0", name="places"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, doc="who keeps it up to date; None: the operator"
    )
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    address: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    city: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    region: Mapped[str] = mapped_column(default="", index=True, doc="ISO 3166-2, e.g. KZ-75")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    places: Mapped[int | None]
    accessibility: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"), doc="rises with every edit")

    def in_words(self, reader: Language) -> str:
        """Its name, address and city on one line."""
        return ", ".join(filter(None, (text.read(reader) for text in (self.name, self.address, self.city))))
