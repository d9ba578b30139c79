"""Accounts of organisers: who is signed in where, and with what."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from regapp.models import Membership, Organisation, Passkey, SignIn, User
from regapp.vocabulary import SignInMethod

SESSION_LIVES = timedelta(days=30)  # without being used
MOST_SIGN_INS = 50  # that an account's page tells of


def find_session(session: Session, token_digest: str, moment: datetime) -> tuple[User, SignIn] | None:
    """The account that is signed in under a token, and since when; None if that has ended."""
    row = session.execute(
        select(User, SignIn)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_digest == token_digest, *_goes_on(moment))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def open_sessions(session: Session, user_id: int, moment: datetime) -> Sequence[SignIn]:
    """Where the account is signed in, the latest first."""
    return session.scalars(
        select(SignIn).where(SignIn.user_id == user_id, *_goes_on(moment)).order_by(SignIn.id.desc())
    ).all()


def sign_in_history(session: Session, user_id: int) -> Sequence[SignIn]:
    """The last times that somebody signed in to the account, or tried to."""
    return session.scalars(
        select(SignIn).where(SignIn.user_id == user_id).order_by(SignIn.id.desc()).limit(MOST_SIGN_INS)
    ).all()


def count_failures(session: Session, user_id: int, methods: Collection[SignInMethod], since: datetime) -> int:
    """How often somebody tried to sign in by one of ``methods`` in vain."""
    return (
        session.scalar(
            select(func.count()).where(
                SignIn.user_id == user_id,
                SignIn.method.in_(methods),
                SignIn.succeeded.is_(False),
                SignIn.at > since,
            )
        )
        or 0
    )


def passkeys_of(session: Session, user_id: int) -> Sequence[Passkey]:
    """The passkeys of an account, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)).all()


def find_passkey(session: Session, credential_id: bytes) -> Passkey | None:
    """The passkey of that id, or None."""
    return session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).one_or_none()


def has_second_factor(session: Session, user: User) -> bool:
    """Whether a password alone is not enough for the account."""
    if user.tf_totp_secret:
        return True
    return bool(session.scalar(select(exists().where(Passkey.user_id == user.id))))


def lacks_second_factor(session: Session, user: User) -> bool:
    """Whether an organisation of the account's asks for a second factor, and it has none."""
    if user.tf_totp_secret:
        return False
    asks = exists().where(
        Membership.user_id == user.id,
        Membership.organisation_id == Organisation.id,
        Organisation.requires_second_factor,
    )
    none = ~exists().where(Passkey.user_id == user.id)
    return bool(session.scalar(select(asks & none)))


def _goes_on(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    used_since = func.coalesce(SignIn.seen_at, SignIn.at) > moment - SESSION_LIVES
    return SignIn.succeeded.is_(True), SignIn.token_digest.is_not(None), SignIn.ended_at.is_(None), used_since
