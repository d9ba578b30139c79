"""Show once more who you are, before something sensitive: by the password or a passkey."""

from typing import Any

from flask import jsonify, make_response, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import commit_account_changes, db
from regapp.models import User
from regapp.queries.accounts import passkeys_of
from regapp.services.accounts.sign_ins import note_failure
from regapp.vocabulary import SignInMethod
from regapp.web.account import account
from regapp.web.account.entering import is_stale, made, own
from regapp.web.errors import error_page
from regapp.web.forms import PlainForm
from regapp.web.rates import limit_sign_in
from regapp.web.reading import stands_at
from regapp.web.signin import sessions
from regapp.web.signin.leading import after
from regapp.web.signin.login import stale_words
from regapp.web.signin.passkeys import ask_for_answer, place_for_passkeys, read_answer
from regapp.web.signin.passwords import is_password_of, present_password_field
from regapp.web.signin.with_passkey import PasskeyForm, passkey_problem
from regapp.web.translations import gettext as _


@account.get("/confirm")
@own
def confirm(user: User) -> Response:
    """The form that asks."""
    return _page(user, _form(formdata=None))


@account.post("/confirm")
@limit_sign_in
@own
def confirm_by_password(user: User) -> Response:
    """Go on with the right password."""
    form = _form()
    if not form.validate():
        return _page(user, form, status=422)
    if not is_password_of(user, form.password.data):
        note_failure(email=user.email, method=SignInMethod.PASSWORD, place=sessions.place())
        form.password.errors = [_("This is not your present password.")]
        return _page(user, form, status=422)
    commit_account_changes()
    sessions.proved_now()
    return redirect(after(), 303)


@account.post("/confirm/passkey/options")
@own
def confirm_options(user: User) -> Response:
    """What the browser is to ask an authenticator for."""
    return jsonify(ask_for_answer(user)) if PlainForm().validate() else error_page(422)


@account.post("/confirm/passkey")
@limit_sign_in
@own
def confirm_by_passkey(user: User) -> Response:
    """Go on with a passkey of the account."""
    form = PasskeyForm()
    if not form.validate():
        return _page(user, _form(formdata=None), problem=stale_words(), status=422)
    if read_answer(form.credential.data or "", user) is None:
        return _page(user, _form(formdata=None), problem=passkey_problem(form), status=422)
    sessions.proved_now()
    return redirect(after(), 303)


def _form(**options: Any) -> FlaskForm:
    return made({"password": present_password_field()}, **options)


def _page(user: User, form: FlaskForm, *, problem: str = "", status: int = 200) -> Response:
    stands_at("/account/confirm")
    body = render_template(
        "account/confirm.html",
        form=form,
        stale=is_stale(form) and not problem,
        problem=problem,
        next=after(),
        has_passkey=bool(passkeys_of(db.session(), user.id)),
        passkeys_at=place_for_passkeys(),
    )
    return make_response(body, status)
