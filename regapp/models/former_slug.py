from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from regapp.database import Base


class FormerSlug(Base):
    """An address that a published event had before. It leads to the event for ever."""

    __tablename__ = "former_slug"

    slug: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
