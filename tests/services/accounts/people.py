"""Accounts for tests of what they do."""

from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import AuditEntry, Letter, User
from tests.organisers import member


def account_of(app: Flask, organisation: str = "dku") -> int:
    """The id of a new account of a manager."""
    email = member(app, organisation=organisation)
    db.session.rollback()
    return db.session.scalars(select(User.id).where(User.email == email)).one()


def account(user_id: int) -> User:
    """The account as it stands now."""
    db.session.rollback()
    return db.session.get_one(User, user_id)


def told(recipient: str) -> list[str]:
    """What letters to an address tell, oldest first."""
    db.session.rollback()
    letters = db.session.scalars(select(Letter).where(Letter.recipient == recipient).order_by(Letter.id))
    return [str(letter.facts.get("change", letter.kind)) for letter in letters]


def noted(user_id: int) -> list[str]:
    """What the audit log says of an account, without its organisation's own entries."""
    db.session.rollback()
    entries = select(AuditEntry.action).where(
        AuditEntry.actor == f"organiser:{user_id}", AuditEntry.action.startswith("account.")
    )
    return [action.removeprefix("account.") for action in db.session.scalars(entries.order_by(AuditEntry.id))]
