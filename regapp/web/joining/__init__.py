"""Pages by whose links people come to have an account: the first one, an invitation, a password to choose."""

from flask import Blueprint

__all__ = ["accounts", "first", "invited", "joining"]

joining = Blueprint("joining", __name__)

from regapp.web.joining import accounts, first, invited  # noqa: E402 - the views add themselves
