"""What people say about themselves, and the address that they sign in with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import AddressTaken, NotFound
from regapp.models import User, emails
from regapp.models.tokens import new_token
from regapp.services import audit
from regapp.services.accounts import sign_ins
from regapp.services.accounts.telling import tell_owner
from regapp.services.outgoing import letters
from regapp.vocabulary import AccountChange, Language, LetterKind


@use_case
def describe(session: Session, *, user_id: int, name: str, language: Language) -> None:
    """Keep a person's name, and the language of letters to them."""
    user = session.get_one(User, user_id)
    if (user.name, user.language) != (name, language):
        user.name, user.language = name, language
        audit.record_account(session, user_id, "described")


@use_case
def ask_for_address(session: Session, *, user_id: int, email: str, token: str, expires: str) -> None:
    """Owe the new address a letter with the link that ``token`` makes; nothing changes until it is used.

    An address that is an account's already gets none, and whoever asked learns nothing of it.
    """
    user = session.get_one(User, user_id)
    if _is_known(session, email):
        sign_ins.write_in_vain(session)
        return
    letters.owe_to(
        session,
        email,
        LetterKind.PROVE_ACCOUNT,
        user.language,
        facts={"user": user_id, "token": token, "expires": expires},
        by_form=True,
    )
    audit.record_account(session, user_id, "address_asked")


@use_case
def prove_address(session: Session, *, user_id: int, key: str, email: str) -> None:
    """Make ``email`` the address of an account, and tell the old one; all are signed out.

    ``key`` is the account's when the link was made; it is replaced, so a link works once. Raises NotFound if
    the link does not work any more, and AddressTaken if the address has become another account's.
    """
    user = session.get(User, user_id, with_for_update=True)
    if user is None or not user.active or user.fs_uniquifier != key:
        raise NotFound
    if _is_known(session, email):
        raise AddressTaken
    old, user.email = user.email, emails.key(email)
    user.fs_uniquifier = new_token()
    sign_ins.end_all(session, user_id)
    audit.record_account(session, user_id, "address_changed")
    tell_owner(session, user, AccountChange.ADDRESS, address=old)


def _is_known(session: Session, email: str) -> bool:
    known = select(User.id).where(User.email == emails.key(email))
    return session.scalars(known).first() is not None
