from datetime import datetime
from typing import TYPE_CHECKING

from flask_security import UserMixin
from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.vocabulary import Language

if TYPE_CHECKING:
    from regapp.models.organisation import Membership


class User(Base, UserMixin):
    """An organiser's account. What it may do stands in its memberships."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    language: Mapped[Language] = mapped_column(
        term(Language), default=Language.ENGLISH, server_default=text("'en'"), doc="of letters to this person"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    # Flask-Security asks every user for its own kind of roles; ours belong to an organisation.
    roles: tuple[()] = ()  # type: ignore[assignment]
