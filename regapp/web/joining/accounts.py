"""A password for an account that an operator has made without one."""

from flask import abort
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.models import User
from regapp.services.accounts import joining as services
from regapp.web.context import settings
from regapp.web.joining import joining
from regapp.web.joining.links import is_mark_of, read_account_token
from regapp.web.joining.pages import enter, form_page
from regapp.web.joining.person_forms import person_form, person_of
from regapp.web.rates import limit_sign_in
from regapp.web.signin.passwords import accepts_new_password
from regapp.web.translations import gettext as _


@joining.get("/set-up/account/<token>")
def account(token: str) -> Response:
    """The form, while the account has no password."""
    user = _user(token)
    return _page(user, person_form(formdata=None, name=user.name, language=str(user.language)))


@joining.post("/set-up/account/<token>")
@limit_sign_in
def open_account(token: str) -> Response:
    """Give the account the name and the password."""
    user, form = _user(token), person_form()
    if not form.validate() or not accepts_new_password(form, user.email, form.name.data):
        return _page(user, form, status=422)
    services.choose_password(user_id=user.id, account_key=user.fs_uniquifier, person=person_of(form))
    return enter(user.id, "/organise/", _("Your password is set. From now on you sign in with it."))


def _user(token: str) -> User:
    read = read_account_token(settings().secret_key, token)
    user = db.session.get(User, read[0]) if read else None
    if read is None or user is None or not user.active or not user.needs_password:
        abort(404)
    if not is_mark_of(read[1], user.fs_uniquifier):
        abort(404)
    return user


def _page(user: User, form: FlaskForm, *, status: int = 200) -> Response:
    return form_page("joining/account.html", form, status=status, email=user.email)
