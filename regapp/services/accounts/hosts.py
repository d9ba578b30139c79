"""Organisations, venues, and the people who act for an organisation."""

import unicodedata
from typing import Any

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import insert_if_new, use_case
from regapp.errors import NotFound, RegappError
from regapp.models import LocalizedText, Membership, Organisation, User, Venue, emails
from regapp.models.tokens import new_token
from regapp.vocabulary import Language, Role


class PasswordNeeded(RegappError):
    """A new account cannot be made without a password."""


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
    role: Role,
    password: str | None,
    language: Language | None = None,
) -> bool:
    """Give an address a role in an organisation; whether its account is a new one.

    A known account keeps its password and the language of its letters unless one is given; a new one gets
    them in English. Raises NotFound for an unknown organisation and
    PasswordNeeded for a new account without one, and ValueError for an address that is none.
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
    membership = session.scalars(
        select(Membership).where(Membership.user_id == user.id, Membership.organisation_id == organisation_id)
    ).one_or_none()
    if membership is None:
        session.add(Membership(user_id=user.id, organisation_id=organisation_id, role=role))
    else:
        membership.role = role
    return is_new


def _account(session: Session, address: str, password: str | None) -> tuple[User, bool]:
    """The account of this address, with the password if one is given, and whether it is a new one."""
    user = session.scalars(select(User).where(User.email == address)).one_or_none()
    is_new = user is None
    if user is None:
        if password is None:
            raise PasswordNeeded
        user = User(email=address, fs_uniquifier=new_token())
        session.add(user)
    if password is not None:
        # Signing in folds likewise: a Mac types й as two characters, Windows as one.
        user.password = hash_password(unicodedata.normalize("NFKD", password))
        user.fs_uniquifier = new_token()  # ends what is signed in under the old password
    return user, is_new
