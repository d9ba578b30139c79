"""Organisations, venues, and the people who act for an organisation."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import insert_if_new, use_case
from regapp.errors import NotFound
from regapp.models import LocalizedText, Membership, Organisation, User, Venue, emails
from regapp.models.tokens import new_token
from regapp.services import audit
from regapp.services.accounts import sign_ins
from regapp.services.accounts.members import find_membership, lock_members, set_role
from regapp.vocabulary import Language, Role


@dataclass(frozen=True, slots=True)
class Added:
    """What somebody is in an organisation now; ``account_key`` changes with the account's password."""

    user_id: int
    account_key: str
    role: Role
    is_new: bool
    has_password: bool


TEXTS = {"name", "address", "city", "accessibility"}


@use_case
def add_hosts(session: Session, organisations: list[dict[str, Any]], venues: list[dict[str, Any]]) -> None:
    """Store organisations and venues, given by their columns; those whose slug is known stay as they are."""
    for model, rows in ((Organisation, organisations), (Venue, venues)):
        for row in rows:
            values = {key: LocalizedText(value) if key in TEXTS else value for key, value in row.items()}
            insert_if_new(session, model, values)


@use_case
def add_organiser(
    session: Session,
    *,
    email: str,
    organisation: str,
    role: Role | None,
    password: str | None = None,
    language: Language | None = None,
) -> Added:
    """Give an address a role in an organisation, and an account if it has none.

    A known account keeps its password and the language of its letters unless one is given, and its role if
    ``role`` is None. A new account gets letters in English; without a password nobody can sign in to it
    until one is set. Who comes new without a role is a manager. Raises NotFound for an unknown organisation,
    LastOwner, and ValueError for an address that is none.
    """
    organisation_id = session.scalars(
        select(Organisation.id).where(Organisation.slug == organisation)
    ).one_or_none()
    if organisation_id is None:
        raise NotFound(organisation)
    user, is_new = _account(session, emails.key(email), password)
    if language is not None:
        user.language = language
    session.flush()
    now_is = _join(session, user.id, organisation_id, role)
    return Added(user.id, user.fs_uniquifier, now_is, is_new, has_password=user.password is not None)


def _join(session: Session, user_id: int, organisation_id: int, role: Role | None) -> Role:
    """Make the account a member, or give it another role; what it is then."""
    lock_members(session, organisation_id, None)
    try:
        membership = find_membership(session, organisation_id, user_id=user_id)
    except NotFound:
        given = role or Role.MANAGER
        session.add(Membership(user_id=user_id, organisation_id=organisation_id, role=given))
        audit.record_organisation(
            session, None, "member.added", organisation_id, user=user_id, role=str(given)
        )
        return given
    if role is not None:
        set_role(session, membership, role, None)
    return membership.role


def _account(session: Session, address: str, password: str | None) -> tuple[User, bool]:
    """The account of this address, with the password if one is given, and whether it is a new one."""
    user = session.scalars(select(User).where(User.email == address)).one_or_none()
    is_new = user is None
    if user is None:
        user = User(email=address, fs_uniquifier=new_token())
        session.add(user)
    if password is not None:
        # Signing in folds likewise: a Mac types й as two characters, Windows as one.
        user.password = hash_password(unicodedata.normalize("NFKD", password))
        user.fs_uniquifier = new_token()  # ends what is signed in under the old password
        if not is_new:
            sign_ins.end_all(session, user.id)
    return user, is_new
