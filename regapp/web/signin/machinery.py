"""Flask-Security as we use it: its hashing, sessions and codes, without its views and all around them.

They bring pages without our design, texts without Kazakh, and work on every request that public pages have no
use for.
"""

import hmac
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login.utils import _user_context_processor
from flask_security import Security, UserDatastore
from flask_security.datastore import SQLAlchemyUserDatastore

from config import Settings
from regapp.database import commit_account_changes, db
from regapp.models import User
from regapp.web.signin.authenticator import Authenticators
from regapp.web.signin.sessions import load_user

security = Security()


class _Datastore(SQLAlchemyUserDatastore):
    """Accounts through db.session(), committed where every commit is."""

    def commit(self) -> None:
        commit_account_changes()


def init_app(app: Flask, settings: Settings) -> None:
    """Start the library, and keep it off the pages that have no use for it."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a hash
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # the library's own views ask; ours have their own gate
        SECURITY_ANONYMOUS_USER_DISABLED=True,
        SECURITY_JOIN_USER_ROLES=False,  # the library's roles: ours belong to an organisation
        SECURITY_CLI_USERS_NAME=False,  # accounts come from `flask organiser add`
        SECURITY_CLI_ROLES_NAME=False,
    )
    datastore: UserDatastore = _Datastore(db, User, None)  # type: ignore[arg-type]  # roles are ours
    security.init_app(app, datastore, register_blueprint=False)
    app.extensions["authenticators"] = _authenticators(app, settings)
    _keep_off_other_pages(app)


def _authenticators(app: Flask, settings: Settings) -> Authenticators:
    # Secrets lie encrypted in the database: whoever reads a copy of it can make no codes.
    key: Any = app.secret_key
    derived = hmac.new(str(key).encode(), b"secrets of authenticators", "sha256").hexdigest()
    return Authenticators({"1": derived}, settings.public_host)


def _keep_off_other_pages(app: Flask) -> None:
    # Each of these would load the account, or touch the session, for every page and calendar file.
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)  # noqa: SLF001
    app.template_context_processors[None].remove(_user_context_processor)
    # No tokens: they would be read from any page's query string.
    security.login_manager.request_loader(None)
    security.login_manager.user_loader(load_user)
