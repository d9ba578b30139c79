"""How somebody comes to have an account: as the first of all, by an invitation, or by a set-up link.

Passwords come hashed: hashing takes long, and nobody is to wait for it in a transaction.
"""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import MemberInvitation, Membership, User, emails
from regapp.models.tokens import new_token
from regapp.queries.members import find_invitation
from regapp.services import audit
from regapp.services.accounts.organisations import NewOrganisation, store_organisation
from regapp.vocabulary import Language, Role


@dataclass(frozen=True, slots=True)
class Person:
    """Who an account is for."""

    name: str
    password_hash: str
    language: Language


@use_case
def set_up(session: Session, *, email: str, person: Person, organisation: NewOrganisation) -> int:
    """Make the first account of an installation, which owns its first organisation; the account's id.

    Raises NotFound where there is an account already, SlugTaken, and ValueError for an address that is none.
    """
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one in at a time
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext("the first account"))))
    if session.scalar(select(exists().where(User.id.is_not(None)))):
        raise NotFound
    user = User(email=emails.key(email), fs_uniquifier=new_token())
    session.add(user)
    _fill(user, person)
    session.flush()
    store_organisation(session, organisation, user.id)
    return user.id


@use_case
def accept(session: Session, *, token: str, user_id: int) -> str:
    """Let a known account take up the invitation to its own address; the organisation's slug.

    Raises NotFound where the invitation is used, withdrawn, expired, or somebody else's.
    """
    invitation = _lock_invitation(session, token)
    user = session.get(User, user_id)
    if user is None or user.email != invitation.email_key:
        raise NotFound
    return _take_up(session, invitation, user)


@use_case
def join(session: Session, *, token: str, person: Person) -> tuple[int, str]:
    """Make an account for whoever is invited and has none; its id, and the organisation's slug.

    Raises NotFound where the invitation is used, withdrawn or expired, or its address has an account.
    """
    invitation = _lock_invitation(session, token)
    user = session.scalars(select(User).where(User.email == invitation.email_key)).one_or_none()
    if user is None:
        user = User(email=invitation.email_key, fs_uniquifier=new_token())
        session.add(user)
    elif not user.needs_password:
        raise NotFound
    _fill(user, person)
    session.flush()
    return user.id, _take_up(session, invitation, user)


@use_case
def choose_password(session: Session, *, user_id: int, account_key: str, person: Person) -> None:
    """Open an account that was made without a password.

    ``account_key`` is what it was then: whoever has been quicker has changed it. Raises NotFound.
    """
    user = session.scalars(
        select(User).where(User.id == user_id, User.fs_uniquifier == account_key).with_for_update()
    ).one_or_none()
    if user is None or not user.needs_password:
        raise NotFound
    _fill(user, person)


def _fill(user: User, person: Person) -> None:
    user.name, user.password, user.language = person.name, person.password_hash, person.language
    user.fs_uniquifier = new_token()  # ends set-up links, and whatever else was given out before


def _lock_invitation(session: Session, token: str) -> MemberInvitation:
    invitation = find_invitation(session, token, locked=True)
    if invitation is None:
        raise NotFound
    return invitation


def _take_up(session: Session, invitation: MemberInvitation, user: User) -> str:
    organisation = invitation.organisation
    known = session.scalars(
        select(Membership).where(Membership.user_id == user.id, Membership.organisation_id == organisation.id)
    ).one_or_none()
    if known is None:  # else another way was quicker, and what it gave stays
        session.add(Membership(user_id=user.id, organisation_id=organisation.id, role=Role(invitation.role)))
        audit.record_organisation(
            session,
            user.id,
            "member.joined",
            organisation.id,
            user=user.id,
            invitation=invitation.id,
            role=str(invitation.role),
        )
    session.delete(invitation)
    return organisation.slug
