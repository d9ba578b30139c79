from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.tokens import new_token
from regapp.vocabulary import Language


class PersonalFeed(Base):
    """A calendar to subscribe to, with all registrations of one address. Its token reads, and does no more.

    Taken back by deleting the row; the next one has another token.
    """

    __tablename__ = "personal_feed"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, default=new_token)
    email_key: Mapped[str] = mapped_column(unique=True)
    language: Mapped[Language] = mapped_column(term(Language))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
