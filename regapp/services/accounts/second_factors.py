"""What an account asks for beside a password: an authenticator's codes, passkeys, recovery codes."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound, NotPossible
from regapp.models import Passkey, SignIn, User, emails
from regapp.models.tokens import CODE_ALPHABET, new_token
from regapp.queries.accounts import count_failures, has_second_factor
from regapp.services import audit
from regapp.services.accounts.sign_ins import Place, row_of
from regapp.services.accounts.telling import tell_owner
from regapp.vocabulary import AccountChange, SignInMethod

AUTHENTICATOR = "authenticator"  # the sign-in's own name of the way
RECOVERY_CODES = 10
RECOVERY_CODE_LENGTH = 16  # of 32 letters: 80 bits, so a plain digest gives nothing away
MOST_WRONG_CODES, IN = 5, timedelta(minutes=15)
CODES = frozenset({SignInMethod.AUTHENTICATOR, SignInMethod.RECOVERY_CODE})


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What an authenticator told when it made a passkey (W3C Web Authentication, level 2).

    ``alone``: whether it is enough without a password, because it asks who is there.
    """

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]
    backed_up: bool
    device_type: str
    alone: bool


@use_case
def begin_try(session: Session, *, user_id: int, method: SignInMethod, place: Place) -> int | None:
    """Let somebody try one more code for the account: a few wrong ones in a quarter of an hour.

    The id of the try, which counts as a wrong one until :func:`forgive_try`: of many codes that come at the
    same moment no more are looked at than of those that come one by one. None after too many.
    """
    _locked(session, user_id)
    if count_failures(session, user_id, CODES, now() - IN) >= MOST_WRONG_CODES:
        return None
    tried = row_of(user_id, method, place, succeeded=False)
    session.add(tried)
    session.flush()
    return tried.id


@use_case
def forgive_try(session: Session, *, try_id: int) -> None:
    """The code of this try was right."""
    session.execute(delete(SignIn).where(SignIn.id == try_id, SignIn.succeeded.is_(False)))


@use_case
def set_authenticator(session: Session, *, user_id: int, secret: str, counter: int) -> None:
    """Ask for the codes of an authenticator from now on; ``counter`` is that of the code that proved it.

    Raises NotPossible if there is one already.
    """
    user = _locked(session, user_id)
    if user.tf_totp_secret:
        raise NotPossible
    user.tf_primary_method, user.tf_totp_secret, user.totp_counter = AUTHENTICATOR, secret, counter
    _note(session, user, AccountChange.AUTHENTICATOR_ADDED)


@use_case
def remove_authenticator(session: Session, *, user_id: int) -> None:
    """Ask for its codes no more. Doing it twice is doing it once."""
    user = _locked(session, user_id)
    if user.tf_totp_secret:
        user.tf_primary_method = user.tf_totp_secret = user.totp_counter = None
        _drop_spare_codes(session, user)
        _note(session, user, AccountChange.AUTHENTICATOR_REMOVED)


@use_case
def use_counter(session: Session, *, user_id: int, counter: int) -> bool:
    """Whether the code of that half-minute is the first: no code is taken twice, nor one before it."""
    used = session.execute(
        update(User)
        .where(User.id == user_id, or_(User.totp_counter.is_(None), User.totp_counter < counter))
        .values(totp_counter=counter)
        .returning(User.id)
        .execution_options(synchronize_session=False)
    )
    return used.first() is not None


