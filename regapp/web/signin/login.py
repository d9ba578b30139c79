"""Signing in with a password, and out."""

from flask import make_response, redirect, render_template
from flask_security import hash_password
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField

from regapp.database import commit_account_changes, db
from regapp.models import User, emails
from regapp.queries.accounts import has_second_factor
from regapp.queries.organisers import find_user
from regapp.services.accounts.sign_ins import note_failure
from regapp.vocabulary import SignInMethod
from regapp.web.errors import error_page
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.rates import limit_sign_in
from regapp.web.reading import stands_at
from regapp.web.signin import sessions, signin
from regapp.web.signin.leading import after, to_second_step
from regapp.web.signin.passkeys import place_for_passkeys
from regapp.web.signin.passwords import is_password_of, normalized
from regapp.web.translations import gettext as _


class SignInForm(PostedForm):
    """Who signs in; whether they may is said once for all reasons."""

    email = EmailField()
    password = PasswordField()


@signin.get("/login")
def login() -> Response:
    """The sign-in page; someone who is signed in goes on to their events."""
    if sessions.present():
        return redirect(after())
    return login_page(SignInForm(formdata=None))


@signin.post("/login")
@limit_sign_in
def sign_in() -> Response:
    """Sign in, or go on to the second step, or show the form again with the address kept."""
    form = SignInForm()
    if not form.validate():
        form["csrf_token"].errors = []
        return login_page(form, stale_words())
    account = _account(form.email.data or "", form.password.data or "")
    if account is None:
        return login_page(form, _("This e-mail address and password do not belong together. Check both."))
    if has_second_factor(db.session(), account):
        return to_second_step(account)
    sessions.begin(account, SignInMethod.PASSWORD)
    return redirect(after(), 303)


@signin.post("/logout")
def logout() -> Response:
    """Sign out."""
    if not PlainForm().validate():
        return error_page(422)
    sessions.end()
    return redirect("/", 303)


def login_page(form: SignInForm | None, problem: str = "") -> Response:
    """The sign-in page with what went wrong; without a form, with an empty one."""
    stands_at("/login")
    form = form or SignInForm(formdata=None)
    for field, label in ((form.email, _("E-mail address")), (form.password, _("Password"))):
        field.label.text, field.flags.required = label, True
    body = render_template(
        "signin/login.html",
        form=form,
        problem=problem,
        next=after(),
        passkeys_at=place_for_passkeys(),
    )
    return make_response(body, 422 if problem else 200)


def stale_words() -> str:
    """What to do about a form without its proof."""
    return _("The page was open for too long, or your browser keeps no cookies. Please sign in once more.")


def _account(email: str, password: str) -> User | None:
    """The account that may sign in so, or None; it takes as long to find out in either case."""
    try:
        key = emails.key(email.strip())
    except ValueError:
        key = ""
    user = find_user(db.session(), key) if key else None
    if user is None or not user.password:
        hash_password(normalized(password))
    elif is_password_of(user, password) and user.active:
        commit_account_changes()  # a password hashed by an older rule was hashed anew
        return user
    note_failure(email=key, method=SignInMethod.PASSWORD, place=sessions.place())
    return None
