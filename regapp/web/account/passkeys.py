"""Adding passkeys, and taking them away."""

from typing import Any

from flask import jsonify, make_response, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from regapp.errors import NotFound, NotPossible
from regapp.models import User
from regapp.services.accounts import second_factors
from regapp.web.account import account
from regapp.web.account.entering import done, is_stale, made, proved
from regapp.web.errors import error_page
from regapp.web.fields import AtMost, Filled, clean_line
from regapp.web.forms import PlainForm
from regapp.web.signin.passkeys import ask_for_new, place_for_passkeys, read_new
from regapp.web.translations import gettext as _

LONGEST_NAME = 60  # characters


@account.get("/passkeys/new")
@proved
def new_passkey(_user: User) -> Response:
    """The form with the passkey's name."""
    return _page(_form(formdata=None))


@account.post("/passkeys/options")
@proved
def new_passkey_options(user: User) -> Response:
    """What the browser is to ask an authenticator for."""
    if not PlainForm().validate():
        return error_page(422)
    handle = second_factors.ensure_handle(user_id=user.id)
    return jsonify(ask_for_new(user, handle))


@account.post("/passkeys/new")
@proved
def add_passkey(user: User) -> Response:
    """Keep what the authenticator has made."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    if not form.credential.data:
        return _page(form, problem=_("Passkeys need JavaScript, which does not run here."), status=422)
    passkey = read_new(form.credential.data)
    if passkey is None:
        return _page(form, problem=_("The passkey was not accepted here. Please try again."), status=422)
    try:
        second_factors.add_passkey(user_id=user.id, name=form["name"].data, passkey=passkey)
    except NotPossible:
        return _page(form, problem=_("This passkey is known here already."), status=422)
    words = _("The passkey is kept. You can sign in with it alone, without a password.")
    if not passkey.alone:
        words = _("The passkey is kept. Signing in asks for it after the password.")
    return done("account.second_factor", words)


@account.post("/passkeys/<int:passkey_id>/remove")
@proved
def remove_passkey(user: User, passkey_id: int) -> Response:
    """Sign in with it no more."""
    if not PlainForm().validate():
        return error_page(422)
    try:
        second_factors.remove_passkey(user_id=user.id, passkey_id=passkey_id)
    except NotFound:
        return error_page(404)
    return done("account.second_factor", _("The passkey no longer works here."))


def _form(**options: Any) -> FlaskForm:
    name = StringField(
        _("Name of the passkey"),
        description=_("So that you know later which one it is, for example “Phone”."),
        filters=[clean_line],
        validators=[Filled(_("Give the passkey a name.")), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    return made({"name": name, "credential": HiddenField()}, **options)


def _page(form: FlaskForm, *, problem: str = "", status: int = 200) -> Response:
    body = render_template(
        "account/new_passkey.html",
        form=form,
        stale=is_stale(form),
        problem=problem,
        passkeys_at=place_for_passkeys(),
    )
    return make_response(body, status)
