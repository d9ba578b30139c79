"""Organisers' sign-in: accounts, passwords and codes by Flask-Security, pages and words of our own.

It stands below access.py: what it has for other parts of web/ is named here. Pages about an account are
in web/account/.
"""

from flask import Blueprint, Flask

from config import Settings
from regapp.web.signin import machinery
from regapp.web.signin.leading import lacks_second_factor, to_sign_in, turned_away
from regapp.web.signin.machinery import security

__all__ = [
    "forgotten",
    "init_app",
    "lacks_second_factor",
    "login",
    "new_address",
    "second_step",
    "security",
    "signin",
    "to_sign_in",
    "turned_away",
    "with_passkey",
]

signin = Blueprint("signin", __name__)

from regapp.web.signin import (  # noqa: E402 - the views add themselves
    forgotten,
    login,
    new_address,
    second_step,
    with_passkey,
)


def init_app(app: Flask, settings: Settings) -> None:
    """Bring /login and /logout."""
    machinery.init_app(app, settings)
    app.register_blueprint(signin)
