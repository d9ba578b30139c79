"""Another password: the present one is asked for, and all other browsers are signed out."""

from typing import Any

from flask import make_response, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import commit_account_changes
from regapp.models import User
from regapp.services.accounts import passwords as services
from regapp.services.accounts.sign_ins import note_failure
from regapp.vocabulary import SignInMethod
from regapp.web.account import account
from regapp.web.account.entering import done, is_stale, made, own
from regapp.web.rates import limit_sign_in
from regapp.web.signin import sessions
from regapp.web.signin.passwords import (
    accepts_new_password,
    hashed,
    is_password_of,
    new_password_fields,
    present_password_field,
)
from regapp.web.translations import gettext as _


@account.get("/password")
@own
def password(_user: User) -> Response:
    """The form."""
    return _page(_form(formdata=None))


@account.post("/password")
@limit_sign_in
@own
def change_password(user: User) -> Response:
    """Take the new password."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    if not is_password_of(user, form.password.data):
        note_failure(email=user.email, method=SignInMethod.PASSWORD, place=sessions.place())
        form.password.errors = [_("This is not your present password.")]
        return _page(form, status=422)
    if not accepts_new_password(form, user.email, user.name):
        return _page(form, status=422)
    commit_account_changes()
    key = services.change(user_id=user.id, password_hash=hashed(form), token=sessions.token())
    sessions.go_on_as(key)
    sessions.proved_now()
    return done("account.profile", _("Your new password is kept. All other browsers are signed out."))


def _form(**options: Any) -> FlaskForm:
    return made({"password": present_password_field(), **new_password_fields()}, **options)


def _page(form: FlaskForm, *, status: int = 200) -> Response:
    return make_response(render_template("account/password.html", form=form, stale=is_stale(form)), status)
