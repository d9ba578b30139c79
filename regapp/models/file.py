from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.models.tokens import new_token
from regapp.vocabulary import Visibility

MOST_STORED = 2 * 1024**3  # octets of one organisation's files: none fills the disk that all share


class File(Base):
    """Octets that somebody gave us; in the database, so that every machine has them.

    ``media_type`` is what the content is, not what its sender called it. Never changed: another content is
    another file.
    """

    __tablename__ = "file"
    __table_args__ = (Index("ix_file_organisation_id_size", "organisation_id", "size"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, default=new_token, doc="its address")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id"), index=True, doc="of the event it belongs to"
    )
    name: Mapped[str] = mapped_column(doc="under which it is saved")
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(doc="octets")
    width: Mapped[int | None] = mapped_column(doc="pixels, of a picture")
    height: Mapped[int | None]
    digest: Mapped[str] = mapped_column(doc="SHA-256 of the content, in hex")
    content: Mapped[bytes] = mapped_column(deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Attachment(Base):
    """Something to read or to watch beside an event: a file, or an address elsewhere."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    address: Mapped[str] = mapped_column(default="", server_default=text("''"), doc="of a page elsewhere")
    visibility: Mapped[Visibility] = mapped_column(term(Visibility), default=Visibility.PUBLIC)

    file: Mapped[File | None] = relationship()
