from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.vocabulary import Language


class ConsentText(Base):
    """The exact words somebody agreed to, kept once for all who read the same."""

    __tablename__ = "consent_text"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True, doc="SHA-256 of version, language and text, in hex")
    version: Mapped[str]
    language: Mapped[Language] = mapped_column(term(Language))
    text: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """Who agreed to which words, and when."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    consent_text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    text: Mapped[ConsentText] = relationship()
