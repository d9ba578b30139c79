"""A forgotten password: a letter with a link, and the page on which a new one is chosen."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import emails
from regapp.queries.organisers import find_user
from regapp.services.accounts import passwords as services
from regapp.web.context import nudge, settings
from regapp.web.fields import Address, Filled, stale
from regapp.web.forms import PostedForm
from regapp.web.rates import limit_sign_in
from regapp.web.signin import signin
from regapp.web.signin.links import RESET, expiry, read, reset_token, unlinked
from regapp.web.signin.passwords import accepts_new_password, hashed, new_password_fields
from regapp.web.translations import gettext as _


@signin.get("/login/forgotten")
def forgotten() -> Response:
    """The form that asks for the letter."""
    return _asking(_address_form(formdata=None), sent=request.args.get("sent") == "1")


@signin.post("/login/forgotten")
@limit_sign_in
def ask_for_reset() -> Response:
    """Always the same answer, whoever has an account."""
    form = _address_form()
    if not form.validate():
        return _asking(form, status=422)
    key = emails.key(form.email.data)
    user = find_user(db.session(), key)
    token = reset_token(user) if user else ""
    services.ask_for_reset(email=key, token=token, expires=expiry().isoformat())
    nudge()
    return redirect(url_for("signin.forgotten", sent=1), 303)


@signin.get("/login/reset/<token>")
def reset(token: str) -> Response:
    """The form for a new password, or that the link works no more."""
    return _choosing(token, _password_form(formdata=None)) if read(token, RESET) else _too_late()


@signin.post("/login/reset/<token>")
@limit_sign_in
def reset_password(token: str) -> Response:
    """Take the new password; the link ends with it."""
    found = read(token, RESET)
    if found is None:
        return _too_late()
    user, form = found[0], _password_form()
    if not form.validate() or not accepts_new_password(form, user.email, user.name):
        return _choosing(token, form, status=422)
    try:
        services.reset(user_id=user.id, key=user.fs_uniquifier, password_hash=hashed(form))
    except NotFound:
        return _too_late()
    nudge()
    flash(_("Your new password is kept. Sign in with it."), "success")
    return redirect(url_for("signin.login"), 303)


def _address_form(**options: Any) -> FlaskForm:
    field = EmailField(
        _("E-mail address"),
        filters=[lambda text: (text or "").strip()],
        validators=[Filled(_("Write the address you sign in with.")), Address()],
        render_kw={"autocomplete": "username"},
    )
    return type("AddressForm", (PostedForm,), {"email": field})(**options)


def _password_form(**options: Any) -> FlaskForm:
    return type("NewPasswordForm", (PostedForm,), new_password_fields())(**options)


def _asking(form: FlaskForm, *, sent: bool = False, status: int = 200) -> Response:
    body = render_template(
        "signin/forgotten.html",
        form=form,
        sent=sent,
        stale=form.is_submitted() and stale(form),
        shows_mailbox=settings().shows_mailbox,
    )
    return make_response(body, status)


def _choosing(token: str, form: FlaskForm, *, status: int = 200) -> Response:
    is_stale = form.is_submitted() and stale(form)
    body = render_template("signin/reset.html", form=form, token=token, stale=is_stale)
    return unlinked(make_response(body, status))


def _too_late() -> Response:
    return make_response(render_template("signin/link_ended.html", again=url_for("signin.forgotten")), 410)
