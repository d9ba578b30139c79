"""What people do with their accounts, so that each kind of letter about them is owed and sent."""

from datetime import timedelta
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import db, use_case
from regapp.models import User
from regapp.services.accounts import passwords, profile
from regapp.services.accounts.telling import tell_owner
from regapp.vocabulary import AccountChange, Language, LetterKind
from tests.organisers import member

from .scenes import sent

NEW = "new@fes.example"
TOKEN = "WzEsImQ5NzdmZm.awLs8g.12BUyZNSMAhYJEmqby9MK8"


def set_stage(app: Flask, language: Language = Language.ENGLISH) -> int:
    """A manager with a name; the id of the account."""
    email = member(app, organisation="fes")
    db.session.rollback()
    user_id = db.session.scalars(select(User.id).where(User.email == email)).one()
    profile.describe(user_id=user_id, name="Aigerim Bekova", language=language)
    return user_id


def expires() -> str:
    """An hour from now."""
    return (now() + timedelta(hours=1)).isoformat()


def letters_about_accounts(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """A letter of each kind, as sent; that of what has changed for each change."""
    user_id, owner = set_stage(app, language), "manager@fes.example"
    passwords.ask_for_reset(email=owner, token=TOKEN, expires=expires())
    letters = {"password-reset": sent(app, LetterKind.PASSWORD_RESET, owner)}
    profile.ask_for_address(user_id=user_id, email=NEW, token=TOKEN, expires=expires())
    letters["prove-account"] = sent(app, LetterKind.PROVE_ACCOUNT, NEW)
    for change in AccountChange:
        tell(user_id, change)
        letters[name_of(change)] = sent(app, LetterKind.ACCOUNT_CHANGED, owner)
    return letters


def name_of(change: AccountChange) -> str:
    """Under which name the letter about a change stands among all letters."""
    return "account-changed" if change is AccountChange.PASSWORD else f"account-changed-{change}"


def tell(user_id: int, change: AccountChange) -> None:
    """Owe the letter about a change."""

    @use_case
    def owe(session: Session) -> None:
        tell_owner(session, session.get_one(User, user_id), change)

    owe()
