"""Pages about the visitor's own account."""

from flask import Blueprint

__all__ = [
    "account",
    "address",
    "authenticator",
    "confirm",
    "passkeys",
    "password",
    "profile",
    "recovery_codes",
    "second_factor",
    "sessions",
]

account = Blueprint("account", __name__, url_prefix="/account")

from regapp.web.account import (  # noqa: E402 - the views add themselves
    address,
    authenticator,
    confirm,
    passkeys,
    password,
    profile,
    recovery_codes,
    second_factor,
    sessions,
)
