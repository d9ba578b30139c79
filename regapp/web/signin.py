"""Organisers' sign-in: accounts, passwords and sessions by Flask-Security, pages and words of our own.

The library's own views stay out: they bring pages without our design, texts without Kazakh, and work on
every request that public pages have no use for.
"""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_login.utils import _user_context_processor
from flask_security import Security, UserDatastore, UserMixin, hash_password, login_user, logout_user
from flask_security.datastore import SQLAlchemyUserDatastore
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField

from regapp.database import commit_account_changes, db
from regapp.models import User, emails
from regapp.web.errors import error_page
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.rates import limit_sign_in
from regapp.web.translations import gettext as _

HOME = "/organise/"
LONGEST_PASSWORD = 1000  # characters; hashing takes longer with length
# A path and nothing else: browsers read "//host" and "/\host" as another site, and pass over tabs and breaks.
OWN_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")

security = Security()
signin = Blueprint("signin", __name__)


class _Datastore(SQLAlchemyUserDatastore):
    """Accounts through db.session(), committed where every commit is."""

    def commit(self) -> None:
        commit_account_changes()


class SignInForm(PostedForm):
    """Who signs in; whether they may is said once for all reasons."""

    email = EmailField()
    password = PasswordField()


def init_app(app: Flask) -> None:
    """Bring /login and /logout."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a hash
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # nothing asks for the password again yet
        SECURITY_ANONYMOUS_USER_DISABLED=True,
        SECURITY_JOIN_USER_ROLES=False,  # the library's roles: ours belong to an organisation
        SECURITY_CLI_USERS_NAME=False,  # accounts come from `flask organiser add`
        SECURITY_CLI_ROLES_NAME=False,
    )
    datastore: UserDatastore = _Datastore(db, User, None)  # type: ignore[arg-type]  # roles are ours
    security.init_app(app, datastore, register_blueprint=False)
    _keep_off_other_pages(app)
    app.register_blueprint(signin)


def _keep_off_other_pages(app: Flask) -> None:
    # Each of these would load the account, or touch the session, for every page and calendar file.
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)  # noqa: SLF001
    app.template_context_processors[None].remove(_user_context_processor)
    # No tokens: they would be read from any page's query string.
    security.login_manager.request_loader(None)


@signin.get("/login")
def login() -> Response:
    """The sign-in page; someone who is signed in goes on to their events."""
    if current_user:
        return redirect(_after())
    return _page(SignInForm(formdata=None))


@signin.post("/login")
@limit_sign_in
def sign_in() -> Response:
    """Sign in, or show the form again with the address kept."""
    form = SignInForm()
    if not form.validate():
        form["csrf_token"].errors = []
        return _page(
            form,
            _("The page was open for too long, or your browser keeps no cookies. Please sign in once more."),
        )
    account = _account(form.email.data or "", form.password.data or "")
    if account is None:
        return _page(form, _("This e-mail address and password do not belong together. Check both."))
    session.clear()  # what an earlier visitor left in this browser does not go along
    login_user(account, remember=False, authn_via=["password"])
    commit_account_changes()  # a password hashed by an older rule was hashed anew
    return redirect(_after(), 303)


@signin.post("/logout")
def logout() -> Response:
    """Sign out."""
    if not PlainForm().validate():
        return error_page(422)
    logout_user()
    session.clear()
    return redirect("/", 303)


def to_sign_in() -> Response:
    """Lead someone who is not signed in to the sign-in page, and back afterwards."""
    target = request.full_path.rstrip("?") if request.method == "GET" else HOME
    return redirect(url_for("signin.login", next=target))


def _account(email: str, password: str) -> UserMixin | None:
    """The account that may sign in so, or None; it takes as long to find out in either case."""
    try:
        user: Any = security.datastore.find_user(email=emails.key(email.strip()))
    except ValueError:
        user = None
    given = security.password_util.normalize(password[:LONGEST_PASSWORD])
    if user is None or not user.password:
        hash_password(given)
        return None
    if not user.verify_and_update_password(given) or len(password) > LONGEST_PASSWORD:
        user.track_failed_authn("password")
        return None
    return user if user.is_active else None


def _after() -> str:
    target = request.args.get("next", "")
    return target if OWN_PATH.fullmatch(target) else HOME


def _page(form: SignInForm, problem: str = "") -> Response:
    for field, label in ((form.email, _("E-mail address")), (form.password, _("Password"))):
        field.label.text, field.flags.required = label, True
    body = render_template("signin/login.html", form=form, problem=problem, next=_after())
    return make_response(body, 422 if problem else 200)
