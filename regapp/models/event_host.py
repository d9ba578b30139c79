from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.models.organisation import Organisation
from regapp.vocabulary import Role

if TYPE_CHECKING:
    from regapp.models.event import Event
    from regapp.models.file import File


class EventHost(Base):
    """A co-host, shown beside the organisation that owns the event.

    It is an organisation of this service, or one that is known by its own name alone, and of which nobody
    has an account.
    """

    __tablename__ = "event_host"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id"),
        CheckConstraint(
            "(organisation_id IS NULL) = (CAST(own_name AS VARCHAR) <> '{}')", name="organisation_or_name"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    own_name: Mapped[LocalizedText] = mapped_column(
        LocalizedTextType, default=dict, server_default=text("'{}'"), doc="where there is no organisation"
    )
    own_website: Mapped[str] = mapped_column(default="", server_default=text("''"), doc="likewise")
    own_logo_id: Mapped[int | None] = mapped_column(
        ForeignKey("file.id", name="fk_event_host_own_logo_id_file"), doc="likewise"
    )
    position: Mapped[int]
    role: Mapped[Role | None] = mapped_column(
        term(Role), doc="what its members may do with the event, at most; None: nothing"
    )
    told_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="when the organisation's owners were told that it is named"
    )

    event: Mapped["Event"] = relationship(viewonly=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    own_logo: Mapped["File | None"] = relationship()

    @property
    def name(self) -> LocalizedText:
        """What it is called."""
        return self.organisation.name if self.organisation else self.own_name

    @property
    def website(self) -> str:
        """Its address in the web, or nothing."""
        return self.organisation.website if self.organisation else self.own_website

    @property
    def logo(self) -> "File | None":
        """Its logo, if there is one."""
        return self.organisation.logo if self.organisation else self.own_logo

    @property
    def slug(self) -> str:
        """By which an organisation of this service is asked for; empty for any other."""
        return self.organisation.slug if self.organisation else ""
