from datetime import datetime
from typing import TYPE_CHECKING

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.vocabulary import Language, SignInMethod

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
    name: Mapped[str] = mapped_column(default="", server_default=text("''"))
    tf_primary_method: Mapped[str | None] = mapped_column(doc="authenticator, once it is set up")
    tf_totp_secret: Mapped[str | None]
    totp_counter: Mapped[int | None] = mapped_column(doc="half-minute of the last code; none is taken twice")
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        JSON(none_as_null=True), doc="digests of those that are left"
    )
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        unique=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]  # the library's name
        back_populates="user", cascade="all, delete"
    )
    sign_ins: Mapped[list["SignIn"]] = relationship(order_by="SignIn.id.desc()", viewonly=True)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    @property
    def needs_password(self) -> bool:
        """Whether nobody can sign in to it yet, and whoever proves the address is to choose a password."""
        return self.password is None and not self.webauthn

    # Flask-Security asks every user for its own kind of roles; ours belong to an organisation.
    roles: tuple[()] = ()  # type: ignore[assignment]


class Passkey(Base, WebAuthnMixin):
    """A passkey of an account (W3C Web Authentication); its columns are named as the sign-in names them."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    create_datetime: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str]
    usage: Mapped[str] = mapped_column(doc="first or secondary: alone, or beside the password")

    user: Mapped[User] = relationship(back_populates="webauthn")


class SignIn(Base):
    """Somebody signed in to an account, or tried to; while it has not ended, a session of theirs."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_user_id_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    method: Mapped[SignInMethod] = mapped_column(term(SignInMethod))
    succeeded: Mapped[bool]
    browser: Mapped[str] = mapped_column(doc="its name and system, as far as they were told")
    network_address: Mapped[str]
    token_digest: Mapped[str | None] = mapped_column(unique=True, doc="of the session's token; SHA-256, hex")
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="last use, to some minutes")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
