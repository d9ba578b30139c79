"""Setting up an authenticator app, and taking it away."""

from typing import Any

from flask import make_response, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import StringField

from regapp.documents.qr import qr_svg
from regapp.errors import NotPossible
from regapp.models import User
from regapp.services.accounts import second_factors
from regapp.web.account import account
from regapp.web.account.entering import done, is_stale, made, proved
from regapp.web.errors import error_page
from regapp.web.fields import Filled, clean_line
from regapp.web.forms import PlainForm
from regapp.web.signin.authenticator import authenticators
from regapp.web.translations import gettext as _

SET_UP = "authenticator"  # key of the session; the secret lies there encrypted


@account.get("/authenticator")
@proved
def authenticator(user: User) -> Response:
    """The secret to be scanned or typed, and the field for the code that proves it."""
    if user.tf_totp_secret:
        return redirect(url_for("account.second_factor"))
    return _page(user, _form(formdata=None))


@account.post("/authenticator")
@proved
def set_up_authenticator(user: User) -> Response:
    """Ask for its codes from now on, if this one is right."""
    form = _form()
    if not form.validate():
        return _page(user, form, status=422)
    secret = session.get(SET_UP, "")
    code = "".join(character for character in form.code.data if character.isdecimal())
    counter = authenticators().counter_of(secret, code) if secret else None
    if counter is None:
        form.code.errors = [_("This code does not fit. Check the clock of your device, and write the next.")]
        return _page(user, form, status=422)
    try:
        second_factors.set_authenticator(user_id=user.id, secret=secret, counter=counter)
    except NotPossible:
        return redirect(url_for("account.second_factor"), 303)
    session.pop(SET_UP)
    return done("account.second_factor", _("Signing in asks for a code of your authenticator from now on."))


@account.post("/authenticator/remove")
@proved
def remove_authenticator(user: User) -> Response:
    """Ask for its codes no more."""
    if not PlainForm().validate():
        return error_page(422)
    second_factors.remove_authenticator(user_id=user.id)
    return done("account.second_factor", _("Your authenticator is no longer asked for."))


def _form(**options: Any) -> FlaskForm:
    field = StringField(
        _("Code of six digits"),
        filters=[clean_line],
        validators=[Filled(_("Write the code that the app shows."))],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )
    return made({"code": field}, **options)


def _page(user: User, form: FlaskForm, *, status: int = 200) -> Response:
    secret = session.get(SET_UP) or authenticators().generate_totp_secret()
    session[SET_UP] = secret
    body = render_template(
        "account/authenticator.html",
        form=form,
        stale=is_stale(form),
        address=authenticators().get_totp_uri(user.email, secret),
        qr=Markup(qr_svg(authenticators().get_totp_uri(user.email, secret))),  # noqa: S704 - our own
        key=authenticators().get_totp_pretty_key(secret).replace("-", " "),
    )
    return make_response(body, status)
