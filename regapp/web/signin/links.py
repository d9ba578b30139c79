"""Links in letters about accounts: signed, for an hour, and only as long as the account's key stays."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask_security.utils import check_and_get_token_status
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.models import User
from regapp.web.signin.machinery import security

LIVES = timedelta(hours=1)
RESET, ADDRESS = "reset", "change_email"  # the library's signatures: neither opens what the other does


def expiry() -> datetime:
    """When a link that is made now ends."""
    return now() + LIVES


def reset_token(user: User) -> str:
    """What lets somebody choose a new password."""
    return str(security.reset_serializer.dumps([user.id, _mark(user)]))


def address_token(user: User, email: str) -> str:
    """What proves that a letter to the new address was read."""
    return str(security.change_email_serializer.dumps([user.id, _mark(user), email]))


def read(token: str, kind: str) -> tuple[User, list[str]] | None:
    """The account that a token is about, and what else it holds; None if it does not work any more."""
    expired, invalid, data = check_and_get_token_status(token, kind, LIVES)
    if expired or invalid or not isinstance(data, list):
        return None
    user_id, mark, *rest = data
    user: Any = db.session.get(User, user_id)
    return (user, rest) if user is not None and user.active and mark == _mark(user) else None


def unlinked(page: Response) -> Response:
    """The page behind such a link: no other page learns its address, not of our own site either."""
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _mark(user: User) -> str:
    # The key changes with the password and with the address, so a link works once.
    return sha256(user.fs_uniquifier.encode()).hexdigest()[:32]