@use_case
def make_recovery_codes(session: Session, *, user_id: int) -> list[str]:
    """New recovery codes, to be shown once; those from before work no more.

    Raises NotPossible where nothing but the password is asked for.
    """
    user = _locked(session, user_id)
    if not has_second_factor(session, user):
        raise NotPossible
    codes = [
        "".join(secrets.choice(CODE_ALPHABET) for _ in range(RECOVERY_CODE_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    user.mf_recovery_codes = [_digest(user_id, code) for code in codes]
    _note(session, user, AccountChange.RECOVERY_CODES)
    return codes


@use_case
def use_recovery_code(session: Session, *, user_id: int, code: str) -> bool:
    """Whether this is one of the recovery codes that are left; it works no more."""
    user = _locked(session, user_id)
    left = user.mf_recovery_codes or []
    given = _digest(user_id, code)
    if given not in left:
        return False
    user.mf_recovery_codes = [one for one in left if one != given]
    audit.record_account(session, user_id, "recovery_code_used", left=len(user.mf_recovery_codes))
    return True


@use_case
def ensure_handle(session: Session, *, user_id: int) -> str:
    """The name under which authenticators know the account; it says nothing about whose it is."""
    user = _locked(session, user_id)
    if user.fs_webauthn_user_handle is None:
        user.fs_webauthn_user_handle = new_token()
    return user.fs_webauthn_user_handle


@use_case
def add_passkey(session: Session, *, user_id: int, name: str, passkey: NewPasskey) -> None:
    """Let the account sign in with a passkey. Raises NotPossible if it is known already."""
    user = _locked(session, user_id)
    known = select(Passkey.id).where(Passkey.credential_id == passkey.credential_id)
    if session.scalars(known).first() is not None:
        raise NotPossible
    session.add(
        Passkey(
            user_id=user_id,
            credential_id=passkey.credential_id,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            transports=passkey.transports,
            backup_state=passkey.backed_up,
            device_type=passkey.device_type,
            lastuse_datetime=now(),
            name=name,
            usage="first" if passkey.alone else "secondary",
        )
    )
    _note(session, user, AccountChange.PASSKEY_ADDED)


@use_case
def use_passkey(session: Session, *, passkey_id: int, seen_count: int, sign_count: int) -> bool:
    """Whether the passkey still stands as it was seen; it was used just now.

    ``seen_count`` is its counter as it was when the answer was checked: two answers at once are one too many.
    """
    used = session.execute(
        update(Passkey)
        .where(Passkey.id == passkey_id, Passkey.sign_count == seen_count)
        .values(sign_count=sign_count, lastuse_datetime=now())
        .returning(Passkey.id)
        .execution_options(synchronize_session=False)
    )
    return used.first() is not None


@use_case
def remove_passkey(session: Session, *, user_id: int, passkey_id: int) -> None:
    """Let the account sign in with a passkey no more. Raises NotFound if it has no such passkey."""
    user = _locked(session, user_id)
    passkey = session.get(Passkey, passkey_id)
    if passkey is None or passkey.user_id != user_id:
        raise NotFound
    session.delete(passkey)
    session.flush()
    _drop_spare_codes(session, user)
    _note(session, user, AccountChange.PASSKEY_REMOVED)


@use_case
def forget_all(session: Session, *, email: str) -> None:
    """Let the account sign in with its password alone: for an operator who knows who asks for it.

    Its owner is told. Raises NotFound if there is no such account, and ValueError for what is no address.
    """
    user = session.scalars(
        select(User).where(User.email == emails.key(email)).with_for_update()
    ).one_or_none()
    if user is None:
        raise NotFound
    had_authenticator, passkeys = bool(user.tf_totp_secret), list(user.webauthn)
    user.tf_primary_method = user.tf_totp_secret = user.totp_counter = user.mf_recovery_codes = None
    for passkey in passkeys:
        session.delete(passkey)
    session.flush()
    if had_authenticator:
        _note(session, user, AccountChange.AUTHENTICATOR_REMOVED)
    if passkeys:
        _note(session, user, AccountChange.PASSKEY_REMOVED)


def _locked(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id, with_for_update=True)


def _drop_spare_codes(session: Session, user: User) -> None:
    # Codes that stand in for nothing would lie about, and work again with the next authenticator.
    if not has_second_factor(session, user):
        user.mf_recovery_codes = None


def _note(session: Session, user: User, change: AccountChange) -> None:
    audit.record_account(session, user.id, change.replace("-", "_"))
    tell_owner(session, user, change)


def _digest(user_id: int, code: str) -> str:
    plain = "".join(character for character in code.upper() if character.isalnum())
    return sha256(f"{user_id}:{plain}".encode()).hexdigest()
